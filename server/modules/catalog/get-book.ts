import { parseIsbn } from '#platform/isbn'
import { isbnFaults, refuse } from './model.ts'
import type { CatalogDeps, Edition, Work } from './model.ts'
import { findWorkByIsbn } from './queries.ts'

/** The edition with this ISBN (10 or 13 digits, hyphens and all) and its work. Refuses `isbn_invalid`, `book_not_found`. */
export async function getBook({ db }: CatalogDeps, isbnText: string): Promise<{ edition: Edition; work: Work }> {
  const parsed = parseIsbn(isbnText)
  if ('fault' in parsed) throw refuse('isbn_invalid', { isbnText }, { isbn13: isbnFaults[parsed.fault] })
  const work = await findWorkByIsbn(db, parsed.isbn13)
  const edition = work?.editions.find(({ isbn13 }) => isbn13 === parsed.isbn13)
  if (!work || !edition) throw refuse('book_not_found', { isbn13: parsed.isbn13 })
  return { edition, work }
}
