// The remote calls against the sandbox's provider, over real sockets and through the real SDK. The provider's own journal says
// what really happened.
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { promisify } from 'node:util'
import { startSandbox } from '@quire/sandbox'
import type { Sandbox } from '@quire/sandbox'
import { pino } from 'pino'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { systemClock } from '#platform/clock'
import { systemIds } from '#platform/ids'
import { money } from '#platform/money'
import { authorize, capture, confirmAction, connectStripe, voidHold } from './index.ts'
import type { ProcessorDeps, SendOptions } from './index.ts'

let sandbox: Sandbox
let deps: ProcessorDeps
const config = {
  secretKey: 'sk_test_sandbox',
  webhookSecret: 'whsec_sandbox',
  returnUrl: () => 'http://127.0.0.1/purchases/1',
}

beforeAll(async () => {
  sandbox = await startSandbox()
  deps = depsFor(`${sandbox.url}/stripe`)
})
afterAll(() => sandbox.close())
beforeEach(() => control('POST', '/reset', { seed: 1 }))

it('holds, captures less than it holds, and lets the rest go', async () => {
  const { value: held } = await holdOk()
  expect(held).toMatchObject({ kind: 'authorized', amount: money(2_000n, 'USD') })
  expect(await capture(deps, charge(held.ref), first('c'))).toEqual({
    kind: 'ok',
    value: { captured: money(1_500n, 'USD') },
  })
  expect(await books()).toEqual(['authorize 2000', 'capture 1500'])
})

it('lets a hold go; one that is gone already is a success', async () => {
  const { value: held } = await holdOk()
  const request = { paymentId: systemIds.next(), ref: held.ref, since: null }
  expect(await voidHold(deps, request, first('v'))).toEqual({ kind: 'ok', value: {} })
  expect(await voidHold(deps, request, again('v'))).toEqual({ kind: 'ok', value: {} })
  expect(await books()).toEqual(['authorize 2000', 'void 2000'])
})

it('tells the bank’s no from everything else', async () => {
  const declined = { ...hold(), method: 'pm_card_visa_chargeDeclined' }
  expect(await authorize(deps, declined, first('d'))).toEqual({ kind: 'refused', reason: 'generic_decline' })
  expect(await authorize(deps, declined, again('d'))).toMatchObject({ kind: 'refused' }) // found by its metadata
  const unknown = { ...hold(), method: 'pm_nobody_has' }
  expect(await authorize(deps, unknown, first('u'))).toEqual({ kind: 'refused', reason: 'payment_method_unusable' })
  expect(await books()).toEqual([])
})

it.each([
  ['approve', { kind: 'ok', value: { kind: 'authorized', amount: money(2_000n, 'USD') } }, ['authorize 2000']],
  ['decline', { kind: 'refused', reason: 'authentication_not_handled' }, []],
])('sends the shopper to the bank: %s', async (answer, expected, movements) => {
  const asked = await authorize(deps, { ...hold(), method: 'pm_card_authenticationRequired' }, first('a'))
  if (asked.kind !== 'ok' || asked.value.kind !== 'actionRequired') return expect.unreachable(JSON.stringify(asked))
  const { ref, actionUrl } = asked.value
  const request = { paymentId: systemIds.next(), ref }
  const { signal } = first('')
  expect(await confirmAction(deps, request, { signal })).toEqual(asked)
  await fetch(actionUrl, { method: 'POST', body: new URLSearchParams({ answer }), redirect: 'manual' })
  expect(await confirmAction(deps, request, { signal })).toMatchObject(expected)
  expect(await books()).toEqual(movements)
})

