import { hydrateEditions } from '#catalog'
import type { Drm } from '#drm'
import { inTransaction } from '#platform/db'
import { derivedId } from '#platform/ids'
import { refuse } from './model.ts'
import type { EbooksDeps } from './model.ts'
import { findEbookEvent, recordEbookEvent, saveEbook } from './queries.ts'

const uploads = 'a6a2d1de-55c1-4c0f-9d0a-6c3f6a1d1b1e' // the namespace of ids made from an upload's key

interface ReceiveEbook {
  readonly isbn13: string
  readonly scheme: 'LCP' | 'WATERMARK'
  /** The EPUB's bytes, read once and never held whole. */
  readonly file: AsyncIterable<Uint8Array>
  readonly key: string
  /** `staff:<account id>` */
  readonly by: string
}

type Received = Awaited<ReturnType<Drm['protect']>>

/**
 * Takes an EPUB for an edition of the catalogue: checked and protected (drm), then ours to sell and to lend. A second file replaces the first for whoever opens
 * the ebook from then on; licences that are out keep theirs. The same key again gives what was received. Refuses `ebooks.edition_not_found`,
 * `ebooks.key_reused`, and what drm refuses.
 */
export async function receiveEbook(
  deps: EbooksDeps,
  { isbn13, scheme, file, key, by }: ReceiveEbook,
): Promise<Received> {
  const { db, clock, drm } = deps
  if (!(await hydrateEditions({ db }, [isbn13])).has(isbn13)) throw refuse('edition_not_found', { isbn13 })
  const received = await drm.protect({ id: derivedId(uploads, `${isbn13}:${key}`), scheme, file, by })
  const { id: publicationId, sha256 } = received.publication
  await inTransaction(db, async (tx) => {
    const at = clock.now()
    const recorded = await findEbookEvent(tx, isbn13, key)
    if (recorded && recorded.event !== 'uploaded') throw refuse('key_reused', { isbn13, key })
    if (recorded) return
    await saveEbook(tx, { isbn13, publicationId, at })
    const detail = { publicationId, scheme, sha256 }
    await recordEbookEvent(tx, { isbn13, event: 'uploaded', detail, reason: null, by, key, at })
  })
  return received
}
