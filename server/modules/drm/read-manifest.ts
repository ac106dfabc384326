// Describes a publication for a reading system: a Readium Web Publication Manifest (https://readium.org/webpub-manifest) made from the default
// rendition's package document and its table of contents. Hrefs are from the root of the container.
import { parseXml, readPackage, resolvePath } from './read-package.ts'
import type { Package } from './read-package.ts'
import type { Archive } from './open-archive.ts'

/** A link of the manifest. */
export interface ManifestLink {
  readonly href: string
  readonly type?: string
  readonly title?: string
  readonly rel?: string
  readonly properties?: { readonly layout: 'fixed' | 'reflowable' }
  readonly children?: readonly ManifestLink[]
}

/** A place in the text, for going to the middle of a chapter and for saying how far one is (Readium Locator). */
export interface ManifestPosition {
  readonly href: string
  readonly type: string
  readonly title?: string
  readonly locations: { readonly position: number; readonly progression: number; readonly totalProgression: number }
}

export interface PublicationManifest {
  readonly metadata: {
    readonly title: string
    readonly author: readonly string[]
    readonly language: readonly string[]
    readonly readingProgression: 'ltr' | 'rtl' | 'auto'
    readonly layout: 'fixed' | 'reflowable'
    readonly accessibility: Accessibility
  }
  readonly readingOrder: readonly ManifestLink[]
  readonly resources: readonly ManifestLink[]
  readonly toc: readonly ManifestLink[]
  readonly positions: readonly ManifestPosition[]
}

/** What the publisher says of it, in the words of https://www.w3.org/community/reports/publishingcg/CG-FINAL-a11y-discov-vocab-20251222. */
export interface Accessibility {
  readonly summary?: string
  readonly features: readonly string[]
  readonly hazards: readonly string[]
  readonly accessModes: readonly string[]
  readonly sufficientModes: readonly (readonly string[])[]
  readonly conformsTo: readonly string[]
  /** Who has certified that it conforms. */
  readonly certifiedBy?: string
}

/** Bytes of text to a position, as Readium's toolkits count: about a page. */
const positionBytes = 1_024

export async function readManifest(archive: Archive): Promise<PublicationManifest> {
  const book = await readPackage(archive)
  const [rootfile = ''] = book.rootfiles
  const rendition = await readRendition(archive, rootfile)
  const readingOrder = rendition.spine.flatMap((idref) => {
    const item = rendition.items.get(idref)
    const known = item && book.items.get(item.path)
    return known ? [{ href: known.path, type: known.mediaType }] : []
  })
  const toc = await readContents(archive, book, rendition)
  const inOrder = new Set(readingOrder.map(({ href }) => href))
  const { title } = book
  const { authors, languages, direction, layout, accessibility } = rendition
  return {
    metadata: {
      title,
      author: authors,
      language: languages,
      readingProgression: direction,
      layout,
      accessibility,
    },
    readingOrder,
    resources: [...book.items.values()]
      .filter(({ path }) => !inOrder.has(path))
      .map(({ path, mediaType, isCover }) => ({ href: path, type: mediaType, ...(isCover && { rel: 'cover' }) })),
    toc,
    positions: toPositions(archive, book, readingOrder, toc),
  }
}

export interface Rendition {
  readonly authors: string[]
  readonly languages: string[]
  direction: 'ltr' | 'rtl' | 'auto'
  layout: 'fixed' | 'reflowable'
  readonly accessibility: Accessibility
  /** By id of the manifest's item. */
  readonly items: ReadonlyMap<string, { path: string; properties: string[]; mediaType: string }>
  /** Ids, in reading order; what is not linear is left out of it. */
  readonly spine: string[]
  /** Id of the EPUB 2 table of contents; '' where there is none. */
  readonly ncx: string
}

const conformsTo = 'dcterms:conformsTo'

/** What the package document at `rootfile` says. */
export async function readRendition(archive: Archive, rootfile: string): Promise<Rendition> {
  const items = new Map<string, { path: string; properties: string[]; mediaType: string }>()
  const authors: string[] = []
  const languages: string[] = []
  const spine: string[] = []
  const said = new Map<string, string[]>()
  let ncx = ''
  let property = ''
  let direction: Rendition['direction'] = 'auto'
  const say = (name: string, value: string) => void said.set(name, [...(said.get(name) ?? []), value])
  await parseXml(
    archive,
    rootfile,
    ({ local, attribute }) => {
      if (local === 'meta') {
        property = attribute('property')
        if (attribute('name')) say(attribute('name'), attribute('content')) // EPUB 2's way
      }
      if (local === 'link' && attribute('rel') === conformsTo) say(conformsTo, attribute('href'))
      if (local === 'item') {
        const path = resolvePath(rootfile, attribute('href'))
        const properties = attribute('properties').split(/\s+/)
        if (path !== null) items.set(attribute('id'), { path, properties, mediaType: attribute('media-type') })
      }
      if (local === 'spine') {
        ncx = attribute('toc')
        direction = toDirection(attribute('page-progression-direction'))
      }
      if (local === 'itemref' && attribute('linear') !== 'no') spine.push(attribute('idref'))
    },
    (text, local) => {
      const value = text.trim()
      if (value === '') return
      if (local === 'creator') authors.push(value)
      if (local === 'language') languages.push(value)
      if (local === 'meta' && property) say(property, value)
    },
  )
  const layout = said.get('rendition:layout')?.[0] === 'pre-paginated' ? 'fixed' : 'reflowable'
  return { authors, languages, direction, layout, accessibility: toAccessibility(said), items, spine, ncx }
}

