// Search as the shopper sees it: a number goes straight to its book, words go to the engine; the catalogue says what the hits look like.
import { findWorkCards, hydrateEditions } from '#catalog'
import type { Edition, WorkCard } from '#catalog'
import { nearIsbns, parseIsbn } from '#platform/isbn'
import { toMoneyView } from '#platform/money'
import { chooseEdition } from './choose-edition.ts'
import { noFacets } from './engine.ts'
import type { EngineHit, EngineResult } from './engine.ts'
import type { FindInput, FindView, HitView, SearchDeps } from './model.ts'

/** Characters of a description in a list of results. */
const excerptMax = 280
/** Books shown for a mistyped number. */
const nearestMax = 5

/** Refuses `search.cursor_unknown`. */
export async function findBooks(deps: SearchDeps, input: FindInput): Promise<FindView> {
  const { text, limit, sort, cursor = null, filters = {} } = input
  const byNumber = await findByIsbn(deps, text)
  if (byNumber && (byNumber.hits.length > 0 || !byNumber.isbnNotice)) return byNumber
  const result = await deps.engine.find({ text, filters, sort, cursor, limit })
  const works = await findWorkCards(
    deps,
    result.hits.map(({ workId }) => workId),
  )
  const chosen = result.hits.flatMap(({ workId, matched }) => {
    const work = works.get(workId) // a work that was just deleted is in the index for a moment longer
    const edition = work && chooseEdition(work, text, filters)
    return work && edition ? [{ work, edition, matched }] : []
  })
  const notice = byNumber?.isbnNotice
  return { ...toView(result), hits: await present(deps, chosen), ...(notice && { isbnNotice: notice }) }
}

/**
 * The book with this number; of a wrong or incomplete number the books that may have been meant, with a notice. Null when the text is no number: words go
 * to the engine. With a notice and no hits the number is near none of our books, and the engine is asked as well.
 */
async function findByIsbn(deps: SearchDeps, text: string): Promise<FindView | null> {
  const parsed = parseIsbn(text)
  const near = 'isbn13' in parsed ? [parsed.isbn13] : nearIsbns(text)
  if (near.length === 0) return null
  const cards = await hydrateEditions(deps, near)
  const found = near.flatMap((isbn13) => cards.get(isbn13) ?? []).slice(0, nearestMax)
  const works = await findWorkCards(
    deps,
    found.map(({ workId }) => workId),
  )
  const chosen = found.flatMap((edition): Chosen[] => {
    const work = works.get(edition.workId)
    return work ? [{ work, edition, matched: [{ field: 'isbn', words: [text.trim()] }] }] : []
  })
  const view = {
    hits: await present(deps, chosen),
    total: chosen.length,
    isTotalExact: true,
    facets: noFacets,
    engine: deps.engine.name,
    degraded: false,
  }
  if ('isbn13' in parsed) return view
  const fault = parsed.fault === 'check_digit' ? 'check_digit' : 'incomplete'
  const nearest = chosen.map(({ edition }) => edition.isbn13)
  const [first] = nearest
  if (fault === 'incomplete' && first === undefined) return null // nine or twelve digits may be anything
  const isbnNotice = { typed: text.trim(), fault, say: toSentence(fault, nearest.length), nearest } as const
  return { ...view, isbnNotice, ...(first !== undefined && { didYouMean: first }) }
}

function toSentence(fault: 'check_digit' | 'incomplete', count: number): string {
  const wrong =
    fault === 'check_digit'
      ? 'The last digit of this ISBN does not fit the others, so a digit is wrong or two are swapped.'
      : 'This ISBN lacks a digit.'
  if (count === 0) return `${wrong} We know no book with a number like it.`
  return `${wrong} ${count === 1 ? 'This is the book' : 'These are the books'} with the nearest number we know.`
}

function toView(result: EngineResult): Omit<FindView, 'hits'> {
  const { total, isTotalExact, facets, engine, degraded, didYouMean, nextCursor } = result
  return {
    total,
    isTotalExact,
    facets,
    engine,
    degraded,
    ...(didYouMean !== null && { didYouMean }),
    ...(nextCursor !== null && { nextCursor }),
  }
}

interface Chosen {
  readonly work: WorkCard
  readonly edition: Edition
  readonly matched: EngineHit['matched']
}

async function present(deps: SearchDeps, chosen: readonly Chosen[]): Promise<HitView[]> {
  const lowest = await deps.lowestOffers(chosen.map(({ edition }) => edition.isbn13))
  return chosen.map(({ work, edition, matched }) => {
    const offer = lowest.get(edition.isbn13)
    const subtitle = edition.subtitle ?? work.subtitle
    return {
      workId: work.id,
      isbn13: edition.isbn13,
      title: edition.title,
      authors: [...work.authors],
      language: edition.language,
      editionCount: work.editions.length,
      matched: [...matched],
      ...(subtitle !== null && { subtitle }),
      ...(work.originalYear !== null && { year: work.originalYear }),
      ...(work.series !== null && { series: work.series }),
      ...(work.seriesNumber !== null && { seriesNumber: work.seriesNumber }),
      ...(work.description !== null && { description: excerptOf(work.description) }),
      ...(offer && {
        lowest: { total: toMoneyView(offer.total), sellerName: offer.sellerName, asOf: offer.asOf.toISOString() },
      }),
    }
  })
}

/** The beginning of a description, cut at a word. */
function excerptOf(description: string): string {
  if (description.length <= excerptMax) return description
  return `${description.slice(0, excerptMax).replace(/\s+\S*$/, '')}…`
}
