// The mailbox between Continental and its buyer: documents to fetch, numbered, oldest first. Owns their numbers and their state.
import type { Seller } from '../../core/seller.ts'

export interface Document {
  number: number
  type: string
  text: string
  /** Being written, complete, extracted. */
  status: 'X' | 'C' | 'E'
}

const keptMax = 5_000
const pageMax = 200
// How long a document that was caught half-written takes to be whole.
const writingMs = 150

export class Mailbox {
  readonly #seller: Seller
  readonly #documents = new Map<number, Document>()
  // Numbers grow over resets too: the buyer keeps its place in the mailbox, and this one is always further on.
  #last = Date.now()

  constructor(seller: Seller) {
    this.#seller = seller
  }

  get last(): number {
    return this.#last
  }

  put(type: string, text: string): void {
    this.#last += 1
    const document: Document = { number: this.#last, type, text, status: 'C' }
    this.#documents.set(document.number, document)
    const [oldest] = this.#documents.keys()
    if (this.#documents.size > keptMax && oldest !== undefined) this.#documents.delete(oldest)
    if (!this.#seller.happens('halfWrittenRate')) return
    document.status = 'X'
    this.#seller.after(writingMs, () => (document.status = 'C'))
  }

  /** The documents after this number. */
  after(number: number): Document[] {
    const found: Document[] = []
    for (const document of this.#documents.values()) {
      if (document.number > number) found.push(document)
      if (found.length === pageMax) break
    }
    return found
  }

  newest(type: string): Document | null {
    return [...this.#documents.values()].findLast((document) => document.type === type) ?? null
  }

  /** The text as it is now, or null. */
  read(number: number): string | null {
    const document = this.#documents.get(number)
    if (!document) return null
    if (document.status === 'X') return document.text.slice(0, document.text.length / 2)
    document.status = 'E'
    return document.text
  }
}
