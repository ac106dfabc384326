// Whether two catalogues are the same, however they came about.
import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { Db } from '../server/platform/db.ts'

/** One number for a whole catalogue, whatever ids its rows were given: two catalogues with the same one are the same. */
export function checksumOf(db: Db): Promise<string> {
  return hashOf(db, checked)
}

/** The same for what search reads of them. */
export function indexChecksumOf(db: Db): Promise<string> {
  return hashOf(db, indexed)
}

async function hashOf(db: Db, queries: readonly string[]): Promise<string> {
  const hash = createHash('sha256')
  for (const query of queries) {
    const { rows } = await sql<{ line: string }>`${sql.raw(query)}`.execute(db)
    hash.update(`${rows[0]?.line}\n`)
  }
  return hash.digest('hex')
}

const sumOf = (row: string, from: string) =>
  `select count(*) || ' ' || coalesce(sum(('x' || left(md5(${row}), 15))::bit(60)::bigint::numeric), 0) as line from ${from}`
const checked = [
  sumOf(
    'row(e.isbn13, w.key, e.title, e.subtitle, e.format, e.language, e.publisher, e.published_year, e.pages, e.withdrawn_at is null)::text',
    'edition e join work w on w.id = e.work_id',
  ),
  sumOf(
    'row(key, title, subtitle, original_year, original_language, description, popularity, lead_isbn13)::text',
    'work',
  ),
  sumOf(
    'row(w.key, c.name, l.position, l.role)::text',
    'work_contributor l join work w on w.id = l.work_id join contributor c on c.id = l.contributor_id',
  ),
  sumOf(
    'row(w.key, s.name)::text',
    'work_subject l join work w on w.id = l.work_id join subject s on s.id = l.subject_id',
  ),
  sumOf(
    'row(w.key, s.name, l.number, l.position)::text',
    'work_series l join work w on w.id = l.work_id join series s on s.id = l.series_id',
  ),
  sumOf('row(isbn13, work_key, state)::text', 'isbn_claim'),
  sumOf('row(place, field, reason)::text', 'catalog_reject'),
  `select string_agg(row(records, rejected, quarantined, works, editions, withdrawn, state)::text, ' ' order by id) as line from catalog_import`,
]
const indexed = [
  sumOf(
    'row(w.key, d.title_key, d.popularity, d.year, d.series_number, d.subjects, d.languages, d.formats, t.fields)::text',
    'search_document d join search_text t using (doc) join work w on w.id = d.work_id',
  ),
  sumOf('row(word, stem)::text', 'search_word'),
]
