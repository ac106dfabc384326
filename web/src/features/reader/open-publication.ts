// Opens an ebook of the reader's own: its manifest, its places, and what fetches its files. All of it comes from our server, which asks for the
// entitlement at every file.
import { HttpFetcher, Locator, Manifest, Publication } from '@readium/shared'

export interface OpenPublication {
  readonly publication: Publication
  readonly positions: Locator[]
  readonly title: string
  /** Where to go from the table of contents, as deep as it is. */
  readonly contents: readonly ContentsEntry[]
  readonly isFixed: boolean
}

export interface ContentsEntry {
  readonly href: string
  readonly title: string
  readonly children: readonly ContentsEntry[]
}

/** What could not be opened, with a sentence for its reader. */
export class NotOpened extends Error {}

/** Throws `NotOpened` with the server's reason. */
export async function openPublication(entitlementId: string, signal: AbortSignal): Promise<OpenPublication> {
  const base = new URL(`/read/${encodeURIComponent(entitlementId)}/`, location.origin)
  const answer = await fetch(new URL('manifest.json', base), { signal })
  if (!answer.ok) throw new NotOpened(await reasonOf(answer))
  const json = (await answer.json()) as {
    positions: unknown[]
    toc: unknown[]
    metadata: { title: string; layout: string }
  }
  const manifest = Manifest.deserialize(json)
  if (!manifest) throw new NotOpened('')
  manifest.setSelfLink(new URL('manifest.json', base).href)
  const fetcher = new HttpFetcher((input, init) => fetch(input, { ...init, signal }), base.href)
  return {
    publication: new Publication({ manifest, fetcher }),
    positions: json.positions.flatMap((place) => Locator.deserialize(place) ?? []),
    title: json.metadata.title,
    contents: toEntries(json.toc),
    isFixed: json.metadata.layout === 'fixed',
  }
}

async function reasonOf(answer: Response): Promise<string> {
  const isText = answer.headers.get('content-type')?.startsWith('text/plain') ?? false
  return isText ? await answer.text() : ''
}

function toEntries(links: readonly unknown[]): ContentsEntry[] {
  return (links as { href: string; title?: string; children?: unknown[] }[]).map(({ href, title, children = [] }) => ({
    href,
    title: title || href,
    children: toEntries(children),
  }))
}
