// What protection is: publications that are stored so that only a licence opens them, licences, and the port through which lending and selling
// use both. Two schemes stand behind the port: Readium LCP (encrypted) and the social watermark (marked).
import type { Readable } from 'node:stream'
import type { Clock } from '#platform/clock'
import type { Db, Tx } from '#platform/db'
import { Refusal, defineRefusals } from '#platform/errors'
import type { LicenceEvent, LicenceState } from './machine.ts'
import type { Accessibility, PublicationManifest } from './read-manifest.ts'

export interface DrmDeps {
  readonly db: Db
  readonly clock: Clock
}

export const drmSchemes = ['LCP', 'WATERMARK'] as const
export type DrmScheme = (typeof drmSchemes)[number]

/** An EPUB that staff hand in, to be protected once. */
export interface ProtectEpub {
  /** The caller's id for it: protecting it again is the publication that there is. */
  readonly id: string
  readonly scheme: DrmScheme
  /** The EPUB's bytes; read once, never held whole. */
  readonly file: AsyncIterable<Uint8Array>
  /** Who hands it in: an account's id. */
  readonly by: string
}

/** A protected EPUB as it is stored. */
export interface Publication {
  readonly id: string
  readonly scheme: DrmScheme
  /** `dc:title` of its package document. */
  readonly title: string
  /** SHA-256 of the stored file, in hex. */
  readonly sha256: string
  /** Size of the stored file. */
  readonly bytes: number
  readonly createdAt: Date
  /** Null: not read yet. */
  readonly description: PublicationDescription | null
}

/** What a publication says of itself, to be shown where it is offered. */
export interface PublicationDescription {
  readonly layout: 'fixed' | 'reflowable'
  readonly accessibility: Accessibility
  /** Its picture, one that every browser shows; null: it has none. */
  readonly cover: { readonly path: string; readonly mediaType: string } | null
}

/** A passphrase that we choose. `hash` is its SHA-256 in hex. */
export interface AppPassphrase {
  readonly text: string
  readonly hint: string
  readonly hash: string
}

/** How the licence of a purchase or a loan opens in a reading app. */
export interface AppKey {
  readonly scheme: DrmScheme
  /** SHA-256, in hex, of the passphrase that we chose for its reader; null: the reader chose one, which is kept nowhere, or the licence needs none. */
  readonly passphraseHash: string | null
}

/** What the EPUB checker found in an upload; for staff to read. */
export interface Finding {
  /** EPUBCheck's message id, such as `OPF-096`. */
  readonly id: string
  /** `fatal`: for this the upload was refused. */
  readonly severity: 'fatal' | 'error' | 'warning'
  readonly say: string
  /** Where in the EPUB; null: in no file of it. Lines and columns count from 1, and are null where the checker names none. */
  readonly place: { readonly path: string; readonly line: number | null; readonly column: number | null } | null
}

/** The refusal of an upload in which the checker found something fatal, with all that it found. */
export class UploadRefusal extends Refusal {
  readonly findings: readonly Finding[]

  constructor({ code, spec, facts, fields }: Refusal, findings: readonly Finding[]) {
    super(code, spec, { ...facts }, { ...fields })
    this.findings = findings
  }
}

/** What a licence allows. Null: without a limit. */
export interface Rights {
  readonly start: Date
  readonly end: Date | null
  /** Characters that may be copied, over the life of the licence. */
  readonly copy: number | null
  /** Pages that may be printed. */
  readonly print: number | null
}

export interface IssueLicence {
  /** The caller's id for it, made from the loan or the purchase: issuing it again is the licence that there is. */
  readonly id: string
  readonly publicationId: string
  /** `name` is what a watermark shows, and what an LCP licence carries encrypted. */
  readonly reader: { readonly id: string; readonly name: string }
  readonly rights: Rights
  /** The passphrase's SHA-256 in hex (LCP 1.0 §4.2, never the passphrase itself) and a hint to it. LCP needs it; a watermark has none. */
  readonly passphrase: { readonly hash: string; readonly hint: string } | null
  /** Until when a renewal may last at most; null: it is not renewed. */
  readonly renewableUntil: Date | null
  readonly at: Date
}

