// One edition as a source describes it, with what it says of the work: checked field by field, the same for every format. Pure.
import { z } from 'zod'
import { parseIsbn } from '#platform/isbn'
import { formats, isbnFaults } from './model.ts'

/** Names, headings and series of one work; more is a broken record, not a book. */
const namesMax = 50
const nameLengthMax = 200
const subjectLengthMax = 100
const descriptionLengthMax = 10_000

/** Who made the work; the others made one edition of it. */
export const workRoles = ['author', 'editor', 'illustrator'] as const
const editionRoles = ['translator', 'narrator', 'contributor'] as const
const Role = z.enum([...workRoles, ...editionRoles])
export type Role = z.infer<typeof Role>

/** Text of at most `max` characters, in Unicode's composed form; blank is null. */
const text = (max: number) =>
  z
    .string()
    .default('')
    .transform((value) => value.normalize('NFC').trim() || null)
    .refine((value) => value === null || value.length <= max, `is longer than ${max} characters`)
    // PostgreSQL stores no NUL, and nobody means the other control characters.
    .refine((value) => value === null || !/[\0-\x08\x0E-\x1F]/.test(value), 'contains control characters')
    .refine((value) => value === null || value.isWellFormed(), 'contains half a character')

const required = (max: number) => text(max).pipe(z.string('is missing'))

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

const name = (max: number) => required(max)
const list = <T extends z.ZodType>(of: T) => z.array(of).max(namesMax, `names more than ${namesMax}`).default([])

/** The fields by the names of a CSV file's columns, which are also the names in a rejection. */
const Fields = z.object({
  work_key: required(200),
  title: required(500),
  /** The work's own title, where the source has one beside the edition's. */
  work_title: text(500),
  subtitle: text(500),
  authors: list(z.object({ name: name(nameLengthMax), role: Role })),
  original_year: whole(-4000, 2100),
  original_language: language,
  series: list(z.object({ name: name(200), number: text(20) })),
  subjects: list(name(subjectLengthMax)),
  codes: list(z.object({ scheme: name(20), code: name(40) })),
  description: text(descriptionLengthMax),
  popularity: whole(0, 100),
  isbn13: isbn,
  format: required(20).pipe(z.enum(formats, `must be one of ${formats.join(', ')}`)),
  language: language.pipe(z.string('is missing')),
  publisher: text(200),
  published: year,
  pages: whole(1, 100_000),
})

/** What a source says, before it is checked. */
export type RawRecord = z.input<typeof Fields>

/** A checked record: a work and one of its editions. Null: the source does not say. */
export type BookRecord = z.output<typeof Fields>

export interface Fault {
  readonly field: string
  readonly reason: string
}

/** The record, or which of its fields is wrong and why. */
export function checkRecord(raw: RawRecord): { record: BookRecord } | Fault {
  const parsed = Fields.safeParse(raw)
  if (parsed.success) return { record: parsed.data }
  return faultOf(parsed.error)
}

function faultOf({ issues: [issue] }: z.ZodError): Fault {
  return { field: String(issue?.path[0] ?? 'line'), reason: issue?.message ?? 'cannot be read' }
}

/** `eng`, `ger` and `EN` as the two-letter code where there is one. */
function canonicalLanguage(code: string): string | null {
  const [tag = ''] = Intl.getCanonicalLocales(code)
  return /^[a-z]{2,3}$/.test(tag) ? tag : null
}
