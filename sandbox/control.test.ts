// The control endpoints: what they accept, what they refuse, and what they say then.
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startSandbox } from './index.ts'
import type { Sandbox } from './index.ts'
import { control } from './testing/control.ts'
import type { Refused } from './testing/control.ts'

const isbn13 = '9780340839935'
let sandbox: Sandbox
beforeAll(async () => {
  sandbox = await startSandbox()
})
afterAll(() => sandbox.close())

it('changes only the knobs named', async () => {
  const { status, body } = await control(sandbox, 'PATCH', '/sellers/harbor', {
    latencyMs: { p50: 5, p99: 9 },
    hang: true,
  })
  expect(status).toBe(200)
  expect(body).toMatchObject({
    behaviour: { latencyMs: { p50: 5, p99: 9 }, hang: true, failRate: 0, garbage: false },
  })
  const again = await control(sandbox, 'PATCH', '/sellers/harbor', { hang: false })
  expect(again.body).toMatchObject({ behaviour: { latencyMs: { p50: 5, p99: 9 }, hang: false } })
})

it.each([
  ['/sellers/harbor', { failRate: 1.5 }, 'failRate'],
  ['/sellers/harbor', { latencyMs: { p50: 10, p99: 5 } }, 'latencyMs.p99'],
  ['/sellers/harbor', { hang: 'yes' }, 'hang'],
  ['/sellers/harbor', { explodeRate: 1 }, 'explodeRate'],
  ['/payments', { declineRate: -1 }, 'declineRate'],
  ['/payments', { webhookDuplicates: 1.5 }, 'webhookDuplicates'],
])('PATCH %s %j is refused and names %s', async (path, knobs, field) => {
  const { status, body } = await control<Refused>(sandbox, 'PATCH', path, knobs)
  expect(status).toBe(400)
  expect(body.error.field).toBe(field)
  expect(body.error.message).toContain(field)
})

it.each([
  ['a decimal string', '12.50', 1250],
  ['a number', 12.5, 1250],
  ['minor units', { currency: 'USD', minor: 1250 }, 1250],
])('takes a price as %s', async (_, price, minor) => {
  const { status, body } = await control(sandbox, 'PUT', `/sellers/harbor/offers/${isbn13}`, { price })
  expect(status).toBe(200)
  expect(body).toMatchObject({
    currency: 'USD',
    price: { currency: 'USD', minor },
    shipping: { minor: 0 },
    quantity: 1,
  })
  const { body: offers } = await control(sandbox, 'GET', `/sellers/harbor/offers/${isbn13}`)
  expect(offers).toMatchObject([{ item: { minor }, tax: { minor: 0 }, total: { minor } }])
})

it.each([
  [{ price: '12.505' }, 'price'],
  [{ price: '-1' }, 'price'],
  [{ price: 'NaN' }, 'price'],
  [{ price: '1', currency: 'DOUBLOON' }, 'currency'],
  [{ price: { currency: 'EUR', minor: 1 }, currency: 'USD' }, 'price'],
  [{ price: '1', condition: 'MINT' }, 'condition'],
  [{ price: '1', quantity: -1 }, 'quantity'],
  [{}, 'price'],
])('refuses the offer %j and names %s', async (offer, field) => {
  const { status, body } = await control<Refused>(sandbox, 'PUT', `/sellers/harbor/offers/${isbn13}`, offer)
  expect([status, body.error.field]).toEqual([400, field])
})

it('takes quantity 0 as not carried', async () => {
  await control(sandbox, 'PUT', `/sellers/harbor/offers/${isbn13}`, { price: '1', quantity: 0 })
  expect((await control(sandbox, 'GET', `/sellers/harbor/offers/${isbn13}`)).body).toEqual([])
})

it('names a seller or a path that does not exist, and an ISBN that is none', async () => {
  const nobody = await control<Refused>(sandbox, 'PATCH', '/sellers/nobody', {})
  expect([nobody.status, nobody.body.error.field]).toEqual([404, 'name'])
  expect((await control(sandbox, 'GET', '/nowhere')).status).toBe(404)
  expect((await control(sandbox, 'DELETE', '/sellers')).status).toBe(405)
  const wrong = await control<Refused>(sandbox, 'PUT', '/sellers/harbor/offers/9780340839936', { price: '1' })
  expect([wrong.status, wrong.body.error.field]).toEqual([400, 'isbn13'])
})

it('survives a body that is no JSON, and one that is too large', async () => {
  const answer = await fetch(`${sandbox.url}/sellers/harbor`, { method: 'PATCH', body: '{' })
  expect(answer.status).toBe(400)
  const flood = await fetch(`${sandbox.url}/reset`, { method: 'POST', body: 'x'.repeat(1_100_000) })
  expect(flood.status).toBe(413)
  expect((await control(sandbox, 'GET', '/healthz')).status).toBe(200)
})
