// What a check works with: calls that are written down as they are made, and the few things that most checks begin or end with.
import type { Money } from '@quire/proto/money'
import { fromProtoMoney, toProtoMoney } from '@quire/proto/money'
import { CheckFailed, NotApplicable, NotMade } from './check.ts'
import { describeAsk, describeMoney, describePlace } from './describe.ts'
import type { CallOptions, GrpcProbe, Method, RawAnswer } from './grpc/probe.ts'
import type { Session } from './session.ts'
import { quotesMax } from './subject.ts'
import type { Answer, PlaceAsk, QuoteAsk, SeenMoney, SeenOrder, SeenQuote, Subject } from './subject.ts'

/** An order that was made, and what was asked for. */
export interface Bought {
  ask: PlaceAsk
  quote: SeenQuote
  order: SeenOrder
}

// The same order again after an answer that leaves its outcome open: what the contract's idempotency is for.
const repeatsMax = 3
// How often a lost order is looked for before the connection is cut, and how long between.
const looksMax = 20
const lookEveryMs = 25
const linesMax = 12

export class Trial {
  readonly session: Session
  readonly #sent: string[] = []
  /** Every reference, and how many orders were sent under it. */
  readonly #references = new Map<string, number>()
  #said = 'nothing'

  constructor(session: Session) {
    this.session = session
  }

  get subject(): Subject {
    return this.session.subject
  }

  get settings(): Session['settings'] {
    return this.session.settings
  }

  /** The test book of this run: the first that is on offer. */
  get book(): string {
    return this.session.book ?? this.settings.isbns[0] ?? ''
  }

