// The ebooks of a checkout: an order of their own, promised while it is being paid, granted in the transaction that records the capture.
import { grantPurchase, promisePurchase } from '#ebooks'
import { applyOrderEvents, createOrder } from '#orders'
import { ebookSeller } from '#sellers'
import type { Tx } from '#platform/db'
import { add } from '#platform/money'
import type { EbookTerms } from './checkout.ts'
import { ebookOrderIdOf, paymentIdOf } from './keys.ts'
import type { CheckoutDeps, StoredCheckout } from './model.ts'

/**
 * Writes the order of the checkout's ebooks and keeps each for its account, so that no other order of theirs is paid for the same. Refuses
 * `ebooks.already_owned` and `ebooks.being_bought`.
 */
export async function beginEbooks(deps: CheckoutDeps, tx: Tx, { id, accountId, checkout }: StoredCheckout, at: Date) {
  const { ebooks, taxedIn } = checkout.terms
  const [first, ...others] = ebooks.map(toOrderLine)
  if (!first) return
  const orderId = ebookOrderIdOf(id)
  await createOrder(deps, tx, {
    id: orderId,
    accountId,
    purchaseId: null,
    paymentId: paymentIdOf(id),
    seller: ebookSeller,
    sellerOrderId: orderId,
    sellerReference: orderId,
    total: others.reduce((sum, line) => add(sum, line.total), first.total),
    lines: [first, ...others],
    shipTo: taxedIn,
    at,
  })
  for (const purchase of purchasesOf({ id, accountId, ebooks, at })) await promisePurchase(deps, tx, purchase)
}

interface Paid {
  readonly id: string
  readonly accountId: string
  readonly ebooks: readonly EbookTerms[]
  readonly at: Date
}

/** The order is paid, and with it fulfilled: every ebook is in its reader's library when this commits. */
export async function grantEbooks(deps: CheckoutDeps, tx: Tx, paid: Paid): Promise<void> {
  const orderId = ebookOrderIdOf(paid.id)
  const steps = (['paid', 'accepted', 'shipped', 'delivered'] as const).map((event) => {
    return { event, key: `${orderId}:${event}`, by: 'checkout', at: paid.at }
  })
  await applyOrderEvents(deps, tx, orderId, steps)
  for (const purchase of purchasesOf(paid)) await grantPurchase(deps, tx, purchase)
}

function purchasesOf({ id, accountId, ebooks, at }: Paid) {
  const orderId = ebookOrderIdOf(id)
  return ebooks.map(({ isbn13 }, line) => {
    return { key: `order:${orderId}:${line}`, accountId, isbn13, orderId, line, by: 'checkout', at }
  })
}

/** A file has no condition: it is as new as on the first day. */
function toOrderLine({ isbn13, title, item, tax, total }: EbookTerms) {
  return { isbn13, title, condition: 'NEW' as const, quantity: 1, item, tax, total }
}
