import { getBook } from './get-book.ts'
import type { Acceptable, CatalogDeps, EditionCard, Work, WorkCard } from './model.ts'
import { listEditionIsbns, listEditions, listWorkCards, listWorks, listWorkVersions } from './queries.ts'

/** The editions with these ISBNs, by ISBN, in one query; unknown numbers are not in the map. */
export async function hydrateEditions(
  { db }: Pick<CatalogDeps, 'db'>,
  isbns: readonly string[],
): Promise<Map<string, EditionCard>> {
  const cards = isbns.length === 0 ? [] : await listEditions(db, isbns)
  return new Map(cards.map((card) => [card.isbn13, card]))
}

/** The works with these ids, by id, with their editions, in one query. */
export async function hydrateWorks(
  { db }: Pick<CatalogDeps, 'db'>,
  workIds: readonly string[],
): Promise<Map<string, Work>> {
  const works = workIds.length === 0 ? [] : await listWorks(db, workIds)
  return new Map(works.map((work) => [work.id, work]))
}

/** The same as a list shows them. */
export async function findWorkCards(
  { db }: Pick<CatalogDeps, 'db'>,
  workIds: readonly string[],
): Promise<Map<string, WorkCard>> {
  const cards = workIds.length === 0 ? [] : await listWorkCards(db, workIds)
  return new Map(cards.map((card) => [card.id, card]))
}

/**
 * ISBNs of the editions of a work that a shopper would accept; no `formats` or `languages` means any. At most 200, newest first: no
 * seller round asks for more, and the few works with more editions repeat themselves.
 */
export async function findEditions(
  { db }: Pick<CatalogDeps, 'db'>,
  wanted: { workId: string; formats?: readonly string[] | undefined; languages?: readonly string[] | undefined },
): Promise<string[]> {
  return listEditionIsbns(db, { ...wanted, limit: 200 })
}

/**
 * What a shopper asks for, as ISBNs: the one they name, or the first `max` editions they accept, with the title to show. Null when no
 * edition fits. Refuses `isbn_invalid`, `book_not_found`.
 */
export async function findAcceptable(
  deps: CatalogDeps,
  wanted: { isbn13?: string | undefined; acceptable?: Acceptable | undefined },
  max: number,
): Promise<{ title: string; isbns: string[] } | null> {
  if (wanted.isbn13 !== undefined) {
    const { edition } = await getBook(deps, wanted.isbn13)
    return { title: edition.title, isbns: [edition.isbn13] }
  }
  const isbns = wanted.acceptable ? (await findEditions(deps, wanted.acceptable)).slice(0, max) : []
  const [first] = isbns
  const card = first === undefined ? undefined : (await hydrateEditions(deps, [first])).get(first)
  return card ? { title: card.title, isbns } : null
}

/** Ids of works in their order with the time of their last change, one page after `afterId`; for whoever keeps a copy true. */
export async function pageWorkVersions(
  { db }: Pick<CatalogDeps, 'db'>,
  page: { afterId: string | null; limit: number },
): Promise<{ id: string; updatedAt: Date }[]> {
  return listWorkVersions(db, page)
}
