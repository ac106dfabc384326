// Orders that were paid at the provider, as a purchase leaves them: what can be packed, shipped, and given back.
import {
  authorize,
  beginAuthorization,
  beginCapture,
  capture,
  openPayment,
  recordAuthorization,
  recordCapture,
} from '#payments'
import { applyOrderEvent, createOrder } from '#orders'
import type { CreateOrder, OrderEvent } from '#orders'
import { inTransaction } from '#platform/db'
import { add, money } from '#platform/money'
import type { Money } from '#platform/money'
import type { Deps } from '../app/deps.ts'

const usd = (minor: number) => money(BigInt(minor), 'USD')

interface PaidOrder {
  readonly accountId: string
  /** What is paid for each line, in cents; one line of 15.50 when absent. */
  readonly lines?: readonly number[]
  /** What happened to it after it was paid. */
  readonly events?: readonly OrderEvent[]
}

/** Takes the money at the sandbox's provider and writes the order; it is PAID, and then what `events` make of it. */
export async function paidOrder(
  deps: Deps,
  { accountId, lines = [1_550], events = ['accepted'] }: PaidOrder,
): Promise<CreateOrder> {
  const { db, ids, clock } = deps
  const [first, ...rest] = lines.map((minor, line) => ({
    isbn13: '9780141439518',
    title: line === 0 ? 'Pride and Prejudice' : `Volume ${line + 1}`,
    condition: 'GOOD' as const,
    quantity: 1,
    total: usd(minor),
  }))
  if (!first) throw new Error('an order has a line')
  const order: CreateOrder = {
    id: ids.next(),
    accountId,
    purchaseId: ids.next(),
    paymentId: ids.next(),
    at: clock.now(),
    seller: { id: 'harbor', name: 'Harbor Marketplace' },
    sellerOrderId: `H-${ids.next()}`,
    sellerReference: ids.next(),
    total: [first, ...rest].reduce((sum, { total }) => add(sum, total), usd(0)),
    lines: [first, ...rest],
    shipTo: { recipient: 'R. Eader', lines: ['1 Main St'], city: 'Springfield', postalCode: '12345', country: 'US' },
  }
  await pay(deps, order)
  await inTransaction(db, async (tx) => {
    await createOrder(deps, tx, order)
    for (const event of ['paid', ...events] as const)
      await applyOrderEvent(deps, tx, { orderId: order.id, event, key: `test:${event}`, by: 'buying', at: clock.now() })
  })
  return order
}

async function pay(deps: Deps, { id, paymentId, purchaseId, accountId, total, seller }: CreateOrder): Promise<void> {
  const { db, clock } = deps
  const options = (key: string) => ({
    key: `${paymentId}:${key}`,
    tries: 0,
    firstSentAt: clock.now(),
    signal: AbortSignal.timeout(10_000),
  })
  const request = await inTransaction(db, async (tx) => {
    const reference = purchaseId ?? id
    const about = { purpose: 'purchase', reference, accountId, method: 'pm_card_visa', max: aboveOf(total) }
    await openPayment(tx, { id: paymentId, ...about, at: clock.now() })
    return await beginAuthorization(tx, paymentId, clock.now())
  })
  const held = await authorize(deps, request, options('authorize'))
  if (held.kind !== 'ok' || held.value.kind !== 'authorized') throw new Error(`the hold is ${held.kind}`)
  const { value: hold } = held
  const taking = await inTransaction(db, async (tx) => {
    await recordAuthorization(tx, paymentId, hold, clock.now())
    return await beginCapture(tx, paymentId, total, clock.now())
  })
  const taken = await capture(deps, taking, options('capture'))
  if (taken.kind !== 'ok') throw new Error(`the charge is ${taken.kind}`)
  await inTransaction(db, (tx) => recordCapture(tx, paymentId, { amount: total, payTo: seller.id }, clock.now()))
}

/** A shopper's maximum is above the price. */
function aboveOf(total: Money): Money {
  return { ...total, minor: total.minor + 500n }
}
