// Events as a shop receives them: on a real socket, signed, checked by the official SDK.
import { createServer } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import Stripe from 'stripe'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { startSandbox } from '../index.ts'
import type { Sandbox } from '../index.ts'
import { control } from '../testing/control.ts'

const secret = 'whsec_test'
const received: Stripe.Event[] = []
let answers: number[] = []
let sandbox: Sandbox
let stripe: Stripe
const shop = createServer((req, res) => void receive(req, res))

async function receive(req: IncomingMessage, res: ServerResponse): Promise<void> {
  const chunks: Buffer[] = []
  for await (const chunk of req as AsyncIterable<Buffer>) chunks.push(chunk)
  const status = answers.shift() ?? 200
  if (status === 200)
    received.push(
      stripe.webhooks.constructEvent(Buffer.concat(chunks), String(req.headers['stripe-signature']), secret),
    )
  res.writeHead(status).end()
}

beforeEach(async () => {
  await new Promise<void>((resolve) => shop.listen(0, '127.0.0.1', resolve))
  const webhookUrl = `http://127.0.0.1:${(shop.address() as AddressInfo).port}/webhooks/stripe`
  sandbox = await startSandbox({ webhookUrl, webhookSecret: secret })
  const { hostname, port } = new URL(sandbox.url)
  stripe = new Stripe('sk_test_sandbox', { host: hostname, port, protocol: 'http' })
  received.length = 0
  answers = []
})
afterEach(async () => {
  await sandbox.close()
  shop.closeAllConnections()
  await new Promise((resolve) => shop.close(resolve))
})

const hold = () =>
  stripe.paymentIntents.create(
    { amount: 900, currency: 'gbp', capture_method: 'manual', confirm: true, payment_method: 'pm_card_visa' },
    { idempotencyKey: 'k1' },
  )
const types = () => received.map(({ type }) => type)

it('tells what happened, signed', async () => {
  const { id } = await hold()
  await vi.waitFor(() => expect(received).toHaveLength(2))
  await stripe.paymentIntents.capture(id)
  await stripe.refunds.create({ payment_intent: id })
  await vi.waitFor(() => expect(received).toHaveLength(4))
  expect(types().toSorted()).toEqual([
    'charge.refunded',
    'payment_intent.amount_capturable_updated',
    'payment_intent.created',
    'payment_intent.succeeded',
  ])
  expect(received.find(({ type }) => type === 'payment_intent.amount_capturable_updated')).toMatchObject({
    data: { object: { id, status: 'requires_capture' } },
    request: { idempotency_key: 'k1' },
  })
})

it('tries again until the shop has taken it', async () => {
  answers = [500, 500, 302]
  await hold()
  await vi.waitFor(() => expect(types().toSorted()).toHaveLength(2), { timeout: 5_000 })
  expect(new Set(received.map(({ id }) => id)).size).toBe(2)
})

it('webhookDuplicates: the same event, several times', async () => {
  await control(sandbox, 'PATCH', '/payments', { webhookDuplicates: 2 })
  await hold()
  await vi.waitFor(() => expect(received).toHaveLength(6))
  expect(new Set(received.map(({ id }) => id)).size).toBe(2)
})

it('webhookShuffle: another order than they happened in', async () => {
  await control(sandbox, 'PATCH', '/payments', { webhookShuffle: true })
  for (let i = 0; i < 8; i++) await stripe.paymentIntents.create({ amount: 100 + i, currency: 'gbp' })
  await vi.waitFor(() => expect(received).toHaveLength(8))
  const amounts = received.map(({ data }) => (data.object as Stripe.PaymentIntent).amount)
  expect(amounts).not.toEqual(amounts.toSorted())
})

it('webhookDelayMs: not before its time, and a reset forgets it', async () => {
  await control(sandbox, 'PATCH', '/payments', { webhookDelayMs: 600_000 })
  await hold()
  await control(sandbox, 'POST', '/reset', { seed: 1 })
  const { id } = await hold()
  await vi.waitFor(() => expect(received).toHaveLength(2))
  expect(received.every(({ data }) => (data.object as Stripe.PaymentIntent).id === id)).toBe(true)
})
