// Gives our own reader in the browser what it reads: a publication's manifest and its files, decrypted, to whoever owns or has borrowed it, asked
// anew at every file. What a publisher put in is not ours: it is sent as something that cannot run here.
import type { IncomingMessage, ServerResponse } from 'node:http'
import { pipeline } from 'node:stream/promises'
import { toWebpubAccessibility } from '#drm'
import { Refusal } from '#platform/errors'
import { isIsbn13 } from '#platform/isbn'
import { refuse } from './model.ts'
import type { EbooksDeps } from './model.ts'
import { findEntitlement, noteOpened } from './open-ebook.ts'
import { findPublication } from './queries.ts'

/** Where the reader's files are: `/read/<isbn13>/manifest.json`, and beside it everything in the EPUB by its own path. */
export const readingPath = '/read'
const address = new RegExp(`^${readingPath}/(\\d{13})/(.+)$`)

/** Types that a browser would run as a program, were they sent as what they are. */
const programs = /javascript|ecmascript|^text\/html$|^application\/(wasm|x-shockwave-flash)/

export interface Reading {
  readonly deps: EbooksDeps
  /** Who asks, by their session; null: nobody. */
  getAccountId(req: IncomingMessage): Promise<string | null>
}

/** The handler of everything under `readingPath`. What is no refusal is thrown on. */
export async function serveReading(
  { deps, getAccountId }: Reading,
  req: IncomingMessage,
  res: ServerResponse,
): Promise<void> {
  try {
    if (req.method !== 'GET' && req.method !== 'HEAD') return say(res, 405, 'This address is for reading.')
    const accountId = await getAccountId(req)
    if (accountId === null) return say(res, 401, 'Please sign in to read this ebook.')
    const { isbn13, path } = readAddress(req.url ?? '')
    const publicationId = await findPublication(deps.db, isbn13)
    if (publicationId === null) throw refuse('ebook_not_found', { isbn13 })
    const mayRead = async () => {
      const entitlement = await findEntitlement(deps, { accountId, isbn13 })
      if (entitlement) await noteOpened(deps.db, entitlement, deps.clock.now()) // what is handed out has been opened
      return entitlement !== null
    }
    if (path === 'manifest.json') await sendManifest(deps, res, { publicationId, mayRead })
    else await sendFile(deps, { req, res }, { publicationId, path, mayRead })
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    say(res, error.spec.trpc === 'FORBIDDEN' ? 403 : 404, error.message)
  }
}

function readAddress(url: string): { isbn13: string; path: string } {
  const [, isbn13 = '', rest = ''] = address.exec(url.split('?')[0] ?? '') ?? []
  const path = decode(rest)
  if (path === null || !isIsbn13(isbn13)) throw refuse('ebook_not_found')
  return { isbn13, path }
}

function decode(path: string): string | null {
  try {
    return decodeURIComponent(path)
  } catch {
    return null
  }
}

interface Asked {
  readonly publicationId: string
  readonly mayRead: () => Promise<boolean>
}

async function sendManifest({ drm }: EbooksDeps, res: ServerResponse, asked: Asked): Promise<void> {
  const { metadata, ...links } = await drm.openManifest(asked)
  const accessibility = toWebpubAccessibility(metadata.accessibility)
  const manifest = {
    '@context': 'https://readium.org/webpub-manifest/context.jsonld',
    metadata: {
      '@type': 'http://schema.org/Book',
      ...metadata,
      accessibility: accessibility ?? undefined, // JSON leaves it out
      conformsTo: 'https://readium.org/webpub-manifest/profiles/epub',
    },
    links: [],
    ...links,
    readingOrder: links.readingOrder.map(toAddress),
    resources: links.resources.map(toAddress),
    toc: links.toc.map(toAddress),
    positions: links.positions.map((position) => ({ ...position, href: encodePath(position.href) })),
  }
  res.writeHead(200, { 'content-type': 'application/webpub+json', ...privately }).end(JSON.stringify(manifest))
}

const privately = { 'cache-control': 'private, no-store' }

async function sendFile(
  { drm }: EbooksDeps,
  { req, res }: { req: IncomingMessage; res: ServerResponse },
  asked: Asked & { path: string },
): Promise<void> {
  const { stream, mediaType, bytes } = await drm.openResource(asked)
  const type = programs.test(mediaType) ? 'text/plain' : mediaType
  // Opened by itself in a tab it is a page without scripts, forms or a place on our site.
  const headers = { 'content-type': type, 'content-length': bytes, 'content-security-policy': 'sandbox', ...privately }
  res.writeHead(200, headers)
  if (req.method === 'HEAD') {
    stream.destroy()
    return void res.end()
  }
  await pipeline(stream, res).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error // a reader who turned the page
  })
}

interface Linked {
  readonly href: string
  readonly children?: readonly Linked[]
}

/** With every href as a URL's path: in the archive they are plain names. */
function toAddress<L extends Linked>(link: L): L {
  const { children } = link
  return { ...link, href: encodePath(link.href), ...(children && { children: children.map(toAddress) }) }
}

function encodePath(href: string): string {
  const [path = '', ...fragment] = href.split('#')
  return [path.split('/').map(encodeURIComponent).join('/'), ...fragment].join('#')
}

function say(res: ServerResponse, status: number, sentence: string): void {
  res.writeHead(status, { 'content-type': 'text/plain; charset=utf-8', ...privately }).end(sentence)
}
