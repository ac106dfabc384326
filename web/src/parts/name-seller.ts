import { texts } from '../texts.ts'

const ownSellerId = 'quire' // the server's

/** True of the copies that we sell ourselves. */
export function isOwnShelf({ sellerId }: { sellerId: string }): boolean {
  return sellerId === ownSellerId
}

/** A seller as shoppers read it: what we sell ourselves comes from our own shelf, not from a shop that is called as we are. */
export function nameSeller(seller: { sellerId: string; sellerName: string }): string {
  return isOwnShelf(seller) ? texts.ownShelf : seller.sellerName
}
