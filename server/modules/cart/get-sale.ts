import { findSales } from '#ebooks'
import type { Tx } from '#platform/db'
import type { Money } from '#platform/money'
import { priceIn } from './decide-ebook.ts'
import { refuse } from './model.ts'

/**
 * What the ebook costs in the currency of `price`, to whom it can be sold. Refuses `cart.ebook_not_sold`, and for who has it or is just paying for it
 * `.ebook_owned` and `.ebook_being_bought`; a guest is told of these at sign-in.
 */
export async function getSale(
  tx: Tx,
  { isbn13, price, accountId }: { isbn13: string; price: Money; accountId: string | null },
): Promise<Money> {
  const sale = (await findSales(tx, { isbns: [isbn13], accountId })).get(isbn13)
  if (sale?.standing) throw refuse(`ebook_${sale.standing}`, { isbn13 })
  const now = priceIn(sale, price.currency)
  if (!now) throw refuse('ebook_not_sold', { isbn13, currency: price.currency })
  return now
}
