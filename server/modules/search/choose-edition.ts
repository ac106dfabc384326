// Which edition of a work a result shows. Pure.
import type { Edition, WorkCard } from '#catalog'
import { wordsOf } from './fold-text.ts'
import type { Filters } from './model.ts'

/** From the form that most readers mean to the one that fewest do. */
const formatOrder = ['paperback', 'hardcover', 'mass-market', 'ebook', 'audiobook']

/**
 * The edition that the filters ask for; among those the one whose title has most of the query's words, then English (the site's
 * language), then the usual format, then the newest. Null when the work has none.
 */
export function chooseEdition(work: Pick<WorkCard, 'editions'>, text: string, filters: Filters): Edition | null {
  const asked = new Set(wordsOf(text))
  const ranked = work.editions
    .map((edition) => ({ edition, rank: rankOf(edition, asked, filters) }))
    .toSorted((a, b) => compareRanks(a.rank, b.rank))
  return ranked[0]?.edition ?? null
}

/** Smaller is better, the first difference decides. */
function rankOf(edition: Edition, asked: ReadonlySet<string>, filters: Filters): readonly number[] {
  const isFiltered =
    (filters.languages?.includes(edition.language) ?? true) && (filters.formats?.includes(edition.format) ?? true)
  const inTitle = new Set(wordsOf(edition.title).filter((word) => asked.has(word))).size
  return [
    Number(!isFiltered),
    -inTitle,
    Number(edition.language !== 'en'),
    formatOrder.indexOf(edition.format),
    -(edition.publishedYear ?? 0),
    Number(edition.isbn13),
  ]
}

function compareRanks(a: readonly number[], b: readonly number[]): number {
  const at = a.findIndex((value, i) => value !== b[i])
  return at < 0 ? 0 : (a[at] ?? 0) - (b[at] ?? 0)
}
