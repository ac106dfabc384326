// What a reading app sees of us: feeds, publications and their links, in the words of OPDS 2.0 (https://drafts.opds.io/opds-2.0).
import type { AppAuth } from '#accounts'
import type { EditionCard, Work } from '#catalog'
import type { AppKey, Publication } from '#drm'
import type { EbooksDeps, OfferedEbook } from '#ebooks'
import { defineRefusals } from '#platform/errors'

export interface OpdsDeps extends EbooksDeps {
  /** Such as `https://quire.example`: every address in a feed begins with it. */
  readonly publicUrl: string
  readonly apps: AppAuth
}

export const opdsPath = '/opds'

export const types = {
  feed: 'application/opds+json',
  publication: 'application/opds-publication+json',
  authentication: 'application/opds-authentication+json',
  profile: 'application/opds-profile+json',
  problem: 'application/problem+json',
} as const

export const rels = {
  acquisition: 'http://opds-spec.org/acquisition',
  borrow: 'http://opds-spec.org/acquisition/borrow',
  buy: 'http://opds-spec.org/acquisition/buy',
  shelf: 'http://opds-spec.org/shelf',
  newest: 'http://opds-spec.org/sort/new',
  authDocument: 'http://opds-spec.org/auth/document',
  /** OPDS 2.0 has none for giving back; libraries' apps know this one (the Palace Project, "OPDS for Library Patrons"). */
  revoke: 'http://librarysimplified.org/terms/rel/revoke',
} as const

export const itemsPerPage = 50 // a screen or three; a page of full metadata is about 100 kB
/** How many of our ebooks the feeds reach: subjects and words are looked up among these, in one query. At the limit a page takes 0.1 s, a search 0.3 s. */
export const reachMax = 10_000
export const textMax = 300 // longer than any title

export interface OpdsLink {
  readonly rel?: string | readonly string[]
  readonly href: string
  readonly type: string
  readonly title?: string
  readonly templated?: true
  readonly properties?: object
}

/** What somebody has of an ebook already. `since` and `until` are ISO 8601. */
export type Mine =
  | { readonly kind: 'OWNED'; readonly licenceId: string; readonly since: string }
  | {
      readonly kind: 'LOAN'
      readonly licenceId: string
      readonly since: string | null
      readonly until: string | null
      readonly isRenewable: boolean
    }
  /** A copy that waits to be picked up. */
  | { readonly kind: 'KEPT'; readonly loanId: string; readonly until: string | null }
  | {
      readonly kind: 'HOLD'
      readonly holdId: string
      readonly place: number
      readonly since: string
      readonly expectedAt: string | null
    }

/** An ebook with all that a publication says of it. */
export interface Entry {
  readonly edition: EditionCard
  readonly work: Work
  readonly publication: Publication
  readonly offered: OfferedEbook
  readonly mine: Mine | null
  /** How what the reader has opens; null: they have nothing that opens. */
  readonly key: AppKey | null
}

/** A page of a feed. */
export interface Page {
  readonly entries: readonly Entry[]
  readonly total: number
  /** From 1. */
  readonly page: number
}

export const refuse = defineRefusals('opds', {
  address_unknown: { trpc: 'NOT_FOUND', say: 'There is nothing at this address of the catalogue.' },
  request_invalid: { trpc: 'BAD_REQUEST', say: 'Please check the address that you ask for.' },
  ebook_not_found: { trpc: 'NOT_FOUND', say: 'We do not have this book as an ebook.' },
  nothing_to_return: { trpc: 'CONFLICT', say: 'You have not borrowed this ebook, and are not in its queue.' },
  not_borrowed: { trpc: 'CONFLICT', say: 'You have not borrowed this ebook.' },
  foreign: { trpc: 'FORBIDDEN', say: 'This request comes from the page of another site.' },
})