it('asks first when an answer was lost: the provider acts, then cuts the connection', async () => {
  const request = hold()
  await control('PATCH', '/payments', { actThenTimeoutRate: 1 })
  expect(await authorize(deps, request, first('h'))).toMatchObject({ kind: 'unknown' })
  await control('PATCH', '/payments', { actThenTimeoutRate: 0 })
  const found = await authorize(deps, request, again('h'))
  if (found.kind !== 'ok') return expect.unreachable(JSON.stringify(found))
  expect(found.value).toMatchObject({ kind: 'authorized', amount: money(2_000n, 'USD') })

  await control('PATCH', '/payments', { actThenTimeoutRate: 1 })
  expect(await capture(deps, charge(found.value.ref), first('c'))).toMatchObject({ kind: 'unknown' })
  await control('PATCH', '/payments', { actThenTimeoutRate: 0 })
  expect(await capture(deps, charge(found.value.ref), again('c'))).toMatchObject({ kind: 'ok' })
  expect(await books()).toEqual(['authorize 2000', 'capture 1500'])
})

it('releases a hold whose answer never came, found by its metadata', async () => {
  const request = hold()
  await control('PATCH', '/payments', { actThenTimeoutRate: 1 })
  expect(await authorize(deps, request, first('h'))).toMatchObject({ kind: 'unknown' })
  await control('PATCH', '/payments', { actThenTimeoutRate: 0 })
  const release = { paymentId: request.paymentId, ref: null, since: new Date().toISOString() }
  expect(await voidHold(deps, release, first('v'))).toEqual({ kind: 'ok', value: {} })
  expect(await books()).toEqual(['authorize 2000', 'void 2000'])
})

it('waits for a late hold before it says that there was none', async () => {
  const since = new Date().toISOString()
  const release = { paymentId: systemIds.next(), ref: null, since }
  expect(await voidHold(deps, release, first('v'))).toMatchObject({ kind: 'retryable' })
  const minuteAgo = { ...again('v'), firstSentAt: new Date(Date.now() - 60_000) }
  expect(await voidHold(deps, release, minuteAgo)).toEqual({ kind: 'ok', value: {} })
  expect(await voidHold(deps, { ...release, since: null }, first('v'))).toEqual({ kind: 'ok', value: {} })
})

it('gets out when the provider keeps a 500 under the key of a charge, with one charge', async () => {
  const { value: held } = await holdOk()
  await control('PATCH', '/payments', { failRate: 1 })
  expect(await capture(deps, charge(held.ref), first('c'))).toMatchObject({ kind: 'unknown' })
  await control('PATCH', '/payments', { failRate: 0 })
  expect(await capture(deps, charge(held.ref), again('c'))).toMatchObject({ kind: 'ok' })
  expect(await books()).toEqual(['authorize 2000', 'capture 1500'])
})

it('never asks for a hold under another key: a minute after a 500 that is kept its books decide', async () => {
  const request = hold()
  await control('PATCH', '/payments', { failRate: 1 })
  expect(await authorize(deps, request, first('h'))).toMatchObject({ kind: 'unknown' })
  await control('PATCH', '/payments', { failRate: 0 })
  expect(await authorize(deps, request, again('h'))).toMatchObject({ kind: 'unknown' })
  const minuteAgo = { ...again('h'), firstSentAt: new Date(Date.now() - 60_000) }
  expect(await authorize(deps, request, minuteAgo)).toEqual({ kind: 'refused', reason: 'processing_error' })
  expect(await books()).toEqual([])
})

it.each(['actThenFailRate', 'actThenTimeoutRate'])(
  'believes the books of a provider that acts first (%s)',
  async (knob) => {
    const request = hold()
    const act = async <T>(send: () => Promise<T>): Promise<T> => {
      await control('PATCH', '/payments', { [knob]: 1 })
      const answer = await send()
      await control('PATCH', '/payments', { [knob]: 0 })
      return answer
    }
    expect(await act(() => authorize(deps, request, first('h')))).toMatchObject({ kind: 'unknown' })
    const held = await authorize(deps, request, again('h'))
    if (held.kind !== 'ok') return expect.unreachable(JSON.stringify(held))
    expect(await act(() => capture(deps, charge(held.value.ref), first('c')))).toMatchObject({ kind: 'unknown' })
    expect(await capture(deps, charge(held.value.ref), again('c'))).toMatchObject({ kind: 'ok' })
    expect(await books()).toEqual(['authorize 2000', 'capture 1500'])
  },
)

