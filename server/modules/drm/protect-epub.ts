// Protects an upload: received as a draft, looked at, encrypted into a second draft, and kept; then its row is written. A crash before the row
// leaves files that nothing names.
import { randomBytes } from 'node:crypto'
import type { Db } from '#platform/db'
import type { Clock } from '#platform/clock'
import { checkEpub } from './check-epub.ts'
import { encryptEpub } from './encrypt-epub.ts'
import type { Draft, Files } from './keep-files.ts'
import type { KeyRing } from './keep-keys.ts'
import { refuse } from './model.ts'
import type { Finding, ProtectEpub, PublicationDescription } from './model.ts'
import { invalid, openArchive, uploadBytesMax } from './open-archive.ts'
import { findStoredPublication, savePublication } from './queries.ts'
import type { StoredPublication } from './queries.ts'
import { readDescription } from './read-description.ts'
import { readPackage } from './read-package.ts'
import { Refusal } from '#platform/errors'

const contentKeyBytes = 32 // AES-256
const storedBytesMax = 2 * uploadBytesMax // encrypting adds a block an entry; deflating anew may be a little worse

export interface Protecting {
  readonly db: Db
  readonly clock: Clock
  readonly keys: KeyRing
  readonly files: Files
}

/** The name of a publication's file. */
export const fileOf = ({ sha256 }: { sha256: string }) => `${sha256}.epub`

/** Checks and stores an EPUB; the same id again is the publication that there is, and the upload is not read. */
export async function protectEpub(
  deps: Protecting,
  { id, scheme, file, by }: ProtectEpub,
): Promise<{ publication: StoredPublication; findings: readonly Finding[] }> {
  const known = await findStoredPublication(deps.db, id)
  if (known) return { publication: known, findings: [] }
  const upload = await deps.files.draft(file, uploadBytesMax)
  try {
    const contentKey = randomBytes(contentKeyBytes)
    const { title, draft, findings, description } = await encryptDraft(deps, upload, contentKey)
    const { sha256, bytes } = draft
    await deps.files.keep(draft, fileOf(draft)) // before the row: a row without its file could not be healed
    const publication = await savePublication(deps.db, {
      id,
      scheme,
      title,
      sha256,
      bytes,
      wrappedKey: deps.keys.wrap(contentKey, id),
      keyId: deps.keys.newestId,
      by,
      createdAt: deps.clock.now(),
      description,
    })
    return { publication, findings }
  } finally {
    await deps.files.discard(upload)
  }
}

interface Encrypted {
  readonly title: string
  readonly draft: Draft
  readonly findings: readonly Finding[]
  readonly description: PublicationDescription
}

/** Encrypts while the checker looks: each takes about as long as the other. */
async function encryptDraft({ files }: Protecting, upload: Draft, contentKey: Buffer): Promise<Encrypted> {
  const archive = await openArchive(upload.path)
  try {
    const book = await readPackage(archive)
    if (book.encrypted.size > 0 || archive.entries.has('META-INF/license.lcpl')) throw refuse('epub_protected')
    const description = await readDescription(archive)
    const encrypting = files.draft(encryptEpub(archive, book, contentKey), storedBytesMax)
    const [draft, findings] = await Promise.allSettled([encrypting, checkEpub(upload.path, upload.bytes)])
    if (draft.status === 'rejected') throw toRefusal(draft.reason)
    if (findings.status === 'fulfilled')
      return { title: book.title, draft: draft.value, findings: findings.value, description }
    await files.discard(draft.value)
    throw findings.reason
  } finally {
    archive.close()
  }
}

/** A full disk is our fault; the rest is what the directory promised and an entry did not hold. */
function toRefusal(error: unknown): unknown {
  return error instanceof Refusal || isOfSystem(error) ? error : invalid('one of its files is broken', error)
}

const isOfSystem = (error: unknown) => error instanceof Error && 'syscall' in error
