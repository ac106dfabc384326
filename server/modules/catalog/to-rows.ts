// From records to the rows of works and editions. Pure.
import type { BookRecord } from './check-record.ts'
import type { Placed, Target } from './choose-targets.ts'
import type { EditionRow, Lead, WorkRow } from './save-queries.ts'

/** English names a work best for our readers, then its own language, then any. */
function rankOf(language: string, original: string | null): number {
  return language === 'en' ? 0 : language === original ? 1 : 2
}

/**
 * What the records of one work say of it. A work is called what its English edition is called, else the one in its own language, else the first.
 * That edition leads: its later records replace what is said of the work, those of other editions fill in what is missing. `isWhole`: records
 * under the work's own key speak for it in any case.
 */
export function toWorkRow(placed: readonly Placed[], isWhole: boolean): WorkRow {
  const [first] = placed
  if (!first) throw new Error('a work without editions')
  const { target } = first
  const original = target.lead?.originalLanguage ?? first.record.original_language
  const rank = ({ record }: Placed) => rankOf(record.language, original)
  const own = isWhole ? placed.filter(({ record }) => record.work_key === target.key) : []
  const best = (own.length > 0 ? own : placed).toSorted((a, b) => rank(a) - rank(b))[0] ?? first
  if (own.length > 0 || rank(best) < rankOfLead(target.lead, original)) return rowOf(target, best.record, true)
  const leading = placed.findLast(({ record }) => record.isbn13 === target.lead?.isbn13)
  return rowOf(target, (leading ?? best).record, leading !== undefined)
}

/** Any edition may lead where none does. */
function rankOfLead(lead: Lead | null, original: string | null): number {
  return lead?.language == null ? Infinity : rankOf(lead.language, original)
}

function rowOf({ id, key }: Target, record: BookRecord, leads: boolean): WorkRow {
  const hasOwnTitle = record.work_title !== null && record.work_title !== record.title
  return {
    id,
    key,
    title: record.work_title ?? record.title,
    subtitle: hasOwnTitle ? null : record.subtitle,
    original_year: record.original_year,
    original_language: record.original_language,
    description: record.description,
    popularity: record.popularity,
    lead_isbn13: record.isbn13,
    leads,
  }
}

export function toEditionRow({ record, target }: Placed): EditionRow {
  return {
    isbn13: record.isbn13,
    work_id: target.id,
    title: record.title,
    subtitle: record.subtitle,
    format: record.format,
    language: record.language,
    publisher: record.publisher,
    published_year: record.published,
    pages: record.pages,
  }
}
