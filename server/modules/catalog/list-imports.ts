import { readdir } from 'node:fs/promises'
import path from 'node:path'
import { findImport, listImportRows, listRejects } from './import-queries.ts'
import { refuse } from './model.ts'
import type { CatalogDeps, ImportFormat, ImportRow, RunnerDeps } from './model.ts'

/** Imports that the page shows. */
const shownMax = 30
const rejectsAtOnce = 5_000

/** The latest imports, newest first. */
export function listImports({ db }: Pick<CatalogDeps, 'db'>): Promise<ImportRow[]> {
  return listImportRows(db, shownMax)
}

/** Refuses `import_not_found`. */
export async function getImport({ db }: Pick<CatalogDeps, 'db'>, id: string): Promise<ImportRow> {
  const row = await findImport(db, id)
  if (!row) throw refuse('import_not_found', { id })
  return row
}

/** The names of files that lie in the import folder itself, in order; none without a folder. */
export async function listFolder({ importFolder }: Pick<RunnerDeps, 'importFolder'>): Promise<string[]> {
  if (importFolder === null) return []
  const entries = await readdir(importFolder, { withFileTypes: true }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return []
    throw error
  })
  return entries
    .filter((entry) => entry.isFile() && !entry.name.startsWith('.'))
    .map(({ name }) => name)
    .sort()
}

/** The path of a file that lies in the folder; refuses `file_unknown` for anything else, such as a way out of it. */
export async function findFolderFile(deps: Pick<RunnerDeps, 'importFolder'>, name: string): Promise<string> {
  const names = await listFolder(deps)
  if (deps.importFolder === null || !names.includes(name))
    throw refuse('file_unknown', { name }, { file: 'is not in the import folder' })
  return path.join(deps.importFolder, name)
}

/** The rejections of an import as a CSV file, page by page. */
export async function* readRejects(
  { db }: Pick<CatalogDeps, 'db'>,
  { id, format }: { id: string; format: ImportFormat },
): AsyncGenerator<string> {
  yield `${format === 'onix' ? 'product' : 'line'},field,reason\r\n`
  let after: { place: number; field: string } | null = null
  for (;;) {
    const page = await listRejects(db, id, { after, limit: rejectsAtOnce })
    yield page.map(({ place, field, reason }) => `${place},${quoted(field)},${quoted(reason)}\r\n`).join('')
    const last = page.at(-1)
    if (page.length < rejectsAtOnce || !last) return
    after = last
  }
}

/** As CSV; a text that a spreadsheet would take for a formula gets an apostrophe. */
function quoted(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return `"${safe.replaceAll('"', '""')}"`
}
