// An import from where it is to its end. Whatever ends it, what is committed is whole: a batch, its rejections and its place in one transaction.
import { inTransaction } from '#platform/db'
import type { Db } from '#platform/db'
import { crashPoint } from '#platform/crash-points'
import { advanceImport, closeImport, findImport, holdImport, letGoImport, saveRejects } from './import-queries.ts'
import { gather } from './import-records.ts'
import type { BatchResult, ImportItem, Sink } from './import-records.ts'
import type { ImportDeps, ImportRow } from './model.ts'
import { SourceError, identifyFile, openSource } from './open-source.ts'
import type { OpenSource } from './open-source.ts'
import { readCsvItems } from './read-csv-items.ts'
import { readOnixItems } from './read-onix-items.ts'
import { readOpenLibraryItems } from './read-open-library-items.ts'
import { saveItems } from './save-items.ts'
import { lockImports } from './save-queries.ts'

/** Rejections of one import that are kept, so that a file of something else altogether does not fill the database. The others are counted. */
const rejectsMax = 100_000

export interface RunOptions {
  /** Ends the run between two batches; the next goes on from there. */
  readonly signal?: AbortSignal
  /** Told after each batch. */
  onProgress?(row: ImportRow): void
}

/** Another process runs this import. */
export class ImportHeldError extends Error {
  override readonly name = 'ImportHeldError'
}

/**
 * Runs an import to its end and gives how it ended: `DONE`, or `FAILED` with the problem when the rest of the file cannot be read (what came before
 * it is saved). Throws an ImportHeldError while another process runs it.
 */
export async function runImport(deps: ImportDeps, id: string, options: RunOptions = {}): Promise<ImportRow> {
  return deps.db.connection().execute(async (connection) => {
    if (!(await holdImport(connection, id))) throw new ImportHeldError(`the import ${id} is run by another process`)
    try {
      return await runHeld(deps, id, options)
    } finally {
      await letGoImport(connection, id)
    }
  })
}

async function runHeld(deps: ImportDeps, id: string, { signal, onProgress }: RunOptions): Promise<ImportRow> {
  const row = await mustFind(deps.db, id)
  if (row.finishedAt !== null) return row
  try {
    const source = await openSame(row)
    try {
      await readBatches(deps, row, source, { onProgress: onProgress ?? (() => {}), ...(signal && { signal }) })
    } finally {
      source.stream.destroy()
    }
    await closeImport(deps.db, id, null)
  } catch (error) {
    if (!(error instanceof SourceError)) throw error
    await closeImport(deps.db, id, error.message)
  }
  return mustFind(deps.db, id)
}

/** Throws a SourceError when the file is gone, cannot be unpacked, or is another than the one that was begun. */
async function openSame(row: ImportRow): Promise<OpenSource> {
  const identity = await identifyFile(row.path).catch((error: Error) => {
    throw new SourceError(`the file cannot be opened: ${error.message}`)
  })
  if (identity.fingerprint !== row.fingerprint) throw new SourceError('the file was changed after its import had begun')
  return openSource(row.path, identity)
}

async function readBatches(
  deps: ImportDeps,
  row: ImportRow,
  source: OpenSource,
  { signal, onProgress }: { signal?: AbortSignal; onProgress(row: ImportRow): void },
): Promise<void> {
  let done = row
  const { add, end } = gather(async (items) => {
    signal?.throwIfAborted()
    done = await commitBatch(deps, done, items, source.bytesRead())
    onProgress(done)
    crashPoint('catalog.afterBatch')
  })
  try {
    await readItems(row, source, add)
  } catch (error) {
    const broken = toSourceError(error)
    if (broken instanceof SourceError) await end() // what came before the place that cannot be read
    throw broken
  }
  await end()
}

async function readItems(
  { format, place, assumeFormat }: ImportRow,
  { stream }: OpenSource,
  sink: Sink,
): Promise<void> {
  if (format === 'csv') await readCsvItems(stream, place, sink)
  else if (format === 'onix') await readOnixItems(stream, { after: place, assumeFormat }, sink)
  else await readOpenLibraryItems(stream, place, sink)
}

/** A packed file that is cut off or damaged is the file's fault, too. */
function toSourceError(error: unknown): Error {
  const isZlib = error instanceof Error && 'code' in error && String(error.code).startsWith('Z_')
  if (isZlib) return new SourceError(`the file cannot be unpacked: ${error.message}`)
  return error instanceof Error ? error : new Error(String(error))
}

async function commitBatch(
  deps: ImportDeps,
  row: ImportRow,
  items: readonly ImportItem[],
  bytesRead: number,
): Promise<ImportRow> {
  const place = items.at(-1)?.place ?? row.place
  const done = await inTransaction(deps.db, async (tx) => {
    await lockImports(tx)
    const { assumeFormat, format } = row
    const result = await saveItems(deps, tx, items, { importId: row.id, assumeFormat, isWhole: format !== 'onix' })
    const step = { ...countsOf(result, items.length), place, bytesRead }
    if (!(await advanceImport(tx, row.id, row.place, step)))
      throw new ImportHeldError('another run has gone on with it')
    crashPoint('catalog.inBatch')
    await saveRejects(tx, row.id, result.rejections.slice(0, Math.max(0, rejectsMax - row.rejected)))
    return step
  })
  return {
    ...row,
    state: 'RUNNING',
    place,
    bytesRead,
    records: row.records + done.records,
    rejected: row.rejected + done.rejected,
    quarantined: row.quarantined + done.quarantined,
    works: row.works + done.works,
    editions: row.editions + done.editions,
    withdrawn: row.withdrawn + done.withdrawn,
  }
}

function countsOf({ rejections, quarantined, works, editions, withdrawn }: BatchResult, records: number) {
  return { records, rejected: rejections.length, quarantined, works, editions, withdrawn }
}

async function mustFind(db: Db, id: string): Promise<ImportRow> {
  const row = await findImport(db, id)
  if (!row) throw new Error(`there is no import ${id}`)
  return row
}