export interface Licence {
  readonly id: string
  readonly publicationId: string
  readonly scheme: DrmScheme
  readonly readerId: string
  /** As stored. Past its end a READY or ACTIVE one is not live any more, whether or not anybody has settled it. */
  readonly state: LicenceState
  readonly rights: Rights
  readonly renewableUntil: Date | null
  readonly issuedAt: Date
  /** When its document last changed. */
  readonly updatedAt: Date
  /** When its status last changed; never before `updatedAt`. */
  readonly statusAt: Date
}

/** The reading app that asks (LSD 1.0 §3.3): a random id that it made, and a name for people. */
export interface Device {
  readonly id: string
  readonly name: string
}

/** What happened to a licence, in order. */
export interface LicenceStep {
  readonly event: LicenceEvent
  readonly to: LicenceState
  readonly device: Device | null
  readonly at: Date
}

export interface EndLicence {
  readonly licenceId: string
  readonly how: 'returned' | 'revoked' | 'expired'
  /** The app through which it was given back; null when it was not through one. */
  readonly device: Device | null
  readonly at: Date
}

export interface RenewLicence {
  readonly licenceId: string
  /** Later than the present end, and not later than `renewableUntil`. */
  readonly end: Date
  readonly device: Device | null
  readonly at: Date
}

/** Bytes `first` to `last` of a file, both included (RFC 9110 §14.1.2). */
export interface ByteRange {
  readonly first: number
  readonly last: number
}

/** A reader's file. Nothing is open until `read`; whoever reads takes the stream to its end or destroys it. */
export interface ReaderFile {
  readonly bytes: number
  /** Names these bytes: two files with the same one are the same. */
  readonly etag: string
  /** Null: all of it. Refuses `range_invalid`. */
  read(range: ByteRange | null): Readable
}

/** A file inside a publication, in the clear. */
export interface OpenResource {
  readonly stream: Readable
  readonly mediaType: string
  readonly bytes: number
}

/** Asked before the first byte; false: refused. The caller knows who may read what. */
export type MayRead = () => Promise<boolean>

/**
 * The port. What takes a `tx` writes in the caller's transaction, so that a loan and its licence come and go together; the rest stands alone.
 * Every verb refuses with one of `drm.*` below.
 */
export interface Drm {
  /** Checks, protects and stores an EPUB. Refuses `epub_invalid`, `epub_too_large` and `epub_protected`; nothing of a refused one stays. */
  protect(upload: ProtectEpub): Promise<{ publication: Publication; findings: readonly Finding[] }>
  getPublication(id: string): Promise<Publication>
  /** Those of these publications that there are, by id, in one query. */
  listPublications(ids: readonly string[]): Promise<ReadonlyMap<string, Publication>>
  /** The passphrase that we choose for a reader whose apps borrow for them, the same each time; kept nowhere, it follows from our secret. */
  toAppPassphrase(readerId: string): AppPassphrase
  /** How those of these licences open that have been issued, by id. */
  listAppKeys(readerId: string, licenceIds: readonly string[]): Promise<ReadonlyMap<string, AppKey>>
  /** Refuses `publication_not_found`, `passphrase_invalid`, `rights_invalid`; `key_reused` for an id that is another licence's. */
  issueLicence(tx: Tx, order: IssueLicence): Promise<Licence>
  /** Reads it, in a transaction or not. Refuses `licence_not_found`. */
  getLicence(db: Db, licenceId: string): Promise<Licence>
  /** Ends it now; its document says so from then on. Ending one that is over changes nothing. Locks the licence's row. */
  endLicence(tx: Tx, order: EndLicence): Promise<Licence>
  /** Refuses `licence_over` and `renewal_invalid`. Renewing to the end that it has changes nothing. Locks the licence's row. */
  renewLicence(tx: Tx, order: RenewLicence): Promise<Licence>
  /** The signed licence document (LCP 1.0 §3) as JSON text; refuses `scheme_has_none` for a watermark. */
  toLicenceDocument(licenceId: string): Promise<string>
  /** The status document (LSD 1.0 §2) as JSON text, with the devices that have registered. */
  toStatusDocument(licenceId: string): Promise<string>
  listSteps(licenceId: string): Promise<readonly LicenceStep[]>
  /** Notes that a reading app opens the licence, once an app. Refuses `licence_over` and `device_invalid`. Locks the licence's row. */
  registerDevice(tx: Tx, order: { licenceId: string; device: Device; at: Date }): Promise<void>
  /** A path of ours under which this licence's file can be fetched without signing in, until `until` or the licence's end. */
  signLink(order: { licenceId: string; until: Date }): string
  /** The licence that a signed link's path is for; refuses `link_invalid`. */
  readLink(path: string): string
  /** The reader's file: encrypted (LCP) or marked for them (watermark). Refuses `not_entitled` and `licence_over`. */
  openFile(order: { licenceId: string; mayRead: MayRead }): Promise<ReaderFile>
  /** One file inside a publication, decrypted, for our own reader in the browser. Refuses `not_entitled`, `resource_not_found`. */
  openResource(order: { publicationId: string; path: string; mayRead: MayRead }): Promise<OpenResource>
  /** What a publication says of itself, with its contents and places, for our own reader. Refuses `not_entitled`. */
  openManifest(order: { publicationId: string; mayRead: MayRead }): Promise<PublicationManifest>
  /** The licence for which a copy that turned up was marked; null when it has no mark of ours. Refuses `epub_invalid`. */
  traceCopy(file: AsyncIterable<Uint8Array>): Promise<Licence | null>
}