it('waits, under the same key, while the first request is still under way (409)', async () => {
  const request = hold()
  await control('PATCH', '/payments', { latencyMs: { p50: 400, p99: 401 } })
  const [one, other] = await Promise.all([authorize(deps, request, first('h')), authorize(deps, request, first('h'))])
  expect([one.kind, other.kind].toSorted()).toEqual(['ok', 'unknown'])
  await control('PATCH', '/payments', { latencyMs: { p50: 0, p99: 0 } })
  expect(await authorize(deps, request, again('h'))).toEqual(one.kind === 'ok' ? one : other)
  expect(await books()).toEqual(['authorize 2000'])
})

it('waits, under the same key, when it is turned away (429)', async () => {
  const request = hold()
  await control('PATCH', '/payments', { throttleRate: 1 })
  expect(await authorize(deps, request, first('h'))).toMatchObject({ kind: 'retryable' })
  expect(await authorize(deps, request, again('h'))).toMatchObject({ kind: 'unknown' })
  await control('PATCH', '/payments', { throttleRate: 0 })
  expect(await authorize(deps, request, again('h'))).toMatchObject({ kind: 'ok' })
  const { events } = (await control('GET', '/journal/payments')) as { events: { idempotencyKey: string }[] }
  expect(events.map(({ idempotencyKey }) => idempotencyKey)).toEqual(['h'])
})

it('says that the bank does not pay out what it held', async () => {
  const { value: held } = await holdOk()
  await control('PATCH', '/payments', { captureDeclineRate: 1 })
  expect(await capture(deps, charge(held.ref), first('c'))).toEqual({ kind: 'refused', reason: 'generic_decline' })
  expect(await books()).toEqual(['authorize 2000'])
})

it('looks an intent up by its id, and lists those of a window', async () => {
  const from = new Date()
  const { value: held } = await holdOk()
  const { signal } = first('')
  expect(await deps.processor.lookUpIntent(held.ref, signal)).toMatchObject({ kind: 'ok', value: { ref: held.ref } })
  expect(await deps.processor.lookUpIntent('pi_nobody', signal)).toEqual({ kind: 'ok', value: null })
  for (let n = 0; n < 100; n++) await authorize(deps, hold(), first(`other ${n}`))
  const first100 = await deps.processor.listIntents({ from, to: new Date(), after: null }, signal)
  if (first100.kind !== 'ok') return expect.unreachable(JSON.stringify(first100))
  expect(first100.value.intents).toHaveLength(100)
  const rest = await deps.processor.listIntents({ from, to: new Date(), after: first100.value.next }, signal)
  expect(rest).toMatchObject({ kind: 'ok', value: { intents: [{ ref: held.ref }], next: null } })
})

it('refuses to charge a hold that is gone, and to release what was charged', async () => {
  const { value: gone } = await holdOk()
  const request = { paymentId: systemIds.next(), ref: gone.ref, since: null }
  await voidHold(deps, request, first('v'))
  expect(await capture(deps, charge(gone.ref), first('c'))).toMatchObject({ kind: 'unknown' }) // somebody was quicker
  expect(await capture(deps, charge(gone.ref), again('c'))).toEqual({ kind: 'refused', reason: 'hold_expired' })

  const { value: kept } = await holdOk('k2')
  await capture(deps, charge(kept.ref), first('c2'))
  const release = { ...request, ref: kept.ref }
  expect(await voidHold(deps, release, first('v2'))).toMatchObject({ kind: 'unknown' })
  expect(await voidHold(deps, release, again('v2'))).toEqual({ kind: 'refused', reason: 'already_captured' })
})

it('finds the first of many intents, page by page', async () => {
  const request = hold()
  const found = await authorize(deps, request, first('h'))
  for (let n = 0; n < 101; n++) await authorize(deps, hold(), first(`other ${n}`))
  expect(await authorize(deps, request, again('h'))).toEqual(found)
  expect(await books()).toHaveLength(102)
})

