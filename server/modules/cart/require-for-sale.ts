import { findSales } from '#ebooks'
import type { Tx } from '#platform/db'
import type { Money } from '#platform/money'
import { priceIn } from './decide-ebook.ts'
import { refuse } from './model.ts'

/** Refuses `cart.ebook_not_sold`, and for who has it or is just paying for it `.ebook_owned` and `.ebook_being_bought`. A guest is told at sign-in. */
export async function requireForSale(
  tx: Tx,
  { isbn13, price, accountId }: { isbn13: string; price: Money; accountId: string | null },
): Promise<void> {
  const sale = (await findSales(tx, { isbns: [isbn13], accountId })).get(isbn13)
  if (sale?.standing) throw refuse(`ebook_${sale.standing}`, { isbn13 })
  if (!priceIn(sale, price.currency)) throw refuse('ebook_not_sold', { isbn13, currency: price.currency })
}
