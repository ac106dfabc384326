// A document as OpenSearch gets it: what PostgreSQL's own index holds of a work, in the fields of index-template.ts. Pure.
import { wordsOf } from './fold-text.ts'
import { weighStems } from './rank-fields.ts'
import { soundOf } from './stem-sound.ts'

/** What PostgreSQL holds of a work; see the tables search_document, search_text and search_suggestion. */
export interface IndexRow {
  readonly workId: string
  readonly doc: number
  readonly titleKey: string
  readonly popularity: number
  readonly year: number | null
  readonly seriesNumber: string | null
  readonly subjects: readonly string[]
  readonly languages: readonly string[]
  readonly formats: readonly string[]
  readonly lowestMinor: number | null
  readonly isOurs: boolean
  /** Stemmed fields, one a line, in the order of fieldNames. */
  readonly fields: string
  /** The names under which it is suggested, each once. */
  readonly suggestions: readonly { kind: string; label: string; isbn13: string | null }[]
}

export interface IndexDocument extends IndexRow {
  /** Every stem with its weight in the work: `dune|96 desert|14`. */
  readonly stems: string
  /** More than 0, as OpenSearch wants a feature to be. */
  readonly known: number
  /** Names as they are written, folded: what a reader types the beginning of. */
  readonly names: readonly string[]
  readonly sounds: readonly string[]
}

/** Weights are kept as whole numbers of sixteenths: as many occurrences, to BM25. */
export const weightScale = 16

export function toIndexDocument(row: IndexRow): IndexDocument {
  const names = [...new Set(row.suggestions.map(({ label }) => wordsOf(label).join(' ')))]
  const sounds = names.flatMap((name) => name.split(' ')).flatMap((word) => soundOf(word) ?? [])
  const stems = [...weighStems(row.fields)].map(([stem, { weight }]) => {
    return `${stem}|${Math.max(1, Math.round(weight * weightScale))}`
  })
  return { ...row, stems: stems.join(' '), known: row.popularity + 1, names, sounds: [...new Set(sounds)] }
}
