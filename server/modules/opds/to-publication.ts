// An ebook as an OPDS publication: its metadata (Readium Web Publication Manifest) and how it can be had (OPDS 2.0 §5, and the best practices for
// borrowing and buying beside it). Pure.
import { epubType, licenceType } from '#drm'
import type { LendingView } from '#ebooks'
import { exponentOf } from '#platform/money'
import type { Money } from '#platform/money'
import { opdsPath, rels, types } from './model.ts'
import type { Entry, Mine, OpdsLink } from './model.ts'
import { toMetadata } from './to-metadata.ts'

/** One ebook's addresses. */
const bookPath = (isbn13: string) => `${opdsPath}/books/${isbn13}`
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
  const own = toOwnState(mine)
  if (own === null && (lending === null || lending.isSuspended)) return null
  return {
    rel: rels.borrow,
    href: `${publicUrl}${bookPath(edition.isbn13)}/borrow`,
    type: types.publication,
    properties: {
      authenticate: `${publicUrl}${authenticationPath}`,
      availability: own ?? toState(lending),
      ...(lending && toCopies(lending, mine)),
      ...(own && { cancellable: true }),
      indirectAcquisition: toIndirect(true), // what is lent is always encrypted
    },
  }
}

function toCopies({ licences, free, waiting }: LendingView, mine: Mine | null) {
  return {
    copies: { total: licences, available: free },
    holds: { total: waiting, ...(mine?.kind === 'HOLD' && { position: mine.place }) },
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

function toState(lending: LendingView | null): State {
  if (lending !== null && lending.free > 0) return { state: 'available' }
  const until = lending?.expectedAt
  return { state: 'unavailable', ...(until && { until }) }
}

const toIndirect = (isLcp: boolean) =>
  isLcp ? [{ type: licenceType, child: [{ type: epubType }] }] : [{ type: epubType }]
