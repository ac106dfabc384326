import { basename } from 'node:path'
import { inTransaction } from '#platform/db'
import { runImportDue } from './jobs.ts'
import type { CatalogDeps, ImportFormat, ImportRow, RunnerDeps } from './model.ts'
import { identifyFile } from './open-source.ts'
import { openImport } from './import-queries.ts'

export interface StartImport {
  /** Where the file lies, for the process that will read it. */
  readonly path: string
  readonly format: ImportFormat
  readonly assumeFormat: ImportRow['assumeFormat']
  /** What people see; the path's last part unless given. */
  readonly fileName?: string
  /** `account:<id>`, or `command`. */
  readonly by: string
}

/** Notes that a file is to be imported. One that was begun and not finished, by its content, is gone on with. Throws when there is no such file. */
export async function startImport(deps: CatalogDeps, start: StartImport): Promise<ImportRow> {
  const row = await describe(deps, start)
  return inTransaction(deps.db, (tx) => openImport(tx, row))
}

/** The same, and a worker runs it. */
export async function sendImport(deps: RunnerDeps, start: StartImport): Promise<ImportRow> {
  const row = await describe(deps, start)
  return inTransaction(deps.db, async (tx) => {
    const opened = await openImport(tx, row)
    await deps.jobs.send(tx, runImportDue, { importId: opened.id })
    return opened
  })
}

async function describe({ ids }: CatalogDeps, { path, format, assumeFormat, fileName, by }: StartImport) {
  const { fingerprint, bytes } = await identifyFile(path)
  return {
    id: ids.next(),
    path,
    fileName: fileName ?? basename(path),
    fingerprint,
    bytes,
    format,
    assumeFormat,
    startedBy: by,
  }
}
