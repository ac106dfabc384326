// What an order at rest must look like in its seller's books, and what we must owe for it. Pure.
import type { PurchaseOrders, SentOrder } from '#buying'
import { stillOwed } from '#payments'
import type { Payment } from '#payments'
import { ownSeller } from '#sellers'
import type { SellerOrder } from '#sellers'
import { toMoneyView } from '#platform/money'
import type { Money } from '#platform/money'
import { ownSales } from './model.ts'
import type { Difference, Figures } from './model.ts'

/** What differs between an order that we sent and its seller's book; null: they agree. `found` null: the seller holds none. */
export function compareOrder(
  purchase: Pick<PurchaseOrders, 'id' | 'paymentId'>,
  sent: SentOrder,
  found: SellerOrder | null,
): Difference | null {
  const kind = kindOf(sent, found)
  if (!kind) return null
  return {
    kind,
    subject: `order:${sent.reference}`,
    paymentId: purchase.paymentId,
    purchaseId: purchase.id,
    sellerId: sent.sellerId,
    ours: { state: sent.state, ...(sent.total && { total: toMoneyView(sent.total) }) },
    theirs: found
      ? { state: found.state, number: found.sellerOrderId, ...(found.total && { total: toMoneyView(found.total) }) }
      : { state: 'none' },
  }
}

function kindOf({ state, total }: SentOrder, found: SellerOrder | null): Difference['kind'] | null {
  switch (state) {
    case 'CONFIRMED':
      return confirmedKind(total, found)
    case 'REFUSED':
    case 'CANCELLED':
      return found === null || found.state === 'CANCELLED' ? null : 'ORDER_NOT_HERE'
    case 'PLACING':
    case 'UNKNOWN':
      return 'ORDER_STATE' // at rest: nobody here knows whether there is an order, and the seller does
  }
}

function confirmedKind(total: Money | null, found: SellerOrder | null): Difference['kind'] | null {
  if (!found) return 'ORDER_NOT_THERE'
  if (found.state === 'CANCELLED') return 'ORDER_STATE'
  return total && found.total && !isSame(total, found.total) ? 'ORDER_TOTAL' : null
}

type Paid = Pick<Payment, 'captured' | 'refunded'>

/** What differs between the ledger's payables for a purchase and the order that was bought, less what went back; null: they agree. */
export function comparePayable(
  purchase: PurchaseOrders,
  accounts: readonly { account: string; amount: Money }[],
  payment: Paid | undefined,
): Difference | null {
  const { id, paymentId, state, orders } = purchase
  const bought = state === 'PURCHASED' ? orders.find((order) => order.state === 'CONFIRMED') : undefined
  const due = dueFor(bought, payment)
  const wanted: Figures = bought && due ? { [accountOf(bought.sellerId)]: toMoneyView(due) } : {}
  const owed = accounts.filter(({ account }) => account.startsWith('payable:') || account === ownSales)
  const ours: Figures = Object.fromEntries(owed.map(({ account, amount }) => [account, toMoneyView(amount)]))
  const isEqual =
    owed.length === Object.keys(wanted).length &&
    owed.every(({ account, amount }) => due && account in wanted && isSame(amount, due))
  if (isEqual) return null
  const sellerId = bought?.sellerId ?? null
  return {
    kind: 'LEDGER_PAYABLE',
    subject: `payable:${id}`,
    paymentId,
    purchaseId: id,
    sellerId,
    ours,
    theirs: { state, ...wanted },
  }
}

const accountOf = (sellerId: string) => (sellerId === ownSeller.id ? ownSales : `payable:seller:${sellerId}`)

/** What the seller gets for what was bought, in its own currency, as far as the shopper paid for it in the end; null: nothing, or nothing any more. */
function dueFor(bought: SentOrder | undefined, payment: Paid | undefined): Money | null {
  if (!bought?.total) return null
  const due = payment ? stillOwed(bought.total, payment) : bought.total
  return due.minor === 0n ? null : due
}

function isSame(a: Money, b: Money): boolean {
  return a.currency === b.currency && a.minor === b.minor
}
