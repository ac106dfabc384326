// Cards saved for later, as the official SDK sees them, over a real socket.
import Stripe from 'stripe'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { startSandbox } from '../index.ts'
import type { Sandbox } from '../index.ts'
import { control } from '../testing/control.ts'

let sandbox: Sandbox
let stripe: Stripe
let customer: string

beforeAll(async () => {
  sandbox = await startSandbox()
  const { hostname, port } = new URL(sandbox.url)
  stripe = new Stripe('sk_test_sandbox', { host: hostname, port, protocol: 'http', maxNetworkRetries: 0 })
})
afterAll(() => sandbox.close())
beforeEach(async () => {
  await control(sandbox, 'POST', '/reset', { seed: 1 })
  customer = (await stripe.customers.create({ metadata: { accountId: 'a1' } })).id
})

const setUp = (payment_method: string, over: Partial<Stripe.SetupIntentCreateParams> = {}, idempotencyKey = 's1') =>
  stripe.setupIntents.create(
    {
      customer,
      payment_method,
      confirm: true,
      usage: 'off_session',
      return_url: 'http://127.0.0.1/back',
      metadata: { mandateId: 'm1' },
      ...over,
    },
    { idempotencyKey },
  )
const charge = (payment_method: string, over: Partial<Stripe.PaymentIntentCreateParams> = {}) =>
  stripe.paymentIntents.create({
    customer,
    payment_method,
    amount: 1_500,
    currency: 'usd',
    capture_method: 'manual',
    confirm: true,
    off_session: true,
    ...over,
  })
const savedOf = ({ payment_method: saved }: Stripe.SetupIntent) => (typeof saved === 'string' ? saved : '')
const atBank = ({ next_action }: Stripe.SetupIntent | Stripe.PaymentIntent, answer: string) =>
  fetch(next_action?.redirect_to_url?.url ?? '', {
    method: 'POST',
    body: new URLSearchParams({ answer }),
    redirect: 'manual',
  })

it('saves a card that needs no page, and charges it with its owner away, for its customer only', async () => {
  const setup = await setUp('pm_card_visa')
  expect(setup).toMatchObject({ status: 'succeeded', usage: 'off_session', customer, metadata: { mandateId: 'm1' } })
  expect(savedOf(setup)).toMatch(/^pm_[0-9a-f]{24}$/)
  expect(await charge(savedOf(setup))).toMatchObject({ status: 'requires_capture', customer })
  const { id: other } = await stripe.customers.create({})
  await expect(charge(savedOf(setup), { customer: other })).rejects.toMatchObject({
    statusCode: 400,
    param: 'customer',
  })
})

it.each([
  ['pm_card_authenticationRequiredOnSetup', 'requires_capture'],
  ['pm_card_authenticationRequired', 'authentication_required'],
])('%s asks at set-up; afterwards: %s', async (method, afterwards) => {
  await expect(charge(method)).rejects.toMatchObject({ code: 'authentication_required' }) // before
  const asked = await setUp(method)
  expect(asked.status).toBe('requires_action')
  const back = await atBank(asked, 'approve')
  expect(back.headers.get('location')).toMatch(
    /^http:\/\/127\.0\.0\.1\/back\?setup_intent=seti_.*redirect_status=succeeded$/,
  )
  const setup = await stripe.setupIntents.retrieve(asked.id)
  expect(setup.status).toBe('succeeded')
  const outcome = await charge(savedOf(setup)).then(
    ({ status }) => status,
    ({ code }: Stripe.errors.StripeError) => code,
  )
  expect(outcome).toBe(afterwards)
})

it('confirms on-session what was declined with its owner away, and asks for them', async () => {
  const asked = await setUp('pm_card_authenticationRequired')
  await atBank(asked, 'approve')
  const saved = savedOf(await stripe.setupIntents.retrieve(asked.id))
  const declined = await charge(saved).catch(
    ({ payment_intent }: Stripe.errors.StripeError) => payment_intent as Stripe.PaymentIntent,
  )
  const confirmed = await stripe.paymentIntents.confirm(declined.id, {
    payment_method: saved,
    return_url: 'http://127.0.0.1/',
  })
  expect(confirmed.status).toBe('requires_action')
  await atBank(confirmed, 'approve')
  expect(await stripe.paymentIntents.retrieve(declined.id)).toMatchObject({ status: 'requires_capture' })
})

it('fails when the bank or its customer says no, and when it is called off', async () => {
  await expect(setUp('pm_card_visa_chargeDeclined')).rejects.toMatchObject({
    statusCode: 402,
    code: 'card_declined',
    setup_intent: { status: 'requires_payment_method' },
  })
  const asked = await setUp('pm_card_authenticationRequired', {}, 's2')
  await atBank(asked, 'decline')
  expect(await stripe.setupIntents.retrieve(asked.id)).toMatchObject({
    status: 'requires_payment_method',
    last_setup_error: { code: 'setup_intent_authentication_failure' },
  })
  const another = await setUp('pm_card_authenticationRequired', {}, 's3')
  expect(await stripe.setupIntents.cancel(another.id)).toMatchObject({ status: 'canceled' })
  expect((await atBank(another, 'approve')).status).toBe(400)
  await expect(stripe.setupIntents.confirm(another.id)).rejects.toMatchObject({ code: 'setup_intent_unexpected_state' })
})

it('is as strict about keys and parameters as with payments, and lists what it has', async () => {
  const first = await setUp('pm_card_visa')
  expect((await setUp('pm_card_visa')).id).toBe(first.id)
  await expect(setUp('pm_card_authenticationRequired')).rejects.toMatchObject({ type: 'StripeIdempotencyError' })
  await expect(setUp('pm_nobody', {}, 's2')).rejects.toMatchObject({ param: 'payment_method' })
  await expect(setUp('pm_card_visa', { customer: 'cus_nobody' }, 's3')).rejects.toMatchObject({ param: 'customer' })
  await expect(setUp('pm_card_visa', { on_behalf_of: 'acct_1' }, 's4')).rejects.toMatchObject({
    code: 'parameter_unknown',
  })
  const { data } = await stripe.setupIntents.list({ customer })
  expect(data.map(({ id }) => id)).toEqual([first.id])
  expect((await stripe.setupIntents.list({ customer: 'cus_nobody' })).data).toEqual([])
  const { body } = await control<{ setups: object[] }>(sandbox, 'GET', '/journal/payments')
  expect(body.setups).toMatchObject([{ id: first.id, status: 'succeeded', customer, metadata: { mandateId: 'm1' } }])
})
