// The payment provider as the official SDK sees it, over a real socket.
import Stripe from 'stripe'
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest'
import { startSandbox } from '../index.ts'
import type { Sandbox } from '../index.ts'
import { control } from '../testing/control.ts'

let sandbox: Sandbox
let stripe: Stripe
const behave = (knobs: object) => control(sandbox, 'PATCH', '/payments', knobs)
const journal = async () => (await control<Books>(sandbox, 'GET', '/journal/payments')).body
const hold = (over: Partial<Stripe.PaymentIntentCreateParams> = {}, idempotencyKey = 'k1') =>
  stripe.paymentIntents.create(
    {
      amount: 1500,
      currency: 'usd',
      capture_method: 'manual',
      confirm: true,
      payment_method: 'pm_card_visa',
      allowed_payment_method_types: ['card'],
      metadata: { purchaseId: 'p1' },
      ...over,
    },
    { idempotencyKey },
  )

beforeAll(async () => {
  sandbox = await startSandbox()
  stripe = sdk()
})
afterAll(() => sandbox.close())
beforeEach(() => control(sandbox, 'POST', '/reset', { seed: 1 }))

it('holds, captures less, once, and refunds', async () => {
  const intent = await hold()
  expect(intent).toMatchObject({ status: 'requires_capture', amount_capturable: 1500, metadata: { purchaseId: 'p1' } })

  const captured = await stripe.paymentIntents.capture(intent.id, { amount_to_capture: 1200 }, { idempotencyKey: 'k2' })
  expect(captured).toMatchObject({ status: 'succeeded', amount_received: 1200, amount_capturable: 0 })
  await expect(stripe.paymentIntents.capture(intent.id, {}, { idempotencyKey: 'k3' })).rejects.toMatchObject({
    type: 'StripeInvalidRequestError',
    statusCode: 400,
    code: 'payment_intent_unexpected_state',
    payment_intent: {
      id: intent.id,
      status: 'succeeded',
    },
  })

  const refund = await stripe.refunds.create({ payment_intent: intent.id, amount: 200 }, { idempotencyKey: 'k4' })
  expect(await stripe.refunds.retrieve(refund.id)).toMatchObject({ amount: 200, status: 'succeeded' })
  await expect(stripe.refunds.create({ payment_intent: intent.id, amount: 1001 })).rejects.toMatchObject({
    code: 'amount_too_large',
  })
  await stripe.refunds.create({ payment_intent: intent.id })
  await expect(stripe.refunds.create({ payment_intent: intent.id })).rejects.toMatchObject({
    code: 'charge_already_refunded',
  })

  const { intents, events } = await journal()
  expect(intents).toMatchObject([
    {
      id: intent.id,
      amount: 1500,
      currency: 'USD',
      status: 'succeeded',
      metadata: { purchaseId: 'p1' },
      authorizedMinor: 1500,
      capturedMinor: 1200,
      refundedMinor: 1200,
      voided: false,
    },
  ])
  expect(events).toMatchObject([
    { type: 'authorize', intentId: intent.id, amountMinor: 1500, idempotencyKey: 'k1' },
    { type: 'capture', amountMinor: 1200, idempotencyKey: 'k2' },
    { type: 'refund', amountMinor: 200, idempotencyKey: 'k4' },
    { type: 'refund', amountMinor: 1000 },
  ])
})

it('captures no more than was authorized', async () => {
  const { id } = await hold()
  await expect(stripe.paymentIntents.capture(id, { amount_to_capture: 1501 })).rejects.toMatchObject({
    statusCode: 400,
    code: 'amount_too_large',
    param: 'amount_to_capture',
  })
  expect((await journal()).intents).toMatchObject([{ capturedMinor: 0, status: 'requires_capture' }])
})

it('voids a hold, and then neither captures nor voids again', async () => {
  const { id } = await hold()
  expect(await stripe.paymentIntents.cancel(id)).toMatchObject({ status: 'canceled', amount_capturable: 0 })
  await expect(stripe.paymentIntents.capture(id)).rejects.toMatchObject({ code: 'payment_intent_unexpected_state' })
  await expect(stripe.paymentIntents.cancel(id)).rejects.toMatchObject({ code: 'payment_intent_unexpected_state' })
  const { intents, events } = await journal()
  expect(intents).toMatchObject([{ voided: true, capturedMinor: 0 }])
  expect(events.map(({ type }) => type)).toEqual(['authorize', 'void'])
})

