// One line of a CSV catalogue, checked field by field. Pure.
import { z } from 'zod'
import { parseIsbn } from '#platform/isbn'
import { formats, isbnFaults } from './model.ts'

export const requiredColumns = ['work_key', 'title', 'isbn13', 'format', 'language'] as const
export const optionalColumns = [
  'subtitle',
  'authors',
  'original_year',
  'original_language',
  'series',
  'series_number',
  'subjects',
  'description',
  'popularity',
  'publisher',
  'published',
  'pages',
] as const

/** Names and subjects of one work; more is a broken line, not a book. */
const namesMax = 50

/** Text of at most `max` characters, in Unicode's composed form; blank is null. */
const text = (max: number) =>
  z
    .string()
    .default('')
    .transform((value) => value.normalize('NFC').trim() || null)
    .refine((value) => value === null || value.length <= max, `is longer than ${max} characters`)
    // PostgreSQL stores no NUL, and nobody means the other control characters.
    .refine((value) => value === null || !/[\0-\x08\x0E-\x1F]/.test(value), 'contains control characters')

const required = (max: number) => text(max).pipe(z.string('is missing'))

const names = (max: number) =>
  text(10_000).transform((value, ctx) => {
    const list = [...new Set((value ?? '').split(';').map((name) => name.trim()))].filter((name) => name !== '')
    if (list.length > namesMax) ctx.addIssue(`names more than ${namesMax}`)
    if (list.some((name) => name.length > max)) ctx.addIssue(`has a name longer than ${max} characters`)
    return list
  })

const whole = (min: number, max: number) =>
  text(12).transform((value, ctx) => {
    if (value === null) return null
    const number = /^-?\d+$/.test(value) ? Number(value) : Number.NaN
    if (!(number >= min && number <= max)) ctx.addIssue(`must be a whole number from ${min} to ${max}`)
    return number
  })

const language = text(12).transform((value, ctx) => {
  if (value === null) return null
  const code = /^[a-z]{2,3}$/i.test(value) ? canonicalLanguage(value) : null
  if (code === null) ctx.addIssue('must be an ISO 639 code of two or three letters, such as en')
  return code
})

const isbn = required(40).transform((value, ctx) => {
  const parsed = parseIsbn(value)
  if ('isbn13' in parsed) return parsed.isbn13
  ctx.addIssue(`"${value}": ${isbnFaults[parsed.fault]}`)
  return z.NEVER
})

const year = text(10)
  .refine(
    (value) => value === null || /^\d{4}(-\d\d){0,2}$/.test(value),
    'must be a year, or a date that begins with it',
  )
  .transform((value) => (value === null ? null : Number(value.slice(0, 4))))
  .refine((value) => value === null || (value >= 1400 && value <= 2100), 'must lie between 1400 and 2100')

const CatalogueLine = z.object({
  work_key: required(200),
  title: required(500),
  subtitle: text(500),
  authors: names(200),
  original_year: whole(-4000, 2100),
  original_language: language,
  series: text(200),
  series_number: text(20),
  subjects: names(100),
  description: text(10_000),
  popularity: whole(0, 100).transform((value) => value ?? 0),
  isbn13: isbn,
  format: required(20).pipe(z.enum(formats, `must be one of ${formats.join(', ')}`)),
  language: language.pipe(z.string('is missing')),
  publisher: text(200),
  published: year,
  pages: whole(1, 100_000),
})

/** A checked line: a work and one of its editions. */
export type CatalogueRecord = z.infer<typeof CatalogueLine>

/** Reads one line, a value a column, or says which field is wrong and why. */
export function parseRecord(
  line: Record<string, string>,
): { record: CatalogueRecord } | { field: string; reason: string } {
  const parsed = CatalogueLine.safeParse(line)
  if (parsed.success) return { record: parsed.data }
  const [issue] = parsed.error.issues
  return { field: String(issue?.path[0] ?? 'line'), reason: issue?.message ?? 'cannot be read' }
}

/** `eng`, `ger` and `EN` as the two-letter code where there is one. */
function canonicalLanguage(code: string): string | null {
  const [tag = ''] = Intl.getCanonicalLocales(code)
  return /^[a-z]{2,3}$/.test(tag) ? tag : null
}
