// A buyer, whatever the protocol: what a test may ask of any seller, over real sockets.
import type { Money } from '@quire/proto/money'
import { fromDecimal } from '../core/amount.ts'

/** How a call to a seller ends. `trouble` covers every answer after which the buyer cannot know. */
export type Outcome<T> =
  | { kind: 'ok'; value: T }
  | { kind: 'refused'; code: string; total?: Money }
  | { kind: 'trouble'; what: string }

export interface SeenQuote {
  id: string
  total: Money
  quantity: number
}

export interface SeenOrder {
  orderId: string
  state: string
  total: Money | null
}

export interface Buyer {
  seller: string
  /** The currency it quotes in here. */
  currency: string
  quote(isbn13: string, signal?: AbortSignal): Promise<Outcome<SeenQuote[]>>
  place(reference: string, quote: SeenQuote, signal?: AbortSignal): Promise<Outcome<SeenOrder>>
  get(reference: string): Promise<Outcome<SeenOrder>>
  cancel(reference: string): Promise<Outcome<SeenOrder>>
  close(): void
}

/** Where every test's parcel goes. */
export const address = {
  recipient: 'A Reader',
  lines: ['1 High Street', 'Flat 2'],
  city: 'York',
  region: '',
  postalCode: 'YO1 7AA',
  country: 'GB',
}

/** Reads an HTTP answer; one that does not come or cannot be read is trouble. */
export async function over<T>(
  sent: Promise<Response>,
  read: (text: string, answer: Response) => Outcome<T>,
): Promise<Outcome<T>> {
  try {
    const answer = await sent
    return read(await answer.text(), answer)
  } catch (error) {
    return { kind: 'trouble', what: String(error) }
  }
}

/** The outcome with its value translated. */
export function map<A, B>(outcome: Outcome<A>, to: (value: A) => B): Outcome<B> {
  return outcome.kind === 'ok' ? { kind: 'ok', value: to(outcome.value) } : outcome
}

/** Throws a RangeError for what is no amount. */
export function readMoney(text: string | undefined, currency: string): Money {
  const money = fromDecimal(text ?? '', currency)
  if (!money) throw new RangeError(`${text} is no amount of ${currency}`)
  return money
}
