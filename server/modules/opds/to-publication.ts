// An ebook as an OPDS publication: its metadata (Readium Web Publication Manifest) and how it can be had (OPDS 2.0 §5, and the best practices for
// borrowing and buying beside it). Pure.
import { epubType, licenceType, toWebpubAccessibility } from '#drm'
import { exponentOf } from '#platform/money'
import type { Money } from '#platform/money'
import { opdsPath, rels, types } from './model.ts'
import type { Entry, Mine, OpdsLink } from './model.ts'

/** One ebook's addresses. */
export const bookPath = (isbn13: string) => `${opdsPath}/books/${isbn13}`
export const subjectPath = (name: string) => `${opdsPath}/new?subject=${encodeURIComponent(name)}`
export const authenticationPath = `${opdsPath}/authentication`

/** Null: nobody can have it any more, and a publication without a way to have it is none (§5.1). */
export function toPublication(entry: Entry, publicUrl: string) {
  const { isbn13 } = entry.edition
  const address = `${publicUrl}${bookPath(isbn13)}`
  const acquisition = toAcquisition(entry, publicUrl)
  if (acquisition.length === 0) return null
  const cover = entry.publication.description?.cover
  return {
    metadata: toMetadata(entry, publicUrl),
    links: [
      {
        rel: 'self',
        href: address,
        type: types.publication,
        properties: { authenticate: `${publicUrl}${authenticationPath}` },
      },
      { rel: 'alternate', href: `${publicUrl}/book/${isbn13}`, type: 'text/html' },
      ...acquisition,
    ],
    ...(cover && { images: [{ href: `${address}/cover`, type: cover.mediaType }] }),
  }
}

function toMetadata({ edition, work, publication }: Entry, publicUrl: string) {
  const { description } = publication
  const accessibility = description && toWebpubAccessibility(description.accessibility)
  const position = Number(work.seriesNumber)
  const series = work.series !== null && {
    name: work.series,
    ...(work.seriesNumber !== null && Number.isFinite(position) && { position }),
  }
  const { authors, subtitle, publisher, publishedYear: year, pages } = edition
  return {
    '@type': 'http://schema.org/EBook',
    identifier: `urn:isbn:${edition.isbn13}`,
    title: edition.title,
    ...(subtitle && { subtitle }),
    ...(authors.length > 0 && { author: authors.map((name) => ({ name })) }),
    language: edition.language,
    ...(publisher && { publisher }),
    ...(year !== null && { published: `${year}-01-01` }), // the catalogue knows the year, the format wants a day
    modified: work.updatedAt.toISOString(),
    ...(work.subjects.length > 0 && {
      subject: work.subjects.map((name) => {
        return { name, links: [{ href: `${publicUrl}${subjectPath(name)}`, type: types.feed }] }
      }),
    }),
    ...(work.description && { description: work.description }),
    ...(pages !== null && { numberOfPages: pages }),
    ...(series && { belongsTo: { series } }),
    ...(description && { layout: description.layout }),
    ...(accessibility && { accessibility }),
  }
}

function toAcquisition(entry: Entry, publicUrl: string): OpdsLink[] {
  const { mine, offered } = entry
  if (mine?.kind === 'OWNED') return [toDownload(entry, mine, publicUrl)]
  if (mine?.kind === 'LOAN') return [toDownload(entry, mine, publicUrl), ...toLoanDeeds(entry, mine, publicUrl)]
  const borrow = toBorrow(entry, publicUrl)
  return [...offered.prices.map((price) => toBuy(entry, price, publicUrl)), ...(borrow ? [borrow] : [])]
}