/**
 * Who lends: asked when a reading app gives a loan back or wants it longer. Decides in its own transaction, in which it calls `endLicence` or
 * `renewLicence`; a refusal's sentence reaches the reader.
 */
export interface LicenceKeeper {
  giveBack(order: { licenceId: string; device: Device | null }): Promise<void>
  /** `end` null: as long as the lender likes. */
  extend(order: { licenceId: string; device: Device | null; end: Date | null }): Promise<void>
}

export const refuse = defineRefusals('drm', {
  not_set_up: { trpc: 'PRECONDITION_FAILED', say: 'Ebooks are not set up on this site.' },
  epub_invalid: { trpc: 'BAD_REQUEST', say: 'This is not an EPUB that we can take. Nothing was stored.' },
  epub_too_large: { trpc: 'PAYLOAD_TOO_LARGE', say: 'This EPUB is too large. Nothing was stored.' },
  epub_protected: { trpc: 'BAD_REQUEST', say: 'This EPUB is encrypted already. Please hand in the original.' },
  publication_not_found: { trpc: 'NOT_FOUND', say: 'We cannot find that ebook.' },
  resource_not_found: { trpc: 'NOT_FOUND', say: 'This ebook has no such part.' },
  licence_not_found: { trpc: 'NOT_FOUND', say: 'We cannot find that licence.' },
  licence_over: { trpc: 'CONFLICT', say: 'This licence has ended.' },
  renewal_invalid: { trpc: 'CONFLICT', say: 'It cannot be renewed until then.' },
  not_lent: { trpc: 'CONFLICT', say: 'This ebook is yours to keep: there is nothing to give back.' },
  rights_invalid: { trpc: 'BAD_REQUEST', say: 'These are not rights that a licence can have.' },
  passphrase_invalid: { trpc: 'BAD_REQUEST', say: 'Please choose a passphrase and a hint for your ebooks first.' },
  key_reused: { trpc: 'CONFLICT', say: 'This request was already used for something else. Please try again.' },
  not_entitled: { trpc: 'FORBIDDEN', say: 'This ebook is not yours to read, or not any more.' },
  range_invalid: { trpc: 'BAD_REQUEST', say: 'There are no such bytes in this file.' },
  link_invalid: {
    trpc: 'FORBIDDEN',
    say: 'This link has expired, or is not one of ours. Please open the ebook from your library.',
  },
  scheme_has_none: {
    trpc: 'BAD_REQUEST',
    say: 'This ebook is marked, not encrypted: there is no licence file for it.',
  },
  device_invalid: { trpc: 'BAD_REQUEST', say: 'Your device could not be registered properly.' },
})