const toDirection = (text: string): Rendition['direction'] => (text === 'rtl' || text === 'ltr' ? text : 'auto')

function toAccessibility(said: ReadonlyMap<string, readonly string[]>): Accessibility {
  const all = (name: string) => [...new Set(said.get(name) ?? [])]
  const [summary] = all('schema:accessibilitySummary')
  const [certifiedBy] = all('a11y:certifiedBy')
  return {
    ...(summary !== undefined && { summary }),
    ...(certifiedBy !== undefined && { certifiedBy }),
    features: all('schema:accessibilityFeature'),
    hazards: all('schema:accessibilityHazard'),
    accessModes: all('schema:accessMode'),
    sufficientModes: all('schema:accessModeSufficient').map((modes) => modes.split(/\s*,\s*/)),
    conformsTo: all(conformsTo),
  }
}

/** The table of contents: EPUB 3's navigation document, else EPUB 2's NCX, else nothing. */
async function readContents(archive: Archive, book: Package, { items, ncx }: Rendition): Promise<ManifestLink[]> {
  const nav = [...items.values()].find(({ properties }) => properties.includes('nav'))
  const older = items.get(ncx) ?? [...items.values()].find(({ mediaType }) => mediaType === 'application/x-dtbncx+xml')
  const from = nav ?? older
  if (!from || !archive.entries.has(from.path) || book.encrypted.has(from.path)) return []
  return nav ? await readNav(archive, nav.path) : await readNcx(archive, from.path)
}

interface Entry {
  href: string
  title: string
  children: Entry[]
}

async function readNav(archive: Archive, path: string): Promise<ManifestLink[]> {
  const root: Entry = { href: '', title: '', children: [] }
  const lists: Entry[] = []
  let inside = 0 // how deep within <nav epub:type="toc">
  let label: Entry | null = null
  await parseXml(
    archive,
    path,
    ({ local, attribute }) => {
      if (local === 'nav' && attribute('epub:type').split(/\s+/).includes('toc')) inside = 1
      if (inside === 0) return
      if (local === 'ol') lists.push(lists.at(-1)?.children.at(-1) ?? root)
      if (local === 'li') {
        label = { href: '', title: '', children: [] }
        lists.at(-1)?.children.push(label)
      }
      if (local === 'a' && label) label.href ||= withFragment(path, attribute('href'))
    },
    (text) => {
      if (inside > 0 && label) label.title += text
    },
    (local) => {
      if (inside === 0) return
      if (local === 'ol') lists.pop()
      if (local === 'a' || local === 'span' || local === 'li') label = null
      if (local === 'nav') inside = 0
    },
  )
  return root.children.flatMap(toLinks)
}

async function readNcx(archive: Archive, path: string): Promise<ManifestLink[]> {
  const root: Entry = { href: '', title: '', children: [] }
  const open: Entry[] = [root]
  await parseXml(
    archive,
    path,
    ({ local, attribute }) => {
      if (local === 'navPoint') {
        const entry: Entry = { href: '', title: '', children: [] }
        open.at(-1)?.children.push(entry)
        open.push(entry)
      }
      const entry = open.at(-1)
      if (local === 'content' && entry && entry !== root) entry.href = withFragment(path, attribute('src'))
    },
    (text, local) => {
      const entry = open.at(-1)
      if (local === 'text' && entry && entry !== root) entry.title += text
    },
    (local) => {
      if (local === 'navPoint') open.pop()
    },
  )
  return root.children.flatMap(toLinks)
}

function withFragment(from: string, href: string): string {
  const [file = '', fragment] = href.split('#')
  const path = file === '' ? from : resolvePath(from, file)
  return path === null ? '' : fragment ? `${path}#${fragment}` : path
}

/** An entry without an address that leads nowhere below either is left out; a heading keeps what is under it. */
function toLinks({ href, title, children }: Entry): ManifestLink[] {
  const below = children.flatMap(toLinks)
  const first = href || below[0]?.href
  if (first === undefined) return []
  return [{ href: first, title: title.replaceAll(/\s+/g, ' ').trim(), ...(below.length > 0 && { children: below }) }]
}

/** One position for each KiB of each file in the reading order, at least one a file. */
function toPositions(
  archive: Archive,
  book: Package,
  readingOrder: readonly { href: string; type: string }[],
  toc: readonly ManifestLink[],
): ManifestPosition[] {
  const titles = new Map(toc.map(({ href, title }) => [href.split('#')[0] ?? href, title]))
  const places = readingOrder.flatMap(({ href, type }) => {
    const bytes = book.encrypted.get(href)?.bytes ?? archive.entries.get(href)?.bytes ?? 0
    const count = Math.max(1, Math.ceil(bytes / positionBytes))
    const title = titles.get(href)
    return Array.from({ length: count }, (_, index) => ({
      href,
      type,
      ...(title !== undefined && { title }),
      progression: index / count,
    }))
  })
  return places.map(({ progression, ...place }, index) => ({
    ...place,
    locations: { position: index + 1, progression, totalProgression: index / places.length },
  }))
}