/** What is fetched: the licence, which names the file, or the file itself. */
function toDownload(entry: Entry, mine: Mine & { kind: 'OWNED' | 'LOAN' }, publicUrl: string): OpdsLink {
  const { edition, publication, key } = entry
  const isLcp = (key?.scheme ?? publication.scheme) === 'LCP'
  const hash = key?.passphraseHash
  const until = mine.kind === 'LOAN' ? mine.until : null
  return {
    rel: rels.acquisition,
    href: `${publicUrl}${bookPath(edition.isbn13)}/file`,
    type: isLcp ? licenceType : epubType,
    properties: {
      authenticate: `${publicUrl}${authenticationPath}`,
      availability: { state: 'available', ...(mine.since && { since: mine.since }), ...(until && { until }) },
      ...(isLcp && { indirectAcquisition: [{ type: epubType }] }),
      // The app opens the ebook without asking for anything (LCP key retrieval): Base 64 of the hash.
      ...(isLcp && hash && { lcp_hashed_passphrase: Buffer.from(hash, 'hex').toString('base64') }),
    },
  }
}

function toLoanDeeds({ edition }: Entry, { isRenewable }: Mine & { kind: 'LOAN' }, publicUrl: string): OpdsLink[] {
  const address = `${publicUrl}${bookPath(edition.isbn13)}`
  const properties = { authenticate: `${publicUrl}${authenticationPath}` }
  const renew = { rel: `${publicUrl}${opdsPath}/rel/renew`, href: `${address}/renew`, title: 'Renew' }
  return [
    { rel: rels.revoke, href: `${address}/return`, type: types.publication, title: 'Return', properties },
    ...(isRenewable ? [{ ...renew, type: types.publication, properties }] : []),
  ]
}

/** Paid for on our own page: a price, a card and a bank do not fit into a feed. */
function toBuy({ edition, publication }: Entry, price: Money, publicUrl: string): OpdsLink {
  return {
    rel: rels.buy,
    href: `${publicUrl}/book/${edition.isbn13}`,
    type: 'text/html',
    properties: {
      price: { value: Number(price.minor) / 10 ** exponentOf(price.currency), currency: price.currency },
      indirectAcquisition: toIndirect(publication.scheme === 'LCP'),
    },
  }
}

/** The same link borrows, picks up and joins the queue. DELETE leaves it, or lets the kept copy go. Null: it is not lent. */
function toBorrow({ edition, offered, mine }: Entry, publicUrl: string): OpdsLink | null {
  const { lending } = offered
  const address = `${publicUrl}${bookPath(edition.isbn13)}/borrow`
  if (mine === null && (lending === null || lending.isSuspended)) return null
  const own = toOwnState(mine)
  const free = lending?.free ?? 0
  const state = own ?? toState(free, lending?.expectedAt ?? null)
  const position = mine?.kind === 'HOLD' ? mine.place : null
  return {
    rel: rels.borrow,
    href: address,
    type: types.publication,
    properties: {
      authenticate: `${publicUrl}${authenticationPath}`,
      availability: state,
      ...(lending && { copies: { total: lending.licences, available: free } }),
      ...(lending && { holds: { total: lending.waiting, ...(position !== null && { position }) } }),
      ...(own && { cancellable: true }),
      indirectAcquisition: toIndirect(true), // what is lent is always encrypted
    },
  }
}

interface State {
  readonly state: 'available' | 'unavailable' | 'reserved' | 'ready'
  readonly since?: string
  readonly until?: string
}

function toOwnState(mine: Mine | null): State | null {
  if (mine?.kind === 'KEPT') return { state: 'ready', ...(mine.until && { until: mine.until }) }
  if (mine?.kind !== 'HOLD') return null
  return { state: 'reserved', since: mine.since, ...(mine.expectedAt && { until: mine.expectedAt }) }
}

function toState(free: number, expectedAt: string | null): State {
  return free > 0 ? { state: 'available' } : { state: 'unavailable', ...(expectedAt && { until: expectedAt }) }
}

const toIndirect = (isLcp: boolean) =>
  isLcp ? [{ type: licenceType, child: [{ type: epubType }] }] : [{ type: epubType }]
