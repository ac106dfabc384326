// Orders on the real parts (stack.ts), as buying makes them: confirmed by a seller, and waiting for their payment.
import { pino } from 'pino'
import { beforeAll } from 'vitest'
import { openPayment } from '#payments'
import { applyOrderEvent, createOrder, ordersRouter } from '#orders'
import type { CreateOrder, OrderEvent } from '#orders'
import { inTransaction } from '#platform/db'
import type { Tx } from '#platform/db'
import { systemIds } from '#platform/ids'
import { money } from '#platform/money'
import { createCallerFactory } from '#platform/trpc'
import { useStack } from './stack.ts'

export const at = new Date('2026-11-21T12:00:00.000Z')
export const usd = (minor: number) => money(BigInt(minor), 'USD')

/** The stack with three accounts: `reader`, `stranger` and `collector`. */
export function useOrders() {
  const t = useStack()
  beforeAll(async () => {
    const people = ['reader', 'stranger', 'collector'].map((id) => ({ id, name: id, email: `${id}@example.com` }))
    await t.deps.db.insertInto('account').values(people).execute()
  })

  const inTx = <T>(work: (tx: Tx) => Promise<T>) => inTransaction(t.deps.db, work)

  function callAs(accountId: string | null, role: 'reader' | 'staff' = 'reader') {
    const caller = accountId === null ? null : { id: accountId, role }
    const log = pino({ level: 'silent' })
    const context = { requestId: 'r', caller, signal: new AbortController().signal, log }
    return createCallerFactory(ordersRouter(t.deps))(context)
  }

  /** What a seller confirmed, with its payment opened and no order written yet. */
  async function confirmed(over: Partial<CreateOrder> = {}): Promise<CreateOrder> {
    const { accountId = 'reader' } = over
    const [id, purchaseId, paymentId] = [systemIds.next(), systemIds.next(), systemIds.next()]
    const payment = { purpose: 'purchase', reference: purchaseId, accountId, method: 'pm_x', max: usd(2_000), at }
    await inTx((tx) => openPayment(tx, { id: paymentId, ...payment }))
    return {
      id,
      accountId,
      purchaseId,
      paymentId,
      at,
      seller: { id: 'harbor', name: 'Harbor Marketplace' },
      sellerOrderId: `H-${id}`,
      sellerReference: systemIds.next(),
      total: usd(1_550),
      lines: [
        {
          isbn13: '9780141439518',
          title: 'Pride and Prejudice',
          condition: 'GOOD',
          quantity: 1,
          total: usd(1_550),
          item: usd(1_200),
          shipping: usd(350),
          tax: usd(0),
        },
      ],
      shipTo: { recipient: 'R. Eader', lines: ['1 Main St'], city: 'Springfield', postalCode: '12345', country: 'US' },
      ...over,
    }
  }

  async function created(over?: Partial<CreateOrder>): Promise<CreateOrder> {
    const order = await confirmed(over)
    await inTx((tx) => createOrder(t.deps, tx, order))
    return order
  }

  const apply = (orderId: string, event: OrderEvent, key: string) =>
    inTx((tx) => applyOrderEvent(t.deps, tx, { orderId, event, key, by: 'buying', at }))

  return { t, inTx, callAs, confirmed, created, apply }
}