it('declines as a card does', async () => {
  const error = await hold({ payment_method: 'pm_card_visa_chargeDeclined' }).catch((caught: unknown) => caught)
  expect(error).toBeInstanceOf(Stripe.errors.StripeCardError)
  expect(error).toMatchObject({
    statusCode: 402,
    code: 'card_declined',
    decline_code: 'generic_decline',
    payment_intent: {
      status: 'requires_payment_method',
      last_payment_error: { code: 'card_declined' },
    },
  })
  expect((await journal()).intents).toMatchObject([{ authorizedMinor: 0, status: 'requires_payment_method' }])
})

it('declineRate declines good cards too', async () => {
  await behave({ declineRate: 1 })
  await expect(hold()).rejects.toMatchObject({ code: 'card_declined' })
})

it.each([
  ['approve', 'succeeded', { status: 'requires_capture', amount_capturable: 1500, last_payment_error: null }],
  [
    'decline',
    'failed',
    { status: 'requires_payment_method', last_payment_error: { code: 'payment_intent_authentication_failure' } },
  ],
])('asks the shopper: %s', async (answer, redirectStatus, after) => {
  const intent = await hold({
    payment_method: 'pm_card_authenticationRequired',
    return_url: 'https://shop.example/back?a=1',
  })
  expect(intent).toMatchObject({ status: 'requires_action', next_action: { type: 'redirect_to_url' } })
  expect((await journal()).events).toEqual([])
  const url = intent.next_action?.redirect_to_url?.url ?? ''
  expect(await (await fetch(url)).text()).toContain('$15.00')

  const back = await fetch(url, { method: 'POST', body: new URLSearchParams({ answer }), redirect: 'manual' })

  expect(back.status).toBe(303)
  const shop = new URL(back.headers.get('location') ?? '')
  expect(shop.origin + shop.pathname).toBe('https://shop.example/back')
  expect(Object.fromEntries(shop.searchParams)).toMatchObject({
    a: '1',
    payment_intent: intent.id,
    redirect_status: redirectStatus,
  })
  expect(await stripe.paymentIntents.retrieve(intent.id)).toMatchObject(after)
  expect((await fetch(url, { method: 'POST', body: new URLSearchParams({ answer }) })).status).toBe(400)
})

it('cannot ask a shopper who is not there', async () => {
  const params = { payment_method: 'pm_card_authenticationRequired', off_session: true }
  await expect(hold(params)).rejects.toMatchObject({ code: 'authentication_required', statusCode: 402 })
})

it('confirms in a second step', async () => {
  const open = await hold({ confirm: false })
  expect(open.status).toBe('requires_confirmation')
  expect((await stripe.paymentIntents.confirm(open.id)).status).toBe('requires_capture')
})

it('shows until when the hold lasts, if asked', async () => {
  const { id, latest_charge } = await hold()
  const chargeId = typeof latest_charge === 'string' ? latest_charge : ''
  const { latest_charge: charge } = await stripe.paymentIntents.retrieve(id, { expand: ['latest_charge'] })
  expect(charge).toMatchObject({
    id: chargeId,
    payment_method_details: { card: { capture_before: expect.any(Number) } },
  })
  expect(await stripe.charges.retrieve(chargeId)).toMatchObject({ payment_intent: id })
})

it('finds intents by metadata and status, and lists them', async () => {
  const ids: string[] = []
  for (const n of [1, 2, 3]) ids.unshift((await hold({ metadata: { purchaseId: `p${n}` } }, `k${n}`)).id)
  const found = await stripe.paymentIntents.search({
    query: `metadata['purchaseId']:'p2' AND status:'requires_capture'`,
  })
  expect(found.data.map(({ id }) => id)).toEqual([ids[1]])
  await expect(stripe.paymentIntents.search({ query: 'nonsense' })).rejects.toMatchObject({ param: 'query' })

  const listed: string[] = []
  for await (const { id } of stripe.paymentIntents.list({ limit: 2 })) listed.push(id)
  expect(listed).toEqual(ids)
})

it('names what is wrong with a request', async () => {
  await expect(hold({ amount: 0 })).rejects.toMatchObject({ statusCode: 400, param: 'amount' })
  await expect(hold({ payment_method: 'pm_nobody' })).rejects.toMatchObject({
    code: 'resource_missing',
    param: 'payment_method',
  })
  const extra = { tip: '1' } as Partial<Stripe.PaymentIntentCreateParams>
  await expect(hold(extra)).rejects.toMatchObject({ code: 'parameter_unknown', param: 'tip' })
  await expect(stripe.paymentIntents.retrieve('pi_none')).rejects.toMatchObject({
    statusCode: 404,
    code: 'resource_missing',
  })
  await expect(sdk('sk_test_wrong').paymentIntents.retrieve('pi_none')).rejects.toMatchObject({
    type: 'StripeAuthenticationError',
  })
  expect((await journal()).intents).toEqual([])
})

