// Finding among editions that somebody names, such as those we have as ebooks: small sets, for which a filter is exact and needs no index.
import { parseIsbn } from '#platform/isbn'
import type { CatalogDeps } from './model.ts'
import { filterEditions, listSubjectsOf } from './queries.ts'

const wordsMax = 12 // nobody names a book with more

/**
 * Those of these editions, in their order, that have this subject and in which every word of `text` begins a word of number, titles, authors, series
 * or subjects, whatever its case and accents. Editions that a publisher withdrew are never among them.
 */
export async function findAmong(
  { db }: Pick<CatalogDeps, 'db'>,
  { isbns, subject = null, text = '' }: { isbns: readonly string[]; subject?: string | null; text?: string },
): Promise<string[]> {
  if (isbns.length === 0) return []
  const found = new Set(await filterEditions(db, { isbns, subject, words: toWords(text) }))
  return isbns.filter((isbn13) => found.has(isbn13))
}

/** The subjects of these editions, by name, with how many of them have each. */
export async function countSubjects(
  { db }: Pick<CatalogDeps, 'db'>,
  isbns: readonly string[],
): Promise<{ name: string; editions: number }[]> {
  return isbns.length === 0 ? [] : await listSubjectsOf(db, isbns)
}

/** The words as the query folds titles: small letters, no marks, parted by what is neither letter nor digit. A number is one, however it is written. */
function toWords(text: string): string[] {
  const number = parseIsbn(text)
  if ('isbn13' in number) return [number.isbn13]
  const plain = text
    .toLowerCase()
    .normalize('NFD')
    .replaceAll(/[\u0300-\u036f]/g, '')
  return plain
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean)
    .slice(0, wordsMax)
}
