// What an order's state means to a purchase, from the bytes that a newer gateway sends to the event that the rules see.
import { pino } from 'pino'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { connectSellers } from '#sellers'
import type { Sellers } from '#sellers'
import { systemClock } from '#platform/clock'
import { money } from '#platform/money'
import { reply, useScriptedGateway } from '#testing/scripted-gateway'
import type { Intent } from './intend.ts'
import type { BuyingDeps } from './model.ts'
import type { Pending } from './purchase.ts'
import { takeStep } from './take-step.ts'

const ref = { sellerId: 'harbor', reference: 'ref-1' }
const shipTo = { recipient: 'A', lines: ['1 Road'], city: 'Town', region: '', postalCode: '1', country: 'US' }
const requests = {
  place: { ...ref, orderToken: 'token', limit: money(1_300n, 'USD'), shipTo },
  findOrder: ref,
  cancelOrder: ref,
}
const order = {
  sellerId: 'harbor',
  requestId: 'ref-1',
  sellerOrderId: 'H-1',
  isbn13: '9780441172719',
  condition: 'CONDITION_NEW',
  total: { currencyCode: 'USD', units: '13', nanos: 0 },
}

const scripted = useScriptedGateway()
let sellers: Sellers & { close(): void }
beforeAll(() => {
  sellers = connectSellers(scripted.address, { clock: systemClock, log: pino({ level: 'silent' }) })
})
afterAll(() => sellers.close())

it.each([
  ['place', 1, 'orderAccepted'],
  ['place', 4, 'orderRefused'],
  ['place', 99, 'orderUnknown'],
  ['place', 0, 'orderUnknown'],
  ['findOrder', 2, 'orderAccepted'],
  ['findOrder', 4, 'orderCancelled'],
  ['findOrder', 99, 'unsettled'],
  ['cancelOrder', 4, 'orderCancelled'],
  ['cancelOrder', 2, 'cancelRefused'],
  ['cancelOrder', 99, 'unsettled'],
] as const)('%s answered with the state %i is %s', async (kind, state, type) => {
  scripted.unary = reply({ order: { ...order, state } })
  const deps = { sellers, clock: systemClock } as unknown as BuyingDeps
  const intent = { kind, request: requests[kind] } as unknown as Intent
  const pending = { tries: 1, firstSentAt: null } as Pending
  expect(await takeStep(deps, intent, pending, new Date(), 'request-1')).toMatchObject({ type })
})