it('says “not sent” only when there was no connection', async () => {
  const closed = createServer().listen(0, '127.0.0.1')
  await once(closed, 'listening')
  const { port } = closed.address() as AddressInfo
  await promisify(closed.close.bind(closed))()
  const nowhere = depsFor(`http://127.0.0.1:${port}/stripe`)
  expect(await authorize(nowhere, hold(), first('n'))).toMatchObject({ kind: 'retryable' })
  expect(await authorize(nowhere, hold(), again('n'))).toMatchObject({ kind: 'unknown' })
})

it('sends our key, and every request once', async () => {
  const request = hold()
  const one = await authorize(deps, request, first('our-key'))
  expect(await authorize(deps, request, first('our-key'))).toEqual(one)
  const { events } = (await control('GET', '/journal/payments')) as { events: { idempotencyKey: string }[] }
  expect(events.map(({ idempotencyKey }) => idempotencyKey)).toEqual(['our-key'])

  const seen: string[] = []
  const broken = createServer((req, res) => {
    seen.push(`${req.method} ${String(req.headers['idempotency-key'])}`)
    // The SDK would repeat either by itself: a 503, and a connection that is cut.
    if (seen.length === 1) res.writeHead(503, { 'content-type': 'application/json' }).end('{"error":{}}')
    else req.socket.resetAndDestroy()
  }).listen(0, '127.0.0.1')
  await once(broken, 'listening')
  const { port } = broken.address() as AddressInfo
  const away = depsFor(`http://127.0.0.1:${port}`)
  expect(await authorize(away, request, first('k503'))).toMatchObject({ kind: 'unknown' })
  expect(await authorize(away, request, first('kcut'))).toMatchObject({ kind: 'unknown' })
  broken.closeAllConnections()
  await promisify(broken.close.bind(broken))()
  expect(seen).toEqual(['POST k503', 'POST kcut'])
})

it('stops waiting when it is told to, and then does not know', async () => {
  await control('PATCH', '/payments', { latencyMs: { p50: 60_000, p99: 60_000 } })
  const asking = authorize(deps, hold(), { ...first('s'), signal: AbortSignal.timeout(50) })
  expect(await asking).toMatchObject({ kind: 'unknown' })
})

it('throws what is our own mistake', async () => {
  const stranger = depsFor(`${sandbox.url}/stripe`, 'sk_test_somebody_else')
  await expect(authorize(stranger, hold(), first('f'))).rejects.toThrow('the payment provider refused our request: 401')
  const { value: held } = await holdOk()
  const tooMuch = { ...charge(held.ref), amountMinor: '2001' }
  await expect(capture(deps, tooMuch, first('c'))).rejects.toThrow('amount_too_large')
})

function depsFor(apiBase: string, secretKey = config.secretKey): ProcessorDeps {
  const processor = connectStripe({ ...config, apiBase, secretKey })
  return { processor, clock: systemClock, log: pino({ level: 'silent' }) }
}

function hold() {
  const id = systemIds.next()
  const what = { paymentId: id, purpose: 'purchase', reference: id, accountId: 'reader' }
  return { ...what, method: 'pm_card_visa', amountMinor: '2000', currency: 'USD' }
}

async function holdOk(key = 'h') {
  const outcome = await authorize(deps, hold(), first(key))
  if (outcome.kind !== 'ok') throw new Error(JSON.stringify(outcome))
  return outcome
}

function charge(ref: string) {
  return { paymentId: systemIds.next(), ref, amountMinor: '1500', currency: 'USD' }
}

function first(key: string): SendOptions {
  return { key, tries: 0, firstSentAt: new Date(), signal: AbortSignal.timeout(20_000) }
}

function again(key: string): SendOptions {
  return { ...first(key), tries: 1 }
}

async function control(method: string, path: string, body?: object): Promise<unknown> {
  const init = body ? { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } } : {}
  const response = await fetch(sandbox.url + path, { method, ...init })
  if (!response.ok) throw new Error(await response.text())
  return await response.json()
}

/** What the provider did, in its own words. */
async function books(): Promise<string[]> {
  const { events } = (await control('GET', '/journal/payments')) as { events: { type: string; amountMinor: number }[] }
  return events.map(({ type, amountMinor }) => `${type} ${amountMinor}`)
}
