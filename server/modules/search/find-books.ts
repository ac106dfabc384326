// Search as the shopper sees it: a number goes straight to its book, words go to the engine; the catalogue says what the hits look like.
import { hydrateEditions, hydrateWorks } from '#catalog'
import type { Edition, Work } from '#catalog'
import { parseIsbn } from '#platform/isbn'
import { toMoneyView } from '#platform/money'
import { chooseEdition } from './choose-edition.ts'
import { noFacets } from './engine.ts'
import type { EngineHit, EngineResult } from './engine.ts'
import type { FindInput, FindView, HitView, SearchDeps } from './model.ts'

/** Characters of a description in a list of results. */
const excerptMax = 280

export async function findBooks(deps: SearchDeps, input: FindInput): Promise<FindView> {
  const byNumber = await findByIsbn(deps, input.text)
  if (byNumber) return byNumber
  const filters = input.filters ?? {}
  const { text, limit, sort, cursor = null } = input
  const result = await deps.engine.find({ text, filters, sort, cursor, limit })
  const works = await hydrateWorks(
    deps,
    result.hits.map(({ workId }) => workId),
  )
  const chosen = result.hits.flatMap(({ workId, matched }) => {
    const work = works.get(workId) // a work that was just deleted is in the index for a moment longer
    const edition = work && chooseEdition(work, text, filters)
    return work && edition ? [{ work, edition, matched }] : []
  })
  return { ...toView(result), hits: await present(deps, chosen) }
}

/** The book with this number; null when the text is none. A wrong check digit is mended, and the reader is told. */
async function findByIsbn(deps: SearchDeps, text: string): Promise<FindView | null> {
  const parsed = parseIsbn(text)
  if ('fault' in parsed && parsed.fault !== 'check_digit') return null
  const isbn13 = 'isbn13' in parsed ? parsed.isbn13 : withRightCheckDigit(text)
  const card = (await hydrateEditions(deps, [isbn13])).get(isbn13)
  const work = card && (await hydrateWorks(deps, [card.workId])).get(card.workId)
  const hits =
    card && work
      ? await present(deps, [{ work, edition: card, matched: [{ field: 'isbn', words: [text.trim()] }] }])
      : []
  const isMended = hits.length > 0 && 'fault' in parsed
  return {
    hits,
    total: hits.length,
    isTotalExact: true,
    facets: noFacets,
    engine: deps.engine.name,
    degraded: false,
    ...(isMended && { didYouMean: isbn13 }),
  }
}

function withRightCheckDigit(text: string): string {
  const body = text.trimEnd().slice(0, -1)
  for (const digit of '0123456789X') {
    const parsed = parseIsbn(body + digit)
    if ('isbn13' in parsed) return parsed.isbn13
  }
  return text // some digit always fits; a text for which none does belongs to no book
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
  readonly work: Work
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
