// Opens what a reader may have: their file, or one file inside a publication. The entitlement is asked for before anything is opened.
import type { Clock } from '#platform/clock'
import type { Db } from '#platform/db'
import { decryptEntry } from './decrypt-entry.ts'
import { openKey } from './issue-licence.ts'
import type { Files } from './keep-files.ts'
import type { KeyRing } from './keep-keys.ts'
import { licenceMachine } from './machine.ts'
import { markEpub } from './mark-epub.ts'
import { refuse } from './model.ts'
import type { MayRead, OpenResource, ReaderFile } from './model.ts'
import { openArchive, uploadBytesMax } from './open-archive.ts'
import { fileOf } from './protect-epub.ts'
import { getStoredLicence, getStoredPublication } from './queries.ts'
import type { StoredLicence, StoredPublication } from './queries.ts'
import { readManifest } from './read-manifest.ts'
import type { PublicationManifest } from './read-manifest.ts'
import { readPackage } from './read-package.ts'
import { stateAt } from './settle-licence.ts'

const markedBytesMax = 2 * uploadBytesMax
const markVersion = 1 // in the name of a marked copy: another way to mark makes another copy

export interface Opening {
  readonly db: Db
  readonly clock: Clock
  readonly keys: KeyRing
  readonly files: Files
  /** Copies that are being marked in this process, by name: whoever asks meanwhile waits for the same one. */
  readonly marking: Map<string, Promise<void>>
}

/** The reader's file under a licence that is live now. */
export async function openFile(
  deps: Opening,
  { licenceId, mayRead }: { licenceId: string; mayRead: MayRead },
): Promise<ReaderFile> {
  const licence = await getStoredLicence(deps.db, licenceId)
  const now = deps.clock.now()
  if (licenceMachine.isTerminal(stateAt(licence, now))) throw refuse('licence_over')
  if (licence.rights.start > now || !(await mayRead())) throw refuse('not_entitled')
  const publication = await getStoredPublication(deps.db, licence.publicationId)
  const { watermark } = licence
  const name = watermark ? `marked-v${markVersion}-${licence.id}.epub` : fileOf(publication)
  if (watermark) await ensureMarked(deps, { name, publication, watermark })
  const bytes = await deps.files.sizeOf(name)
  if (bytes === null) throw new Error(`the file of publication ${publication.id} is missing`)
  return {
    bytes,
    etag: `"${publication.sha256}${watermark ? `-${markVersion}-${watermark.mark}` : ''}"`,
    read: (range) => deps.files.read(name, range, bytes),
  }
}

/** One file inside a publication, in the clear. */
export async function openResource(
  { db, keys, files }: Opening,
  { publicationId, path, mayRead }: { publicationId: string; path: string; mayRead: MayRead },
): Promise<OpenResource> {
  if (!(await mayRead())) throw refuse('not_entitled')
  const publication = await getStoredPublication(db, publicationId)
  const archive = await openArchive(files.pathOf(fileOf(publication)))
  try {
    const entry = archive.entries.get(path)
    if (!entry) throw refuse('resource_not_found', { path })
    const book = await readPackage(archive)
    const stream = await decryptEntry(archive, book, openKey(keys, publication), path)
    stream.once('close', () => archive.close())
    return {
      stream,
      mediaType: book.items.get(path)?.mediaType ?? 'application/octet-stream',
      bytes: book.encrypted.get(path)?.bytes ?? entry.bytes,
    }
  } catch (error) {
    archive.close()
    throw error
  }
}

/** What the publication says of itself, for a reading system. */
export async function openManifest(
  { db, files }: Opening,
  { publicationId, mayRead }: { publicationId: string; mayRead: MayRead },
): Promise<PublicationManifest> {
  if (!(await mayRead())) throw refuse('not_entitled')
  const publication = await getStoredPublication(db, publicationId)
  const archive = await openArchive(files.pathOf(fileOf(publication)))
  try {
    return await readManifest(archive)
  } finally {
    archive.close()
  }
}

interface Marking {
  readonly name: string
  readonly publication: StoredPublication
  readonly watermark: NonNullable<StoredLicence['watermark']>
}

/** Makes the marked copy unless it is there. Two processes that make it make the same one. */
async function ensureMarked(deps: Opening, marking: Marking): Promise<void> {
  const { name } = marking
  if ((await deps.files.sizeOf(name)) !== null) return
  const making = deps.marking.get(name) ?? makeMarked(deps, marking).finally(() => deps.marking.delete(name))
  deps.marking.set(name, making)
  await making
}

async function makeMarked({ keys, files }: Opening, { name, publication, watermark }: Marking): Promise<void> {
  const archive = await openArchive(files.pathOf(fileOf(publication)))
  try {
    const book = await readPackage(archive)
    const marked = markEpub(archive, book, openKey(keys, publication), watermark)
    await files.keep(await files.draft(marked, markedBytesMax), name)
  } finally {
    archive.close()
  }
}
