// A document as OpenSearch gets it: what PostgreSQL's own index holds of a work, in the fields of index-template.ts. Pure.
import { wordsOf } from './fold-text.ts'
import { soundOf } from './stem-sound.ts'
import { fieldNames } from './to-document.ts'
import type { FieldName } from './to-document.ts'

/** What PostgreSQL holds of a work; see the tables search_document and search_suggestion. */
export interface IndexRow {
  readonly workId: string
  readonly titleKey: string
  readonly popularity: number
  readonly year: number | null
  readonly seriesNumber: string | null
  readonly subjects: readonly string[]
  readonly languages: readonly string[]
  readonly formats: readonly string[]
  /** Stemmed fields, one a line, in the order of fieldNames. */
  readonly fields: string
  /** The names under which it is suggested, each once. */
  readonly suggestions: readonly { kind: string; label: string; isbn13: string | null }[]
}

export type IndexDocument = Readonly<Record<FieldName, string>> &
  Pick<IndexRow, 'workId' | 'titleKey' | 'popularity' | 'year' | 'seriesNumber' | 'languages' | 'formats'> & {
    readonly subjectNames: readonly string[]
    /** Names as they are written, folded: what a reader types the beginning of. */
    readonly names: readonly string[]
    readonly sounds: readonly string[]
    readonly suggestions: IndexRow['suggestions']
  }

export function toIndexDocument(row: IndexRow): IndexDocument {
  const lines = row.fields.split('\n')
  const texts = Object.fromEntries(fieldNames.map((name, i) => [name, lines[i] ?? ''])) as Record<FieldName, string>
  const names = [...new Set(row.suggestions.map(({ label }) => wordsOf(label).join(' ')))]
  const sounds = names.flatMap((name) => name.split(' ')).flatMap((word) => soundOf(word) ?? [])
  return {
    ...texts,
    workId: row.workId,
    titleKey: row.titleKey,
    popularity: row.popularity,
    year: row.year,
    seriesNumber: row.seriesNumber,
    languages: row.languages,
    formats: row.formats,
    subjectNames: row.subjects,
    names,
    sounds: [...new Set(sounds)],
    suggestions: row.suggestions,
  }
}

/** The fields as the ranking reads them, one a line. */
export function toFieldLines(document: Readonly<Record<FieldName, string>>): string {
  return fieldNames.map((name) => document[name]).join('\n')
}
