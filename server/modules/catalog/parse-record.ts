// One line of a CSV catalogue. Pure.
import { checkRecord } from './check-record.ts'
import type { BookRecord, Fault } from './check-record.ts'

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

type Columns = Partial<Record<(typeof requiredColumns)[number] | (typeof optionalColumns)[number], string>>

/** Reads one line, a value a column, or says which field is wrong and why. */
export function parseRecord(line: Readonly<Record<string, string>>): { record: BookRecord } | Fault {
  const { authors, subjects, series, series_number, popularity, ...fields }: Columns = line
  const checked = checkRecord({
    work_key: '',
    title: '',
    isbn13: '',
    format: '',
    language: '',
    ...fields,
    popularity: popularity?.trim() ? popularity : '0',
    authors: namesOf(authors).map((name) => ({ name, role: 'author' as const })),
    subjects: namesOf(subjects),
    series: series?.trim() ? [{ name: series, number: series_number ?? '' }] : [],
  })
  return checked
}

/** A column with several names, divided by semicolons. */
function namesOf(value = ''): string[] {
  return [...new Set(value.split(';').map((name) => name.trim()))].filter((name) => name !== '')
}