  /** What was sent, one call a line. */
  get sent(): string {
    const more = this.#sent.length - linesMax
    return [...this.#sent.slice(0, linesMax), ...(more > 0 ? [`and ${more} calls more`] : [])].join('\n')
  }

  /** What the last call came to. */
  get received(): string {
    return this.#said
  }

  /** A reference that nobody has used. */
  reference(): string {
    return this.session.newReference()
  }

  async ask(change: Partial<QuoteAsk> = {}): Promise<Answer<SeenQuote[]>> {
    const { destination, currency, quoteTimeoutMs } = this.settings
    const ask = { isbn13: this.book, destination, currency, ...change }
    this.#sent.push(`GetQuotes ${describeAsk(ask)}`)
    return this.#heard(await this.session.call(quoteTimeoutMs, (signal) => this.subject.quotes(ask, signal)))
  }

  async place(ask: PlaceAsk): Promise<Answer<SeenOrder>> {
    this.#sent.push(`PlaceOrder ${describePlace(ask)}`)
    this.own(ask.reference)
    const { orderTimeoutMs } = this.settings
    const answer = await this.session.call(orderTimeoutMs, (signal) => this.subject.place(ask, signal))
    // A refusal of the only order under a reference; of several, another one may stand.
    if (answer.kind === 'refused' && this.#references.get(ask.reference) === 1) this.session.forget(ask.reference)
    return this.#heard(answer)
  }

  async find(reference: string): Promise<Answer<SeenOrder | null>> {
    this.#sent.push(`GetOrder request_id ${reference}`)
    const { orderTimeoutMs } = this.settings
    const answer = await this.session.call(orderTimeoutMs, (signal) => this.subject.find(reference, signal))
    // A seller that refused an order and holds it: it is cancelled like any other.
    if (answer.kind === 'ok' && answer.value && answer.value.state !== 'CANCELLED') this.own(reference)
    return this.#heard(answer)
  }

  async cancel(reference: string): Promise<Answer<SeenOrder>> {
    this.#sent.push(`CancelOrder request_id ${reference}`)
    const { orderTimeoutMs } = this.settings
    const answer = await this.session.call(orderTimeoutMs, (signal) => this.subject.cancel(reference, signal))
    if (answer.kind === 'ok' && answer.value.state === 'CANCELLED') this.session.forget(reference)
    return this.#heard(answer)
  }

  /** A call of the wire itself. `what` is written down. */
  async raw(what: string, method: Method, request: object, options: CallOptions = {}): Promise<RawAnswer> {
    this.#sent.push(`${method} ${what}`)
    const { quoteTimeoutMs, orderTimeoutMs } = this.settings
    let raw: RawAnswer | undefined
    await this.session.call(method === 'GetQuotes' ? quoteTimeoutMs : orderTimeoutMs, async (signal) => {
      raw = await this.grpc.call(method, request, { signal, messagesMax: quotesMax, ...options })
      return { kind: 'ok', value: null, said: raw.said }
    })
    if (!raw) throw new NotMade('the call was not made')
    this.#said = raw.said
    return raw
  }

  get grpc(): GrpcProbe {
    if (!this.subject.grpc) throw new NotApplicable('this seller does not speak gRPC')
    return this.subject.grpc
  }

  /** Sends an order whose answer is lost on the way, once the seller was seen to hold it or has had time to. */
  async placeAndLose(ask: PlaceAsk): Promise<void> {
    this.#sent.push(`PlaceOrder ${describePlace(ask)}, and the answer is lost`)
    this.own(ask.reference)
    const cut = new AbortController()
    const call = { isOver: false }
    const over = this.subject.placeAndLose(ask, cut.signal).finally(() => (call.isOver = true))
    try {
      for (let looks = 0; looks < looksMax && !call.isOver; looks += 1) {
        const found = await this.find(ask.reference)
        if (found.kind === 'ok' && found.value) break
        await this.session.wait(lookEveryMs)
      }
    } finally {
      cut.abort()
      await over
    }
  }

  /** Makes calls at the same moment. */
  async atOnce<T>(calls: readonly (() => Promise<T>)[]): Promise<T[]> {
    await this.session.prepay(calls.length)
    return await Promise.all(calls.map((call) => call()))
  }

  /** How many calls this seller may be sent at once; at least two, or nothing can race. */
  get crowd(): number {
    return Math.max(2, Math.min(10, this.settings.concurrent))
  }

  /** The quotes of the test book; there must be one. */
  async quotes(): Promise<SeenQuote[]> {
    const quotes = this.value(await this.ask())
    if (quotes.length === 0) throw new NotMade(`The test book ${this.book} is not on offer.`)
    return quotes
  }

  /** A complete quote of a test book, with at least so many copies where the seller says how many there are. */
  async offer(copies = 1): Promise<SeenQuote> {
    for (const isbn13 of this.settings.isbns) {
      const answer = await this.ask({ isbn13 })
      if (answer.kind !== 'ok') continue
      const usable = answer.value.find((one) => landed(one) && (one.quantity === 0 || one.quantity >= copies))
      if (usable) return usable
    }
    const wanted = copies === 1 ? 'a copy' : `${copies} copies`
    throw new NotMade(`No test book (${this.settings.isbns.join(', ')}) has ${wanted} on offer at a complete price.`)
  }

  /** What an order of `quote` says, as quoted unless changed. */
  askFor(quote: SeenQuote, change: Partial<PlaceAsk> = {}): PlaceAsk {
    const total = landed(quote)
    if (!total) throw new NotMade('The quote has no complete price.')
    const { quoteId, isbn13 } = quote
    const { shipTo } = this.settings
    return { reference: this.reference(), quoteId, isbn13, limit: toProtoMoney(total), shipTo, ...change }
  }

  /** Orders, for checks that begin with an order; repeats it where the outcome stays open. */
  async buy(change: Partial<PlaceAsk> = {}, copies = 1): Promise<Bought> {
    const quote = await this.offer(copies)
    const ask = this.askFor(quote, change)
    for (let tries = 1; ; tries += 1) {
      const answer = await this.place(ask)
      if (answer.kind === 'ok') return { ask, quote, order: answer.value }
      if (answer.kind === 'refused' || tries === repeatsMax)
        throw new NotMade(`The order that this check begins with was not made: ${answer.said}`)
    }
  }

  /** The value of an answer that must be one. */
  value<T>(answer: Answer<T>): T {
    if (answer.kind !== 'ok') throw new CheckFailed(answer.said)
    return answer.value
  }

  /** That a call was refused with one of these reasons. */
  mustRefuse<T>(answer: Answer<T>, ...reasons: string[]): void {
    if (answer.kind === 'refused' && (reasons.length === 0 || reasons.includes(answer.reason))) return
    throw new CheckFailed(answer.said)
  }

  /** That nothing is sold under a reference, as far as the seller can be asked. */
  async mustHoldNone(reference: string): Promise<void> {
    if (!this.subject.can.lookUp) return
    const answer = await this.find(reference)
    // A look-up that fails is for the checks of look-ups to judge; without it nothing is known here.
    if (answer.kind !== 'ok') throw new NotMade(`Whether it sold something could not be asked: ${answer.said}`)
    if (answer.value && answer.value.state !== 'CANCELLED')
      throw new CheckFailed(`GetOrder after it: ${this.received}`, 'nothing is sold: GetOrder answers NOT_FOUND')
  }

  /** Throws CheckFailed with `received` unless `holds`. */
  must(holds: boolean, received: string, expected?: string): void {
    if (!holds) throw new CheckFailed(received, expected)
  }

  /** From now on an order may stand under this reference. */
  own(reference: string): void {
    this.#references.set(reference, (this.#references.get(reference) ?? 0) + 1)
    this.session.remember(reference)
  }

  /** Cancels what this trial has ordered. */
  async end(): Promise<void> {
    await this.session.cancel([...this.#references.keys()])
  }

  #heard<T>(answer: Answer<T>): Answer<T> {
    this.#said = answer.said
    return answer
  }
}

/** Item, shipping and tax together, in minor units; null when a part is missing, odd or in another currency. */
export function landed({ item, shipping, tax }: SeenQuote): Money | null {
  const parts = [item, shipping, tax].map(readMoney)
  let minor = 0n
  for (const part of parts) {
    if (!part || part.currency !== parts[0]?.currency) return null
    minor += part.minor
  }
  return parts[0] ? { currency: parts[0].currency, minor } : null
}

/** Whole minor units of a currency we know; null when it is not. */
export function readMoney(money: SeenMoney | null): Money | null {
  try {
    return money && fromProtoMoney(money)
  } catch {
    return null
  }
}

/** True when both are the same amount. */
export function isSameAmount(seen: SeenMoney | null, money: Money | null): boolean {
  const amount = readMoney(seen)
  return amount !== null && amount.currency === money?.currency && amount.minor === money.minor
}

/** An amount for the report. */
export function showTotal(money: Money | null): string {
  return money ? describeMoney(toProtoMoney(money)) : 'no total'
}
