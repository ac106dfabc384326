// Refunds at the payment provider as the official SDK sees them, over a real socket.
import Stripe from 'stripe'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startSandbox } from '../index.ts'
import type { Sandbox } from '../index.ts'
import { control } from '../testing/control.ts'

let sandbox: Sandbox
let stripe: Stripe

beforeAll(async () => {
  sandbox = await startSandbox()
  const { hostname, port } = new URL(sandbox.url)
  stripe = new Stripe('sk_test_sandbox', {
    host: hostname,
    port,
    protocol: 'http',
    maxNetworkRetries: 0,
    telemetry: false,
  })
})
afterAll(() => sandbox.close())

it('lists the refunds of an intent, newest first, and keeps one that the bank did not take', async () => {
  const { id } = await stripe.paymentIntents.create({
    amount: 1500,
    currency: 'usd',
    confirm: true,
    payment_method: 'pm_card_visa',
    allowed_payment_method_types: ['card'],
  })
  await stripe.refunds.create({ payment_intent: id, amount: 100, metadata: { refundId: 'r1' } })
  await control(sandbox, 'PATCH', '/payments', { refundFailRate: 1 })
  expect(await stripe.refunds.create({ payment_intent: id, amount: 300 })).toMatchObject({
    status: 'failed',
    failure_reason: 'declined',
  })
  const { data, has_more: hasMore } = await stripe.refunds.list({ payment_intent: id })
  expect([data, hasMore]).toMatchObject([
    [
      { amount: 300, status: 'failed' },
      { amount: 100, status: 'succeeded', metadata: { refundId: 'r1' } },
    ],
    false,
  ])
  const charge = (await stripe.paymentIntents.retrieve(id, { expand: ['latest_charge'] })).latest_charge
  expect(charge).toMatchObject({ amount_refunded: 100, refunded: false })
  const { events } = (await control<{ events: { type: string }[] }>(sandbox, 'GET', '/journal/payments')).body
  expect(events.filter(({ type }) => type === 'refund')).toMatchObject([{ amountMinor: 100 }])
})