it('repeats its answer to the same key, and refuses the key for anything else', async () => {
  const first = await hold()
  const again = await hold()
  expect(again).toEqual(first)
  expect(again.lastResponse.headers['idempotent-replayed']).toBe('true')
  expect(first.lastResponse.headers['idempotent-replayed']).toBeUndefined()
  await expect(hold({ amount: 1501 })).rejects.toMatchObject({ type: 'StripeIdempotencyError', statusCode: 400 })
  expect((await journal()).intents).toHaveLength(1)
})

it('repeats a decline too, but not a request that was wrong in itself', async () => {
  const declined = { payment_method: 'pm_card_visa_chargeDeclined' }
  await expect(hold(declined)).rejects.toMatchObject({ code: 'card_declined' })
  await expect(hold(declined)).rejects.toMatchObject({ headers: { 'idempotent-replayed': 'true' } })
  await expect(hold({ amount: 0 }, 'k2')).rejects.toMatchObject({ param: 'amount' })
  expect(await hold({}, 'k2')).toMatchObject({ status: 'requires_capture' })
})

it('keeps a 500 under its key for ever', async () => {
  await behave({ failRate: 1 })
  await expect(hold()).rejects.toMatchObject({ type: 'StripeAPIError', statusCode: 500 })
  await behave({ failRate: 0 })
  await expect(hold()).rejects.toMatchObject({ statusCode: 500, headers: { 'idempotent-replayed': 'true' } })
  expect((await journal()).intents).toEqual([])
  expect(await hold({}, 'k2')).toMatchObject({ status: 'requires_capture' })
})

it('refuses a key that is still in work', async () => {
  await behave({ latencyMs: { p50: 100, p99: 100 } })
  const outcomes = await Promise.allSettled([hold(), hold()])
  expect(outcomes.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
  const refused = outcomes.find(({ status }) => status === 'rejected')
  expect(refused).toMatchObject({ reason: { statusCode: 409, code: 'idempotency_key_in_use' } })
  expect((await journal()).intents).toHaveLength(1)
})

it.each([
  ['busyRate', 409, 'busy'],
  ['throttleRate', 429, 'throttled'],
] as const)('%s answers %i, having neither acted nor kept anything', async (knob, statusCode, mishap) => {
  await behave({ [knob]: 1 })
  await expect(hold({}, 'k1')).rejects.toMatchObject({ statusCode })
  expect((await journal()).intents).toEqual([])
  const { body } = await control<Record<string, number>>(sandbox, 'GET', '/journal/payments/mishaps')
  expect(body[mishap]).toBeGreaterThanOrEqual(1)
  await behave({ [knob]: 0 })
  expect(await hold({}, 'k1')).toMatchObject({ status: 'requires_capture' })
})

it('actThenTimeoutRate: it acted, the connection is cut, the same key finds out', async () => {
  await behave({ actThenTimeoutRate: 1 })
  await expect(hold()).rejects.toMatchObject({ type: 'StripeConnectionError' })
  expect((await journal()).events).toMatchObject([{ type: 'authorize', idempotencyKey: 'k1' }])

  await behave({ actThenTimeoutRate: 0 })
  const intent = await hold()
  expect(intent.lastResponse.headers['idempotent-replayed']).toBe('true')
  expect((await journal()).intents).toMatchObject([{ id: intent.id, authorizedMinor: 1500 }])
})

it('does not let a parameter reach the prototypes', async () => {
  const answer = await fetch(`${sandbox.url}/v1/payment_intents`, {
    method: 'POST',
    headers: { authorization: 'Bearer sk_test_sandbox' },
    body: 'amount=100&currency=usd&metadata[__proto__]=x&__proto__[polluted]=1',
  })
  expect(answer.status).toBe(400)
  expect(({} as Record<string, unknown>).polluted).toBeUndefined()
})

it('makes other ids after a reset: who keeps books outside must not meet one twice', async () => {
  const before = await hold()
  await control(sandbox, 'POST', '/reset', { seed: 1 })
  expect((await hold()).id).not.toBe(before.id)
})

it('finishes what it began although the caller has gone', async () => {
  await behave({ latencyMs: { p50: 60, p99: 60 } })
  const impatient = sdk('sk_test_sandbox', 20)
  await expect(impatient.paymentIntents.create({ amount: 100, currency: 'usd' })).rejects.toMatchObject({
    type: 'StripeConnectionError',
  })
  await vi.waitFor(async () => expect((await journal()).intents).toHaveLength(1))
})

interface Books {
  intents: unknown[]
  events: { type: string }[]
}

function sdk(key = 'sk_test_sandbox', timeout = 5_000): Stripe {
  const { hostname, port } = new URL(sandbox.url)
  return new Stripe(key, { host: hostname, port, protocol: 'http', maxNetworkRetries: 0, timeout, telemetry: false })
}
