// How a seller says no. A refusal is business: certainly nothing was sold. Trouble is the opposite of certain.
import type { Money } from '@quire/proto/money'

export type RefusalCode =
  | 'NO_SUCH_OFFER'
  | 'SOLD_OUT'
  | 'PRICE_CHANGED'
  | 'QUOTE_EXPIRED'
  | 'NOT_SENT_THERE'
  | 'REFERENCE_REUSED'
  | 'ORDER_CANCELLED'
  | 'ORDER_NOT_FOUND'

export class Refusal extends Error {
  readonly code: RefusalCode
  /** With PRICE_CHANGED: the landed total as it is now. */
  readonly total: Money | undefined

  constructor(code: RefusalCode, message: string, total?: Money) {
    super(message)
    this.code = code
    this.total = total
  }
}

/** `throttled` and `failed`: nothing was done. `late`: the order may be booked yet. */
export type TroubleKind = 'throttled' | 'failed' | 'late'

export class Trouble extends Error {
  readonly kind: TroubleKind

  constructor(kind: TroubleKind) {
    super(sentences[kind])
    this.kind = kind
  }
}

const sentences: Record<TroubleKind, string> = {
  throttled: 'Too many requests; nothing was done',
  failed: 'The stock system did not answer',
  late: 'The order system did not answer in time',
}
