// Books to buy: purchases that are under way at the same time want different ones, so that none takes another's copy unless it is meant to; and none of
// them is on our own shelf, from which carts are filled.
import type { Pool } from '../books/read-ours.ts'
import type { MoneyView } from '../../server/platform/money.ts'
import type { SandboxControl, SellerName } from './sandbox.ts'

export interface Shelf {
  /** The ISBN of the book that nobody has wanted for longest. */
  next(): string
}

export async function openShelf(db: Pool): Promise<Shelf> {
  const { rows } = await db.query<{ isbn13: string }>(
    'select isbn13 from edition where isbn13 not in (select isbn13 from stock_item) order by isbn13',
  )
  let at = 0
  return {
    next() {
      const row = rows[at++ % rows.length]
      if (!row) throw new Error('the demo catalogue is empty')
      return row.isbn13
    },
  }
}

/** What sellers ask for a book, delivered; one that is not named does not carry it. In US dollars, unless said. */
export type Prices = Partial<Record<SellerName, number | { readonly price: MoneyView; readonly quantity: number }>>

/** Puts these offers, and no others, in the shops of all sellers. */
export async function offerBook(sandbox: SandboxControl, isbn13: string, prices: Prices): Promise<void> {
  const byName: Partial<Record<string, Prices[SellerName]>> = prices
  const sellers = await sandbox.listSellers()
  await Promise.all(
    sellers.map(async (seller) => {
      const asked = byName[seller] ?? { price: { currency: 'USD', minor: 100 }, quantity: 0 }
      const offer = typeof asked === 'number' ? { price: { currency: 'USD', minor: asked }, quantity: 5 } : asked
      await sandbox.putOffer(seller, isbn13, offer)
    }),
  )
}
