// Every order reference that we ever sent against its seller's books, and what we owe against the ledger. A seller cannot be asked for a
// list; it need not be: a reference is committed here before it is sent, so there is no order of ours that we could not ask for.
import { listSentOrders } from '#buying'
import type { PurchaseOrders, SentOrder } from '#buying'
import { listPaymentsById, sumAccountsOf } from '#payments'
import type { SellerOrder } from '#sellers'
import { compareOrder, comparePayable } from './compare-order.ts'
import type { Difference, ReconciliationDeps, Run, Subject } from './model.ts'
import { settleCases } from './settle-cases.ts'

const pageSize = 100
const atOnce = 4 // few enough to be lost in a seller's usual traffic
const timeoutMs = 6_000 // of one look-up, as in a purchase

/** Compares every order of the window's purchases. */
export async function reconcileOrders(deps: ReconciliationDeps, run: Run, signal: AbortSignal): Promise<void> {
  let after: PurchaseOrders | null = null
  do {
    signal.throwIfAborted()
    const { from, to } = run
    const purchases: PurchaseOrders[] = await listSentOrders(deps.db, { from, to, after, limit: pageSize })
    await examinePurchases(deps, run, purchases, signal)
    after = purchases.length < pageSize ? null : (purchases.at(-1) ?? null)
  } while (after !== null)
}

/** Asks each seller for each order of these purchases, and the ledger for what we owe. */
export async function examinePurchases(
  deps: ReconciliationDeps,
  run: Run,
  purchases: readonly PurchaseOrders[],
  signal: AbortSignal,
): Promise<void> {
  const quiet = purchases.filter(({ updatedAt }) => updatedAt < run.to)
  const asked = quiet.flatMap((purchase) =>
    purchase.orders.filter(({ canLookUp }) => canLookUp).map((sent) => ({ purchase, sent })),
  )
  const examined: Subject[] = []
  const differences: Difference[] = []
  for (let first = 0; first < asked.length; first += atOnce) {
    signal.throwIfAborted()
    const looked = await Promise.all(
      asked
        .slice(first, first + atOnce)
        .map(async (each) => ({ ...each, answer: await look(deps, each.sent, signal) })),
    )
    for (const { purchase, sent, answer } of looked) {
      if (answer === 'unanswered') {
        run.counts.unanswered += 1
        run.asked.add(`order:${sent.reference}`)
        continue
      }
      run.counts.orders += 1
      examined.push(`order:${sent.reference}`)
      differences.push(...[compareOrder(purchase, sent, answer)].filter((found) => found !== null))
    }
  }
  await settleCases(deps, run, { examined, differences })
  await examinePayables(deps, run, quiet)
}

/** The order in its seller's books; null: the seller holds none. */
async function look(
  { sellers }: ReconciliationDeps,
  { sellerId, reference }: SentOrder,
  signal: AbortSignal,
): Promise<SellerOrder | null | 'unanswered'> {
  const found = await sellers.findOrder({ sellerId, reference }, { timeoutMs, signal })
  if (found.kind === 'ok') return found.value
  return found.kind === 'refused' ? null : 'unanswered'
}

async function examinePayables(
  deps: ReconciliationDeps,
  run: Run,
  purchases: readonly PurchaseOrders[],
): Promise<void> {
  const ids = purchases.map(({ paymentId }) => paymentId)
  const sums = await sumAccountsOf(deps.db, ids)
  const payments = await listPaymentsById(deps.db, ids)
  const differences = purchases.flatMap((purchase) => {
    const accounts = sums.filter(({ paymentId }) => paymentId === purchase.paymentId)
    const payment = payments.find(({ id }) => id === purchase.paymentId)
    return comparePayable(purchase, accounts, payment) ?? []
  })
  await settleCases(deps, run, { examined: purchases.map(({ id }) => `payable:${id}` as const), differences })
}
