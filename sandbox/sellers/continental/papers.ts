// What Continental's documents say, whichever standard they are written in.
import type { Money } from '@quire/proto/money'
import type { Address, Order } from '../../core/orders.ts'

/** What a buyer wants. */
export interface Request {
  kind: 'order' | 'cancel' | 'enquiry'
  /** The purchase order number. */
  number: string
  /** The buyer's own reference, under which the books are kept. */
  reference: string
  /** With an order; null where it cannot be understood. */
  wanted: { isbn13: string; limit: Money; shipTo: Address } | null
}

export type Reason = 'OS' | 'PC' | 'NF' | 'NS' | 'IN' | 'CX' | 'DP'

/** What Continental says to it. */
export interface Answer {
  to: Request['kind']
  number: string
  reference: string
  /** The control number of the interchange that it answers. */
  about: string
  status: 'accepted' | 'changed' | 'refused' | 'held' | 'cancelled' | 'none'
  reason?: Reason
  /** With `refused` for its price: the new total. */
  total?: Money
  /** The order that stands or stood; none for a number that was cancelled before any. */
  order?: Order
  /** The ISBN that was ordered, where another is confirmed. */
  substituteFor?: string
  isBackOrdered?: boolean
}

/** A price list. */
export interface Catalogue {
  id: string
  at: Date
  validUntil: Date
  entries: readonly CatalogueEntry[]
}

export interface CatalogueEntry {
  isbn13: string
  currency: string
  price: string
  quantity: number
  /** By zone, Z1 to Z3; empty where it is not sent. */
  carriage: readonly string[]
}

/** One of the two standards. */
export interface Standard {
  catalogueType: string
  contentType: string
  /** The type of the document that answers. */
  answerType(answer: Answer): string
  /** The next control number after the n-th document. */
  toControl(n: number): string
  /** Throws BadInterchange. */
  read(text: string): { control: string; requests: Request[] }
  writeAnswer(control: string, at: Date, answer: Answer): string
  writeReceipt(control: string, at: Date, about: string, verdict: 'received' | 'rejected' | 'duplicate'): string
  writeCatalogue(control: string, catalogue: Catalogue): string
}
