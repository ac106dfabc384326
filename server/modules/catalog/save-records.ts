import { inTransaction } from '#platform/db'
import type { Tx } from '#platform/db'
import type { ImportDeps } from './model.ts'
import type { CatalogueRecord } from './parse-record.ts'
import { ensureNames, findClaims, lockImports, replaceLinks, saveEditions, saveWorks } from './queries.ts'

/** A record and where it came from. */
export interface SourcedRecord {
  readonly line: number
  readonly record: CatalogueRecord
}

export interface Rejection {
  /** The line of the file where the record ends; the header is line 1. */
  readonly line: number
  readonly field: string
  readonly reason: string
}

/**
 * Saves works and editions in one transaction and announces the works in it. Repeating it changes nothing but the time of the change.
 * A number that belongs to another work already is not moved: that record is rejected, the others are saved.
 */
export async function saveRecords(
  deps: ImportDeps,
  records: readonly SourcedRecord[],
): Promise<{ rejections: Rejection[]; workCount: number; editionCount: number }> {
  return inTransaction(deps.db, async (tx) => {
    await lockImports(tx)
    const { kept, rejections } = await withoutClaimed(tx, records)
    if (kept.length === 0) return { rejections, workCount: 0, editionCount: 0 }
    const works = groupByWork(kept)
    const ids = await saveWorks(
      tx,
      [...works.values()].map((editions) => toWorkRow(deps.ids.next(), editions)),
    )
    const idOf = (key: string) => ids.get(key) ?? missing(key)
    const editions = new Map(kept.map(({ record }) => [record.isbn13, toEditionRow(idOf(record.work_key), record)]))
    await saveEditions(tx, [...editions.values()])
    await saveLinks(deps, tx, works, idOf)
    await deps.announce(tx, [...ids.values()])
    return { rejections, workCount: works.size, editionCount: editions.size }
  })
}

/** Takes out the records whose number another work has, in the database or earlier among these. */
async function withoutClaimed(tx: Tx, records: readonly SourcedRecord[]) {
  const claims = await findClaims(
    tx,
    records.map(({ record }) => record.isbn13),
  )
  const kept: SourcedRecord[] = []
  const rejections: Rejection[] = []
  for (const { line, record } of records) {
    const owner = claims.get(record.isbn13) ?? record.work_key
    claims.set(record.isbn13, owner)
    if (owner === record.work_key) kept.push({ line, record })
    else rejections.push({ line, field: 'isbn13', reason: `${record.isbn13} already belongs to the work "${owner}"` })
  }
  return { kept, rejections }
}

function groupByWork(records: readonly SourcedRecord[]): Map<string, CatalogueRecord[]> {
  const works = new Map<string, CatalogueRecord[]>()
  for (const { record } of records) {
    const editions = works.get(record.work_key)
    if (editions) editions.push(record)
    else works.set(record.work_key, [record])
  }
  return works
}

/** A work is called what its English edition is called, else the one in its own language, else the first. */
function toWorkRow(id: string, editions: readonly CatalogueRecord[]) {
  const record =
    editions.find(({ language }) => language === 'en') ??
    editions.find(({ language, original_language }) => language === original_language) ??
    editions[0]
  if (!record) throw new Error('a work without editions')
  return {
    id,
    key: record.work_key,
    title: record.title,
    subtitle: record.subtitle,
    originalYear: record.original_year,
    originalLanguage: record.original_language,
    series: record.series,
    seriesNumber: record.series_number,
    description: record.description,
    popularity: record.popularity,
  }
}

function toEditionRow(workId: string, record: CatalogueRecord) {
  return {
    isbn13: record.isbn13,
    workId,
    title: record.title,
    subtitle: record.subtitle,
    format: record.format,
    language: record.language,
    publisher: record.publisher,
    publishedYear: record.published,
    pages: record.pages,
  }
}

async function saveLinks(
  { ids }: ImportDeps,
  tx: Tx,
  works: ReadonlyMap<string, readonly CatalogueRecord[]>,
  idOf: (key: string) => string,
): Promise<void> {
  const linked = [...works].map(([key, editions]) => ({
    workId: idOf(key),
    authors: editions[0]?.authors ?? [],
    subjects: [...new Set(editions.flatMap(({ subjects }) => subjects))],
  }))
  // Sorted, so that two transactions that need the same names take them in the same order.
  const withIds = (names: readonly string[]) => [...new Set(names)].sort().map((name) => ({ id: ids.next(), name }))
  const contributors = await ensureNames(tx, 'contributor', withIds(linked.flatMap(({ authors }) => authors)))
  const subjects = await ensureNames(tx, 'subject', withIds(linked.flatMap((work) => work.subjects)))
  await replaceLinks(
    tx,
    linked.map(({ workId }) => workId),
    {
      contributors: linked.flatMap(({ workId, authors }) =>
        authors.map((name, position) => ({
          workId,
          contributorId: contributors.get(name) ?? missing(name),
          position,
        })),
      ),
      subjects: linked.flatMap((work) =>
        work.subjects.map((name) => ({ workId: work.workId, subjectId: subjects.get(name) ?? missing(name) })),
      ),
    },
  )
}

function missing(name: string): never {
  throw new Error(`${name} was saved and has no id`)
}
