// Lines of Open Library's dumps (type, key, revision, time, JSON; divided by tabs) as records of ours. Pure. https://openlibrary.org/developers/dumps
import { z } from 'zod'
import type { Fault, RawRecord, Role } from './check-record.ts'
import { surnameOf, titleKeyOf } from './compare-books.ts'
import type { Format } from './model.ts'
import { cutText } from './translate-xml.ts'

const max = { names: 50, name: 200, subject: 100, description: 10_000, publisher: 200, series: 3 }

/** Text, or what older records have in its place: `{ type: '/type/text', value }`. Anything else counts as not said. */
const Text = z
  .union([z.string(), z.object({ value: z.string() }).transform(({ value }) => value)])
  .transform((text) => text.toWellFormed().replaceAll('\0', ''))
  .catch('')
const Texts = z.array(Text).catch([])
/** `{ key }`, or the key alone. */
const Ref = z.union([z.string(), z.object({ key: z.string() }).transform(({ key }) => key)])
/** Authors of a work: `{ author: { key } }`, of an edition: `{ key }`. */
const AuthorRef = z.union([z.object({ author: Ref }).transform(({ author }) => author), Ref])
const refs = (of: z.ZodType<string>) =>
  z
    .array(z.union([of, z.unknown().transform(() => '')]))
    .catch([])
    .transform((keys) => [...new Set(keys)].filter((key) => key !== ''))

const OpenLibraryAuthor = z.object({ name: Text.default(''), personal_name: Text.default('') })

const OpenLibraryWork = z.object({
  title: Text.default(''),
  subtitle: Text.default(''),
  authors: refs(AuthorRef).default([]),
  subjects: Texts.default([]),
  description: Text.default(''),
  first_publish_date: Text.default(''),
})
export type OpenLibraryWork = z.infer<typeof OpenLibraryWork>

const OpenLibraryEdition = z.object({
  title: Text.default(''),
  title_prefix: Text.default(''),
  subtitle: Text.default(''),
  authors: refs(AuthorRef).default([]),
  works: refs(Ref).default([]),
  isbn_13: Texts.default([]),
  isbn_10: Texts.default([]),
  languages: refs(Ref).default([]),
  translated_from: refs(Ref).default([]),
  publishers: Texts.default([]),
  publish_date: Text.default(''),
  number_of_pages: z.number().catch(0).default(0),
  physical_format: Text.default(''),
  series: Texts.default([]),
  subjects: Texts.default([]),
  description: Text.default(''),
  contributors: z
    .array(z.object({ role: Text.default(''), name: Text.default('') }))
    .catch([])
    .default([]),
})
export type OpenLibraryEdition = z.infer<typeof OpenLibraryEdition>

export type OpenLibraryItem =
  | { readonly kind: 'author'; readonly key: string; readonly name: string }
  | { readonly kind: 'work'; readonly key: string; readonly work: OpenLibraryWork }
  | { readonly kind: 'edition'; readonly key: string; readonly edition: OpenLibraryEdition }
  /** A redirect, a deletion, a page of the site: nothing for a catalogue, and nothing wrong. */
  | { readonly kind: 'other' }
  | ({ readonly kind: 'rejected' } & Fault)

export function translateLine(line: string): OpenLibraryItem {
  const [type = '', key = '', , , json, ...more] = line.split('\t')
  if (json === undefined || more.length > 0)
    return { kind: 'rejected', field: 'line', reason: 'does not have the five columns of a dump, divided by tabs' }
  const kind = /^\/type\/(author|work|edition)$/.exec(type)?.[1]
  if (kind === undefined) return { kind: 'other' }
  const record = parsed(json)
  if (record === null || key.length > keyMax)
    return { kind: 'rejected', field: 'line', reason: 'its last column is not JSON' }
  if (kind === 'work') return { kind, key, work: OpenLibraryWork.parse(record) }
  if (kind === 'edition') return { kind, key, edition: OpenLibraryEdition.parse(record) }
  return toAuthor(key, record)
}

/** Their own keys have some twenty characters. */
const keyMax = 200

function toAuthor(key: string, record: object): OpenLibraryItem {
  const { name, personal_name } = OpenLibraryAuthor.parse(record)
  const said = cutText((name || personal_name).trim(), max.name)
  return said === '' ? { kind: 'rejected', field: 'name', reason: 'is missing' } : { kind: 'author', key, name: said }
}

function parsed(json: string): object | null {
  try {
    const value: unknown = JSON.parse(json)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : null
  } catch {
    return null
  }
}

/** What an edition refers to, as far as it was imported. */
export interface Joined {
  readonly work: OpenLibraryWork | null
  authorName(key: string): string | null
  /** What an edition is taken for that does not say its form. */
  readonly assumeFormat: Format | null
}

