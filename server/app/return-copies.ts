// Where refunds and stock meet: copies of our own that come back are back on the shelf.
import type { RefundsDeps } from '#refunds'
import { ownSeller } from '#sellers'
import { returnRest } from '#stock'
import type { Ids } from '#platform/ids'

/** What our own copies left the shelf by is a reservation with the number that we, as their seller, were given for the order. */
export function toReturnCopies(deps: { ids: Ids }): RefundsDeps['returnCopies'] {
  return async (tx, { sellerReference, sellerId, lines, key, by, at }) => {
    if (sellerId !== ownSeller.id) return // a seller's copies go back to the seller
    const copies = lines.map(({ isbn13, condition, quantity }) => ({ isbn13, condition, quantity }))
    await returnRest(deps, tx, { reservationId: sellerReference, lines: copies, key, by, at })
  }
}
