// Describes the publications that were stored before descriptions were read.
import type { Db } from '#platform/db'
import type { Files } from './keep-files.ts'
import type { PublicationDescription } from './model.ts'
import { openArchive } from './open-archive.ts'
import { fileOf } from './protect-epub.ts'
import { listUndescribed, saveDescription } from './queries.ts'
import { readDescription } from './read-description.ts'

const batch = 100 // rows held at once

/** Reads what it can; how many. A file that is gone or cannot be read stays undescribed: its book says so when it is opened. */
export async function updateDescriptions(db: Db, files: Files): Promise<number> {
  let described = 0
  for (let after: string | null = null; ;) {
    const rows = await listUndescribed(db, { after, limit: batch })
    for (const row of rows) {
      const description = await tryRead(files.pathOf(fileOf(row)))
      if (!description) continue
      await saveDescription(db, row.id, description)
      described++
    }
    if (rows.length < batch) return described
    after = rows.at(-1)?.id ?? null
  }
}

async function tryRead(path: string): Promise<PublicationDescription | null> {
  try {
    const archive = await openArchive(path)
    try {
      return await readDescription(archive)
    } finally {
      archive.close()
    }
  } catch {
    return null
  }
}