/** An edition with what its work and its authors say; or why it is none for our catalogue. */
export function toRecord(key: string, edition: OpenLibraryEdition, joined: Joined): { raw: RawRecord } | Fault {
  const isbn = edition.isbn_13[0] ?? edition.isbn_10[0]
  if (isbn === undefined) return { field: 'isbn_13', reason: 'is missing, and isbn_10 too' }
  const format = formatOf(edition, joined.assumeFormat)
  if ('field' in format) return format
  const names = authorsOf(edition, joined)
  const title = [edition.title_prefix.trim(), edition.title.trim()].filter(Boolean).join(' ')
  return {
    raw: {
      work_key: edition.works[0] ? `openlibrary:${edition.works[0]}` : alone(key, title, names),
      title,
      subtitle: edition.subtitle.length > 500 ? '' : edition.subtitle,
      authors: [...names, ...contributorsOf(edition)].slice(0, max.names),
      original_language: languageOf(edition.translated_from),
      series: edition.series.slice(0, max.series).flatMap(seriesOf),
      isbn13: isbn,
      format: format.format,
      language: languageOf(edition.languages) || 'und',
      publisher: cutText(edition.publishers[0] ?? '', max.publisher),
      published: yearIn(edition.publish_date),
      pages: pagesOf(edition.number_of_pages),
      ...ofWork(edition, joined.work),
    },
  }
}

/** What is said of the work: by itself, and by the edition where it says nothing. */
function ofWork(edition: OpenLibraryEdition, work: OpenLibraryWork | null) {
  return {
    work_title: work?.title ?? '',
    original_year: yearIn(work?.first_publish_date ?? ''),
    subjects: subjectsOf([...(work?.subjects ?? []), ...edition.subjects]),
    description: cutText(work?.description || edition.description, max.description),
  }
}

/** The work's authors, else the edition's, as far as their names are known. */
function authorsOf({ authors }: OpenLibraryEdition, { work, authorName }: Joined): { name: string; role: 'author' }[] {
  const keys = work && work.authors.length > 0 ? work.authors : authors
  return [...new Set(keys)].flatMap((key) => authorName(key) ?? []).map((name) => ({ name, role: 'author' }))
}

function formatOf({ physical_format }: OpenLibraryEdition, assumeFormat: Format | null): { format: Format } | Fault {
  const form = cutText(physical_format, 60)
  const known = forms.find(([pattern]) => pattern.test(form))
  if (known?.[1] === null) return { field: 'physical_format', reason: `"${form}" is not a book that we sell` }
  const format = known?.[1] ?? assumeFormat
  if (format) return { format }
  return { field: 'physical_format', reason: form ? `"${form}" does not say which kind of book it is` : 'is missing' }
}

/** An edition without a work: with others of its title and author's surname, else by itself. */
function alone(key: string, title: string, [author]: readonly { name: string }[]): string {
  return author
    ? `title:${titleKeyOf(title).slice(0, 150)}|${surnameOf(author.name)}`.slice(0, 200)
    : `openlibrary:${key}`
}

/** Null: not a book to read or to hear. */
const forms: readonly [RegExp, Format | null][] = [
  [/mass.?market/i, 'mass-market'],
  [/audio|mp3|cassette|sound/i, 'audiobook'],
  [/e-?book|electronic|kindle|epub|pdf|digital/i, 'ebook'],
  [/cd-?rom|diskette|sheet|chart|map|calendar|cards|video|dvd|microform|toy/i, null],
  [/hard|library binding|leather|board|textbook|casebound|cloth|bonded/i, 'hardcover'],
  [/paper|soft|spiral|ring|pamphlet|perfect|trade|broch|plastic comb|stapled/i, 'paperback'],
]

function contributorsOf({ contributors }: OpenLibraryEdition): { name: string; role: Role }[] {
  const role = (text: string): Role =>
    /transl/i.test(text)
      ? 'translator'
      : /narr|read/i.test(text)
        ? 'narrator'
        : /illus/i.test(text)
          ? 'illustrator'
          : 'contributor'
  return contributors
    .filter(({ name }) => name.trim() !== '')
    .map((one) => ({ name: cutText(one.name.trim(), max.name), role: role(one.role) }))
}

/** "Discworld -- bk. 3", "Discworld (3)", "Rozprawy ;": the name, and the number where there is one. */
function seriesOf(text: string): { name: string; number: string }[] {
  const [, name = '', number = ''] =
    /^(.*?)[\s,;:.(#-]*(?:(?:bk|book|no|nr|vol|v|bd|t)\b\.?\s*)?(\d{1,4})?[\s).;,]*$/i.exec(text.trim()) ?? []
  return name.length > 1 && /\p{L}/u.test(name) && !/^(?:no|nr|vol|v|bd|bk)\b/i.test(name)
    ? [{ name: cutText(name, max.name), number }]
    : []
}

function subjectsOf(subjects: readonly string[]): string[] {
  const clean = subjects.map((subject) => cutText(subject.replace(/[.\s]+$/, '').trim(), max.subject))
  return [...new Set(clean)].filter((subject) => subject !== '').slice(0, max.names)
}

/** `/languages/eng` → eng. */
function languageOf([key = '']: readonly string[]): string {
  return /^\/languages\/([a-z]{3})$/.exec(key)?.[1] ?? ''
}

/** "December 1993", "1993-12-01", "c1993": the year. */
function yearIn(date: string): string {
  return /(?<!\d)(1[4-9]\d\d|20\d\d)(?!\d)/.exec(date)?.[1] ?? ''
}

function pagesOf(pages: number): string {
  return Number.isInteger(pages) && pages > 0 && pages <= 100_000 ? String(pages) : ''
}
