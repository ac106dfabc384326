// The mailbox over a real socket: as the sender sees it, and as a person reads it.
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { startSandbox } from '../index.ts'
import type { Sandbox } from '../index.ts'
import { control } from '../testing/control.ts'

let sandbox: Sandbox
beforeAll(async () => {
  sandbox = await startSandbox()
})
afterAll(() => sandbox.close())
beforeEach(() => control(sandbox, 'POST', '/reset', { seed: 1 }))

const mail = { from: 'Quire <q@example.com>', to: ['a@example.com'], subject: 'A <b> & "c"', text: 'Hello <script>' }

async function send(changes: object = {}, headers: Record<string, string> = {}) {
  const answer = await fetch(`${sandbox.url}/mailbox/emails`, {
    method: 'POST',
    headers: { authorization: 'Bearer mail_sandbox', 'idempotency-key': 'k1', ...headers },
    body: JSON.stringify({ ...mail, ...changes }),
  })
  return { status: answer.status, body: (await answer.json()) as { id?: string; name?: string; message?: string } }
}
const journal = async () => (await control<object[]>(sandbox, 'GET', '/journal/mailbox')).body

it('takes a mail once for a key, and shows it as text', async () => {
  const first = await send()
  expect(await send()).toEqual(first)
  expect(await journal()).toMatchObject([{ ...mail, id: first.body.id }])
  const list = await (await fetch(`${sandbox.url}/mailbox`)).text()
  expect(list).toContain('A &lt;b> &amp; &quot;c&quot;')
  const page = await (await fetch(`${sandbox.url}/mailbox/${first.body.id}`)).text()
  expect(page).toContain('Hello &lt;script>')
  expect(page).not.toContain('<script>')
  expect((await fetch(`${sandbox.url}/mailbox/nothing`)).status).toBe(404)
})

it('refuses a wrong key, a mail that is none, and a key that belongs to another', async () => {
  expect(await send({}, { authorization: 'Bearer wrong' })).toMatchObject({ status: 401 })
  expect(await send({ to: ['nobody'] })).toMatchObject({
    status: 422,
    body: { message: expect.stringMatching(/^to\.0:/) },
  })
  expect(await send({ bcc: ['b@example.com'] })).toMatchObject({ status: 422 })
  await send()
  expect(await send({ subject: 'Another' })).toMatchObject({
    status: 409,
    body: { name: 'invalid_idempotent_request' },
  })
  expect(await journal()).toHaveLength(1)
})

it('fails as its knobs say: before it takes the mail, or after', async () => {
  await control(sandbox, 'PATCH', '/mailbox', { failRate: 1 })
  expect(await send()).toMatchObject({ status: 500 })
  expect(await journal()).toEqual([])
  await control(sandbox, 'PATCH', '/mailbox', { failRate: 0, actThenTimeoutRate: 1 })
  await expect(send()).rejects.toThrow()
  await control(sandbox, 'PATCH', '/mailbox', { actThenTimeoutRate: 0 })
  expect(await send()).toMatchObject({ status: 200 })
  expect(await journal()).toHaveLength(1)
})
