import { mkdir, rename, rm } from 'node:fs/promises'
import { createWriteStream } from 'node:fs'
import path from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { refuse } from './model.ts'
import type { ImportFormat, ImportRow, RunnerDeps } from './model.ts'
import { sendImport } from './start-import.ts'

/** A packed catalogue of a large publisher has half of it; larger ones are put into the folder. */
const uploadBytesMax = 1_024 * 1_024 * 1_024
/** Within the import folder; they are not offered there again. */
const uploadsFolder = 'uploads'

export interface Upload {
  readonly fileName: string
  readonly format: ImportFormat
  readonly assumeFormat: ImportRow['assumeFormat']
  readonly by: string
}

/**
 * Writes a file to the disk as it comes in, and lets a worker import it. One that breaks off leaves nothing. Refuses `folder_missing`,
 * `file_empty`, `file_too_large`.
 */
export async function receiveUpload(
  deps: RunnerDeps,
  source: Readable,
  upload: Upload,
  bytesMax = uploadBytesMax,
): Promise<ImportRow> {
  if (deps.importFolder === null) throw refuse('folder_missing')
  const folder = path.join(deps.importFolder, uploadsFolder)
  await mkdir(folder, { recursive: true })
  const file = path.join(folder, deps.ids.next()) // the name that people gave it is only shown
  const part = `${file}.part`
  try {
    const bytes = await writeTo(part, source, bytesMax)
    if (bytes === 0) throw refuse('file_empty', {}, { file: 'is empty' })
    await rename(part, file)
  } catch (error) {
    await rm(part, { force: true })
    throw error
  }
  return sendImport(deps, { ...upload, path: file })
}

async function writeTo(file: string, source: Readable, bytesMax: number): Promise<number> {
  let bytes = 0
  await pipeline(
    source.iterator({ destroyOnReturn: false }), // the answer goes over the same connection
    async function* counted(chunks: AsyncIterable<Buffer>) {
      for await (const chunk of chunks) {
        bytes += chunk.length
        if (bytes > bytesMax) throw refuse('file_too_large', { bytesMax }, { file: 'is too large to upload' })
        yield chunk
      }
    },
    createWriteStream(file, { flush: true }),
  )
  return bytes
}
