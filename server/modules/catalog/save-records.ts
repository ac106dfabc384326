import { inTransaction } from '#platform/db'
import type { Tx } from '#platform/db'
import type { BookRecord, Fault } from './check-record.ts'
import { chooseTargets } from './choose-targets.ts'
import type { Claimed } from './choose-targets.ts'
import { findClaimStates, saveClaims } from './claim-queries.ts'
import type { ImportDeps } from './model.ts'
import { saveLinksOf } from './save-links.ts'
import {
  findHolders,
  findWorksByKey,
  insertWorks,
  lockImports,
  saveAliases,
  saveEditions,
  updateWorks,
} from './save-queries.ts'
import { toEditionRow, toWorkRow } from './to-rows.ts'

/** A record and where it came from. */
export interface SourcedRecord {
  readonly line: number
  readonly record: BookRecord
}

export interface Rejection extends Fault {
  /** The line of the file where the record ends (the header is line 1); for ONIX the number of the product. */
  readonly line: number
}

export interface SaveOptions {
  /** Each work's records are all that its source says of it, so they speak for the work whoever spoke before. */
  readonly isWhole: boolean
  readonly importId: string | null
}

export interface Saved {
  readonly rejections: readonly Rejection[]
  /** Rejected because another book has the number. */
  readonly quarantined: number
  readonly workCount: number
  readonly editionCount: number
  readonly isbns: ReadonlySet<string>
}

/**
 * Saves works and editions in one transaction and announces the works in it. Repeating it changes nothing but the time of the change.
 * A number that another book has already is not moved: that record is held for staff and rejected, the others are saved.
 */
export async function saveRecords(deps: ImportDeps, records: readonly SourcedRecord[]): Promise<Saved> {
  return inTransaction(deps.db, async (tx) => {
    await lockImports(tx)
    return saveRecordsIn(deps, tx, records, { isWhole: true, importId: null })
  })
}

/** The same within a transaction that holds the imports' lock. */
export async function saveRecordsIn(
  deps: ImportDeps,
  tx: Tx,
  records: readonly SourcedRecord[],
  { isWhole, importId }: SaveOptions,
): Promise<Saved> {
  const { placed, claimed, rejections, aliases } = await place(deps, tx, records)
  const groups = [...Map.groupBy(placed, ({ target }) => target.id).values()]
  const rows = groups.map((group) => toWorkRow(group, isWhole))
  const fresh = new Set(placed.filter(({ target }) => target.isNew).map(({ target }) => target.id))
  await insertWorks(
    tx,
    rows.filter(({ id }) => fresh.has(id)),
  )
  await updateWorks(
    tx,
    rows.filter(({ id }) => !fresh.has(id)),
  )
  // The same number twice in a batch is the same book said again: the later word counts.
  const editions = new Map(placed.map((one) => [one.record.isbn13, one]))
  if (editions.size > 0) {
    await saveEditions(tx, [...editions.values()].map(toEditionRow))
    await saveAliases(tx, aliases)
    await saveLinksOf(deps, tx, groups, new Set(rows.filter(({ leads }) => leads).map(({ id }) => id)))
    await deps.announce(
      tx,
      rows.map(({ id }) => id),
    )
  }
  await saveClaims(
    tx,
    claimed.map((one) => toClaimRow(one, deps.ids.next(), importId)),
  )
  return {
    rejections,
    quarantined: claimed.length,
    workCount: rows.length,
    editionCount: editions.size,
    isbns: new Set(editions.keys()),
  }
}

/** Finds for each record the work that it belongs to: the one of its number, else the one of its key, else a new one. */
async function place(deps: ImportDeps, tx: Tx, records: readonly SourcedRecord[]) {
  const isbns = [...new Set(records.map(({ record }) => record.isbn13))]
  const keys = [...new Set(records.map(({ record }) => record.work_key))]
  const holders = await findHolders(tx, isbns)
  const works = await findWorksByKey(tx, keys)
  const states = await findClaimStates(tx, isbns, keys)
  return chooseTargets(records, { holders, works, states, nextId: () => deps.ids.next() })
}

function toClaimRow({ record }: Claimed, id: string, importId: string | null) {
  return { id, isbn13: record.isbn13, work_key: record.work_key, record, import_id: importId }
}
