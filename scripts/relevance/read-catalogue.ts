// A catalogue of one JSON object a line (fields: id, isbn13, title, authors …) as the CSV that our importer reads.
import { createReadStream } from 'node:fs'
import { Readable } from 'node:stream'
import { createInterface } from 'node:readline'
import { createGunzip } from 'node:zlib'
import { withCheckDigit } from '../../server/platform/isbn.ts'
import { titleKeyOf, wordsOf } from '../../server/modules/search/fold-text.ts'

interface Book {
  readonly id: string
  readonly isbn13: string | null
  readonly title: string
  readonly subtitle: string | null
  readonly original_title: string | null
  readonly series: string | null
  readonly series_number: string | null
  readonly authors: readonly string[]
  readonly language: string | null
  readonly original_year: number | null
  readonly edition_year: number | null
  readonly publisher: string | null
  readonly pages: number | null
  readonly genres: readonly string[]
  readonly tags: readonly string[]
  readonly description: string | null
  readonly ratings_count: number | null
  readonly goodreads_work_id: number | null
}

export interface Catalogue {
  /** For importCsv: the lines of one work stand together. */
  csv(): Readable
  /** The id of the record behind an ISBN of the import. */
  readonly idOf: ReadonlyMap<string, string>
  readonly count: number
}

const columns =
  'work_key,title,subtitle,authors,original_year,original_language,series,series_number,subjects,description,popularity,publisher,published,pages,isbn13,format,language'.split(
    ',',
  )

/** Most subjects of a record that are kept, and the longest; the importer refuses more. */
const subjectsMax = 40
const subjectLength = 100

export async function readCatalogue(file: string): Promise<Catalogue> {
  const input = createReadStream(file)
  const lines = createInterface({ input: file.endsWith('.gz') ? input.pipe(createGunzip()) : input })
  const books: Book[] = []
  for await (const line of lines) if (line.trim() !== '') books.push(JSON.parse(line) as Book)
  const works = groupByWork(books)
  const idOf = new Map<string, string>()
  const rows = [...works].flatMap(([key, editions]) => editions.flatMap((book) => toRows(key, editions, book, idOf)))
  return {
    csv: () => Readable.from([columns.join(','), ...rows].map((line) => `${line}\n`)),
    idOf,
    count: books.length,
  }
}

/** Editions of a work have one work id; without one, the same title and the same surname of the first author. */
function groupByWork(books: readonly Book[]): Map<string, Book[]> {
  const works = new Map<string, Book[]>()
  const keys = new Map<string, string>()
  for (const book of books) {
    const names = wordsOf(book.authors[0] ?? '')
    const named = `${titleKeyOf(book.title)}/${names.at(-1) ?? ''}`
    const numbered = book.goodreads_work_id === null ? null : `work/${book.goodreads_work_id}`
    const key = (numbered === null ? undefined : keys.get(numbered)) ?? keys.get(named) ?? numbered ?? named
    if (numbered !== null) keys.set(numbered, key)
    if (!keys.has(named)) keys.set(named, key)
    const editions = works.get(key)
    if (editions) editions.push(book)
    else works.set(key, [book])
  }
  return works
}

/** A book is one edition; one with another original title is a second one in that language, under a number of its own. */
function toRows(key: string, editions: readonly Book[], book: Book, idOf: Map<string, string>): string[] {
  const own = (n: number) => withCheckDigit(`9799${String(idOf.size + n).padStart(8, '0')}`)
  const isbn13 = book.isbn13 ?? own(0)
  idOf.set(isbn13, book.id)
  const rows = [toRow(key, editions, book, { isbn13, title: book.title, language: languageOf(book.language) })]
  const original = book.original_title?.trim()
  if (original && titleKeyOf(original) !== titleKeyOf(book.title)) {
    const second = own(0)
    idOf.set(second, book.id)
    rows.push(toRow(key, editions, book, { isbn13: second, title: original, language: 'und' }))
  }
  return rows
}

function toRow(
  key: string,
  editions: readonly Book[],
  book: Book,
  edition: { isbn13: string; title: string; language: string },
): string {
  const values: Record<string, string | number | null> = {
    ...workColumns(editions, book),
    work_key: key,
    title: cut(edition.title, 500),
    subtitle: cut(book.subtitle, 500),
    subjects: subjectsOf(book),
    publisher: cut(book.publisher, 200),
    published: atLeast(book.edition_year, 1400),
    pages: atLeast(book.pages, 1),
    isbn13: edition.isbn13,
    format: 'paperback',
    language: edition.language,
  }
  return columns.map((name) => quote(values[name] ?? '')).join(',')
}

/** What all editions of a work share, from the first that says it. */
function workColumns(editions: readonly Book[], book: Book) {
  const some = <T>(pick: (of: Book) => T | null) => editions.map(pick).find((value) => value !== null) ?? null
  const ratings = Math.max(...editions.map((of) => of.ratings_count ?? 0))
  return {
    authors: listOf((editions[0] ?? book).authors, 200),
    original_year: some((of) => of.original_year),
    series: cut(
      some((of) => of.series),
      200,
    ),
    series_number: cut(
      some((of) => of.series_number),
      20,
    ),
    description: cut(
      some((of) => of.description),
      10_000,
    ),
    popularity: Math.round((100 * Math.log10(1 + ratings)) / 7),
  }
}

function subjectsOf({ genres, tags }: Book): string {
  const subjects = new Map([...genres, ...tags].map((name) => [name.toLowerCase(), name]))
  return listOf([...subjects.values()].slice(0, subjectsMax), subjectLength)
}

function cut(text: string | null, max: number): string | null {
  return text?.slice(0, max) ?? null
}

function atLeast(value: number | null, min: number): number | null {
  return value !== null && value >= min ? value : null
}

function listOf(names: readonly string[], max: number): string {
  return [...new Set(names.map((name) => name.replaceAll(';', ',').slice(0, max).trim()))].slice(0, 50).join(';')
}

function languageOf(code: string | null): string {
  return code !== null && /^[a-z]{2,3}$/.test(code) ? code : 'und'
}

function quote(value: string | number): string {
  // oxlint-disable-next-line no-control-regex -- the importer refuses them, and some blurbs have them
  return `"${String(value)
    .replaceAll(/[\0-\x08\x0E-\x1F]/g, ' ')
    .replaceAll('"', '""')}"`
}
