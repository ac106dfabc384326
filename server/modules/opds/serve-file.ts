// What a reading app fetches of one ebook: the licence or the marked file, for whoever may read it, and the picture of its cover, for everybody.
import type { IncomingMessage, ServerResponse } from 'node:http'
import { pipeline } from 'node:stream/promises'
import { licenceType, serveFile } from '#drm'
import { mayRead, openEbook } from '#ebooks'
import { getEntry } from './get-entry.ts'
import { refuse } from './model.ts'
import type { OpdsDeps } from './model.ts'

interface Http {
  readonly req: IncomingMessage
  readonly res: ServerResponse
}

/**
 * An encrypted ebook's licence, which names the file, issued now if it never was, with the passphrase that we choose for the reader; a marked ebook's
 * file. Refuses what `openEbook` does.
 */
export async function servePublication(
  deps: OpdsDeps,
  { req, res }: Http,
  { accountId, isbn13 }: { accountId: string; isbn13: string },
): Promise<void> {
  const passphrase = deps.drm.toAppPassphrase(accountId)
  const { entitlement, scheme } = await openEbook(deps, { accountId, isbn13, passphrase })
  const licenceId = entitlement.id
  if (scheme === 'WATERMARK') {
    const file = await deps.drm.openFile({ licenceId, mayRead: () => mayRead(deps, { licenceId, accountId }) })
    return await serveFile(req, res, file)
  }
  const licence = await deps.drm.toLicenceDocument(licenceId)
  res.writeHead(200, {
    'content-type': licenceType,
    'content-disposition': `attachment; filename="${isbn13}.lcpl"`,
    'cache-control': 'private, no-store',
  })
  res.end(req.method === 'HEAD' ? undefined : licence)
}

/** Refuses `opds.ebook_not_found`, and `address_unknown` for an ebook without a picture. */
export async function serveCover(deps: OpdsDeps, { req, res }: Http, isbn13: string): Promise<void> {
  const { publication } = await getEntry(deps, { isbn13, accountId: null })
  const cover = publication.description?.cover
  if (!cover) throw refuse('address_unknown', { isbn13 })
  const etag = `"${publication.id}"` // another file is another publication
  const headers = { etag, 'cache-control': 'public, max-age=3600' }
  if (req.headers['if-none-match'] === etag) return void res.writeHead(304, headers).end()
  const asked = { publicationId: publication.id, path: cover.path, mayRead: async () => true } // what is on the cover is for all to see
  const { stream, bytes } = await deps.drm.openResource(asked)
  const type = cover.mediaType // one of the pictures that drm takes for a cover, never a page
  res.writeHead(200, {
    ...headers,
    'content-type': type,
    'content-length': bytes,
    'content-security-policy': 'sandbox',
  })
  if (req.method === 'HEAD') {
    stream.destroy()
    return void res.end()
  }
  await pipeline(stream, res).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error
  })
}
