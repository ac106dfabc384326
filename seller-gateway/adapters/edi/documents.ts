// What trade documents say, whichever standard they are written in. The two dialects read into this and write from it.
import type { Money } from '@quire/proto/money'
import type { PostalAddress } from '../../core/adapter.ts'

/** A document of ours. */
export type Outgoing = {
  /** The purchase order number: short enough for both standards, and always the same for a reference. */
  number: string
  /** Our reference. */
  reference: string
  at: Date
} & ({ kind: 'order'; isbn13: string; limit: Money; shipTo: PostalAddress } | { kind: 'cancel' } | { kind: 'enquiry' })

/**
 * What a seller says of an order. `changed`: it stands, but not as ordered. `held`: not decided. `none`: no such order. `unclear`: what it says
 * contradicts itself or is not agreed, and proves nothing.
 */
export type Status = 'accepted' | 'changed' | 'refused' | 'held' | 'cancelled' | 'none' | 'unclear'

export interface Answer {
  status: Status
  /** With `refused`: the agreed reason; empty when there is none. */
  reason: string
  /** The seller's number; empty where there never was an order. */
  sellerOrderId: string
  isbn13: string
  /** Copies that will be sent now; null when it does not say. */
  quantity: number | null
  /** As written; null when it does not say. */
  total: { amount: string; currency: string } | null
  orderedAt: Date | null
}

/** One book in a price list. */
export interface ListedBook {
  /** As written. */
  price: string
  quantity: number
  /** By zone, as written; a zone that is missing is not served. */
  carriage: ReadonlyMap<string, string>
}

/** A document from a seller. `about` is the control number of the interchange of ours that it answers. */
export type Incoming =
  | { kind: 'receipt'; about: string; verdict: 'taken' | 'rejected' | 'used'; detail: string }
  | { kind: 'answer'; about: string; number: string; answer: Answer }
  | {
      kind: 'catalogue'
      id: string
      madeAt: Date
      validUntil: Date
      currency: string
      books: ReadonlyMap<string, ListedBook>
    }

/** Who writes to whom, under which number. */
export interface Envelope {
  control: string
  sender: string
  recipient: string
}

/** One of the two standards. */
export interface Dialect {
  contentType: string
  /** The type of the price list, in listings of the mailbox. */
  catalogueType: string
  /** A control number that nobody has used, as far as that can be. */
  newControl(): string
  /** Throws a RangeError for an address that the standard cannot carry. */
  write(document: Outgoing, envelope: Envelope): string
  /** Messages of other types are left out. Throws SellerFailure `bad_data`. */
  read(text: string): Incoming[]
  /** The same for a document that may be long, such as a price list, with pauses in which others have their turn. */
  readLong(text: string): Promise<Incoming[]>
}
