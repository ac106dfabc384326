// Puts an invented catalogue into the catalogue's tables, thousands of rows a statement: what is measured is search, not the importer.
import type pg from 'pg'
import type { InventedWork } from './invented-books.ts'

const batch = 5_000

export async function loadBooks(
  pool: pg.Pool,
  books: { count: number; at: (n: number) => InventedWork },
  say: (line: string) => void,
): Promise<void> {
  for (let from = 0; from < books.count; from += batch) {
    const works = Array.from({ length: Math.min(batch, books.count - from) }, (_, i) => books.at(from + i))
    await pool.query(statement, [JSON.stringify(works.map(toRow))])
    if (from % 100_000 === 0 && from > 0) say(`${from} works saved`)
  }
}

function toRow(work: InventedWork) {
  return { ...work, key: `invented-${work.n}`, id: idOf(1, work.n) }
}

/** Ids in the order of the works, as those that are made while importing are. */
function idOf(table: number, n: number): string {
  return `0199${table}000-0000-7000-8000-${n.toString(16).padStart(12, '0')}`
}

const statement = `
  with given as materialized (
    select * from json_to_recordset($1::json) as row (id uuid, key text, title text, authors text[], series text, "seriesNumber" text,
      subjects text[], description text, year int, popularity int, isbns text[])
  ), works as (
    insert into work (id, key, title, original_year, original_language, series, series_number, description, popularity)
    select id, key, title, year, 'en', series, "seriesNumber", description, popularity from given
  ), editions as (
    insert into edition (isbn13, work_id, title, format, language, published_year)
    select isbn, id, title, (array['paperback', 'hardcover', 'ebook'])[1 + place % 3], 'en', greatest(year, 1900)
    from given, unnest(isbns) with ordinality as numbers (isbn, place)
  ), contributors as (
    insert into contributor (id, name) select gen_random_uuid(), name from (select distinct unnest(authors) as name from given) names
    on conflict (name) do update set name = excluded.name returning id, name
  ), written as (
    insert into work_contributor (work_id, contributor_id, position)
    select given.id, contributors.id, place - 1 from given, unnest(authors) with ordinality as names (name, place)
    join contributors using (name)
    on conflict do nothing
  ), subjects as (
    insert into subject (id, name) select gen_random_uuid(), name from (select distinct unnest(subjects) as name from given) names
    on conflict (name) do update set name = excluded.name returning id, name
  )
  insert into work_subject (work_id, subject_id)
  select given.id, subjects.id from given, unnest(given.subjects) as names (name) join subjects using (name)
  on conflict do nothing`
