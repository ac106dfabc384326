// A work in the form that it is found by. Pure.
import type { Work } from '#catalog'
import { chooseEdition } from './choose-edition.ts'
import { stemsOf, stopWords, titleKeyOf, wordsOf } from './fold-text.ts'
import { stemWord } from './stem-word.ts'
import { withSynonyms } from './synonyms.ts'

/** The fields in the order in which they are stored, one a line. */
export const fieldNames = ['title', 'otherTitles', 'authors', 'series', 'subtitle', 'subjects', 'description'] as const
export type FieldName = (typeof fieldNames)[number]

/** Titles in other languages, spellings and printings that are indexed of one work. */
const otherTitlesMax = 12
/** Words of a description that count; the rest of a long one repeats itself. */
const descriptionWordsMax = 300
/** Word starts of a name under which it is suggested. */
const suggestionStartsMax = 6
/** Characters of a suggestion's key: nobody types more before choosing. */
const suggestionKeyMax = 40

export interface SearchDocument {
  readonly workId: string
  readonly sourceUpdatedAt: Date
  readonly titleKey: string
  readonly popularity: number
  readonly year: number | null
  readonly seriesNumber: string | null
  readonly subjects: readonly string[]
  readonly languages: readonly string[]
  readonly formats: readonly string[]
  /** Every distinct stem. */
  readonly stems: readonly string[]
  /** The stemmed fields, one a line, in the order of fieldNames. */
  readonly fields: string
  /** Every distinct word with its stem. */
  readonly words: ReadonlyMap<string, string>
  readonly suggestions: readonly SuggestionRow[]
}

export interface SuggestionRow {
  readonly kind: 'title' | 'author' | 'series' | 'subject'
  readonly label: string
  readonly key: string
  readonly isbn13: string | null
  /** 0 to 100: the work's, less for what is meant less often. */
  readonly popularity: number
}

export function toDocument(work: Work): SearchDocument {
  const words = fieldWords(work)
  const stems = Object.fromEntries(fieldNames.map((name) => [name, stemsOf(words[name])])) as Record<
    FieldName,
    string[]
  >
  return {
    workId: work.id,
    sourceUpdatedAt: work.updatedAt,
    titleKey: titleKeyOf(work.title),
    popularity: work.popularity,
    year: work.originalYear,
    seriesNumber: work.seriesNumber,
    subjects: work.subjects,
    languages: [...new Set(work.editions.map(({ language }) => language))],
    formats: [...new Set(work.editions.map(({ format }) => format))],
    stems: [...new Set(Object.values(stems).flat())],
    fields: fieldNames.map((name) => stems[name].join(' ')).join('\n'),
    words: new Map(
      Object.values(words)
        .flat()
        .map((word) => [word, stemWord(word)]),
    ),
    suggestions: suggestionsOf(work),
  }
}

function fieldWords(work: Work): Record<FieldName, string[]> {
  const titles = new Map(work.editions.map(({ title }) => [titleKeyOf(title), title]))
  titles.delete(titleKeyOf(work.title))
  const subtitle = work.subtitle ?? work.editions.find((edition) => edition.subtitle !== null)?.subtitle ?? ''
  const telling = (text: string) => withSynonyms(wordsOf(text)).filter((word) => !stopWords.has(word))
  return {
    title: withSynonyms(wordsOf(work.title)),
    otherTitles: [...titles.values()].slice(0, otherTitlesMax).flatMap((title) => wordsOf(title)),
    authors: work.authors.flatMap(wordsOf),
    series: wordsOf(work.series ?? ''),
    subtitle: withSynonyms(wordsOf(subtitle)),
    subjects: work.subjects.flatMap(telling),
    description: telling(work.description ?? '').slice(0, descriptionWordsMax),
  }
}

/** What a name loses when it is begun at a later word, and a subject, of which there is always one, against the book that is meant. */
const suggestionMalus = { laterStart: 6, subject: 30 } as const

function suggestionsOf(work: Work): SuggestionRow[] {
  const shown = chooseEdition(work, work.title, {})?.isbn13 ?? null
  const rows = (kind: SuggestionRow['kind'], label: string, isbn13: string | null) =>
    keysOf(label).map((key, start) => {
      const malus = (start > 0 ? suggestionMalus.laterStart : 0) + (kind === 'subject' ? suggestionMalus.subject : 0)
      return { kind, label, key, isbn13, popularity: Math.max(0, work.popularity - malus) }
    })
  const all = [
    ...rows('title', work.title, shown),
    ...work.authors.flatMap((label) => rows('author', label, null)),
    ...(work.series === null || work.series === work.title ? [] : rows('series', work.series, null)),
    ...work.subjects.flatMap((label) => rows('subject', label, null)),
  ]
  return [...new Map(all.map((row) => [`${row.kind} ${row.label} ${row.key}`, row])).values()]
}

/** The folded name from each of its first word starts; not from a stop word, except at the very start. */
function keysOf(name: string): string[] {
  const words = wordsOf(name)
  const starts = words.map((_, i) => i).filter((i) => i === 0 || !stopWords.has(words[i] ?? ''))
  return starts.slice(0, suggestionStartsMax).map((i) => words.slice(i).join(' ').slice(0, suggestionKeyMax))
}
