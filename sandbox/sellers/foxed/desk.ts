// Foxed's order desk. Owns what the engine does not keep: which requests are in work, and the orders that could not be filled.
import { createHash } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'
import { Refusal, Trouble } from '../../core/refusal.ts'
import type { PlaceOrder, Seller } from '../../core/seller.ts'
import type { Signed } from './access.ts'
import { FoxedError } from './errors.ts'
import { toOrder, toUnfilled } from './wire.ts'
import type { Unfilled } from './wire.ts'

/** An order that could not be filled, as it is shown. Thrown, because a lost answer loses orders and no refusals. */
export class NotFilled extends Error {
  readonly order: unknown

  constructor(order: unknown) {
    super('not filled')
    this.order = order
  }
}

export class Desk {
  readonly #seller: Seller
  readonly #contents = new Map<string, string>()
  readonly #inWork = new Set<string>()
  readonly #unfilled = new Map<string, Unfilled>()
  readonly #lateUntilMs = new Map<string, number>()

  constructor(seller: Seller) {
    this.#seller = seller
  }

  /** Takes a request into work until `work` ends. Throws FoxedError 2003 and 4090. */
  async take<T>({ requestId, contentHash }: Signed, work: () => Promise<T>): Promise<T> {
    if ((this.#contents.get(requestId) ?? contentHash) !== contentHash)
      throw new FoxedError(4090, 'This RequestId was used with other content')
    if (this.#inWork.has(requestId)) throw new FoxedError(2003, 'This request is still in work')
    this.#contents.set(requestId, contentHash)
    this.#inWork.add(requestId)
    try {
      return await work()
    } finally {
      this.#inWork.delete(requestId)
    }
  }

  /** Sells one copy, once per referenceId. Throws NotFilled, FoxedError, Refusal, Trouble. */
  place(asked: PlaceOrder): unknown {
    const before = this.#unfilled.get(asked.reference)
    if (before) throw this.#again(before, asked)
    const isLate = (this.#lateUntilMs.get(asked.reference) ?? 0) > this.#seller.now()
    if (isLate && !this.#seller.find(asked.reference)) throw new FoxedError(2003, 'This order is still in work')
    try {
      return toOrder(this.#seller.place(asked))
    } catch (error) {
      if (error instanceof Trouble && error.kind === 'late')
        this.#lateUntilMs.set(asked.reference, asked.expiresAtMs ?? 0)
      if (!(error instanceof Refusal)) throw error
      if (error.code !== 'SOLD_OUT' && error.code !== 'PRICE_CHANGED') throw error
      throw new NotFilled(toUnfilled(this.#keep(asked, error)))
    }
  }

  /** Every order under a referenceId, filled or not. */
  find(referenceId: string): unknown[] {
    const held = this.#seller.find(referenceId)
    if (held && 'offerId' in held) return [toOrder(held)] // nothing can be cancelled, so there are no tombstones
    const unfilled = this.#unfilled.get(referenceId)
    return unfilled ? [toUnfilled(unfilled)] : []
  }

  #again(before: Unfilled, asked: PlaceOrder): NotFilled | FoxedError {
    const content = ({ offerId, limit, shipTo }: PlaceOrder) => ({ offerId, limit, shipTo })
    return isDeepStrictEqual(content(before.asked), content(asked))
      ? new NotFilled(toUnfilled(before))
      : new FoxedError(4090, 'This referenceId was used with other content')
  }

  #keep(asked: PlaceOrder, { code, total }: Refusal): Unfilled {
    const at = new Date(this.#seller.now())
    const tail = createHash('sha256').update(`${asked.reference} ${at.getTime()}`).digest('hex').slice(0, 8)
    const unfilled: Unfilled = {
      orderId: `FX-U${(this.#unfilled.size + 1).toString().padStart(5, '0')}-${tail}`,
      asked,
      status: code === 'SOLD_OUT' ? '14' : '53',
      currentTotal: total ?? null,
      at,
    }
    this.#unfilled.set(asked.reference, unfilled)
    return unfilled
  }
}
