// Where refunds and stock meet: copies of our own that come back are back on the shelf.
import type { RefundsDeps } from '#refunds'
import { ownSeller } from '#sellers'
import { returnRest } from '#stock'
import type { Ids } from '#platform/ids'

/** An order of our own copies and the reservation that they left the shelf by have one id. */
export function toReturnCopies(deps: { ids: Ids }): RefundsDeps['returnCopies'] {
  return async (tx, { orderId, sellerId, lines, key, by, at }) => {
    if (sellerId !== ownSeller.id) return // a seller's copies go back to the seller
    const copies = lines.map(({ isbn13, condition, quantity }) => ({ isbn13, condition, quantity }))
    await returnRest(deps, tx, { reservationId: orderId, lines: copies, key, by, at })
  }
}
