// Which orders registered sellers may have: written down before each is sent, and what it came to after. A configured seller reports nothing, so
// nothing is written down for it, and its orders need no database.
import type { Logger } from 'pino'
import type { Registry } from '../core/registry.ts'
import type { Db } from '../store/database.ts'
import { mayBeOrdered, noteOutcome, noteSent } from '../store/orders.ts'
import type { CallOutcome } from '../store/orders.ts'

export interface OrderBook {
  /**
   * Writes down that an order is about to be sent; throws when it cannot, and then nothing may be sent. True when no earlier try of it can have
   * reached the seller.
   */
  sending(sellerId: string, reference: string): Promise<boolean>
  /** Writes down what the call came to; an order whose outcome is not known stays as it is. Never throws. */
  ended(sellerId: string, reference: string, state: CallOutcome): Promise<void>
  /** True when the seller may have this order. */
  mayHave(sellerId: string, reference: string): Promise<boolean>
}

/** The book; without a database there are no registered sellers, and nothing to write down. */
export function createOrderBook(db: Db | null, registry: Registry, log: Logger): OrderBook {
  const dbFor = (sellerId: string) => (registry.isConfigured(sellerId) ? null : db)
  return {
    async sending(sellerId, reference) {
      const book = dbFor(sellerId)
      return book !== null && (await noteSent(book, sellerId, reference))
    },
    async ended(sellerId, reference, state) {
      const book = dbFor(sellerId)
      if (!book) return
      await noteOutcome(book, sellerId, { reference, state }).catch((error: unknown) =>
        // It reads as "may have been ordered", which is what a seller's report needs.
        log.warn({ err: error, seller: sellerId, reference }, 'the outcome of an order could not be written down'),
      )
    },
    async mayHave(sellerId, reference) {
      const book = dbFor(sellerId)
      return book !== null && (await mayBeOrdered(book, sellerId, reference))
    },
  }
}
