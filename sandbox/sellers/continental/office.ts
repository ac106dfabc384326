// Continental's office: takes interchanges, works on the orders in them when their time has come, and puts the answers into the mailbox.
import { toDecimal } from '../../core/amount.ts'
import type { Catalogue as Stock } from '../../core/catalogue.ts'
import { listedBooks } from '../../core/listed-books.ts'
import type { Order } from '../../core/orders.ts'
import { PriceList } from '../../core/price-list.ts'
import { Refusal, Trouble } from '../../core/refusal.ts'
import type { RefusalCode } from '../../core/refusal.ts'
import type { Seller } from '../../core/seller.ts'
import { BadInterchange } from './edifact.ts'
import { Mailbox } from './mailbox.ts'
import type { Answer, CatalogueEntry, Reason, Request, Standard } from './papers.ts'
import { zoneSamples } from './profile.ts'

/** What was read of an interchange. */
export interface Arrived {
  /** Null where nobody can tell. */
  control: string | null
  /** Null when it cannot be read. */
  requests: Request[] | null
}

const books = listedBooks(3_000)
const pricesHoldMs = 24 * 3_600_000
// Control numbers come round again after so many documents.
const controlsMax = 1_000_000

export class Office {
  readonly mailbox: Mailbox
  readonly #seller: Seller
  readonly #standard: Standard
  readonly #list: PriceList
  readonly #seen = new Set<string>()
  /** Orders that were confirmed as something else than was ordered. */
  readonly #changed = new Map<string, Pick<Answer, 'substituteFor' | 'isBackOrdered'>>()
  #controls = 0
  #listed = ''

  constructor(seller: Seller, standard: Standard) {
    this.#seller = seller
    this.#standard = standard
    this.mailbox = new Mailbox(seller)
    this.#list = new PriceList(seller, books, (stock, isbn13) => listEntries(stock, isbn13, seller))
  }

  /** What an interchange wants. Never throws: what cannot be read is answered, if at all, by document. */
  read(text: string): Arrived {
    try {
      return this.#standard.read(text)
    } catch (error) {
      if (!(error instanceof BadInterchange)) throw error
      return { control: error.control, requests: null }
    }
  }

  /** Takes what arrived. Whether an order was booked at once. */
  take({ control, requests }: Arrived): boolean {
    if (control === null) return false
    const isUsed = this.#seen.has(control)
    if (isUsed || !requests) {
      this.#seller.later(() => this.#receipt(control, isUsed ? 'duplicate' : 'rejected'))
      return false
    }
    this.#seen.add(control)
    this.#seller.later(() => this.#receipt(control, 'received'))
    const answers: Answer[] = []
    for (const request of requests)
      this.#seller.later(() => {
        const answer = this.#work(request, control)
        answers.push(answer)
        this.#put(this.#standard.answerType(answer), (own, at) => this.#standard.writeAnswer(own, at, answer))
      })
    return answers.some(({ to, status }) => to === 'order' && (status === 'accepted' || status === 'changed'))
  }

  /** Puts a new price list into the mailbox when there is one. */
  publish(): void {
    const issue = this.#list.current()
    if (issue.id === this.#listed) return
    this.#listed = issue.id
    const entries = [...issue.entries.values()].flatMap((text) => JSON.parse(text) as CatalogueEntry[])
    const at = new Date(issue.at)
    const catalogue = { id: issue.id, at, validUntil: new Date(issue.at + pricesHoldMs), entries }
    this.#put(this.#standard.catalogueType, (own) => this.#standard.writeCatalogue(own, catalogue))
  }

  #work(request: Request, about: string): Answer {
    const { kind: to, number, reference } = request
    const base = { to, number, reference, about }
    try {
      if (to === 'order') return { ...base, ...this.#place(request) }
      const standing = to === 'cancel' ? this.#seller.cancel(reference) : this.#seller.get(reference)
      const order = 'isbn13' in standing ? { order: standing } : {}
      return { ...base, ...order, ...this.#statusOf(reference, standing.state) }
    } catch (error) {
      return { ...base, ...toRefused(error, to) }
    }
  }

  #place({ reference, wanted }: Request): Pick<Answer, 'status' | 'order'> {
    if (!wanted) throw new Misunderstood()
    const { isbn13, limit, shipTo } = wanted
    const [own] = this.#seller.profile.currencies
    const currency = this.#seller.profile.currencies.includes(limit.currency) ? limit.currency : own
    const before = this.#seller.orders().length
    const order = this.#seller.place({ reference, offerId: `${isbn13}-1`, currency, limit, shipTo })
    if (this.#seller.orders().length > before) this.#makeMistakes(order)
    return { order, ...this.#statusOf(reference, order.state) }
  }

  /** Both draw each time, so that one knob does not shift the other's luck. */
  #makeMistakes(order: Order): void {
    const isSubstituted = this.#seller.happens('substituteRate')
    const isBackOrdered = this.#seller.happens('backOrderRate')
    if (isSubstituted) {
      const substituteFor = order.isbn13
      order.isbn13 = books.find((isbn13) => isbn13 !== substituteFor) ?? substituteFor
      this.#changed.set(order.reference, { substituteFor })
    } else if (isBackOrdered) this.#changed.set(order.reference, { isBackOrdered })
  }

  #statusOf(reference: string, state: Order['state']): Pick<Answer, 'status' | 'substituteFor' | 'isBackOrdered'> {
    const change = this.#changed.get(reference)
    if (state === 'CANCELLED') return { status: 'cancelled' }
    return change ? { status: 'changed', ...change } : { status: 'accepted' }
  }

  #receipt(about: string, verdict: 'received' | 'rejected' | 'duplicate'): void {
    const type = this.#standard.catalogueType === 'PRICAT' ? 'CONTRL' : '997'
    this.#put(type, (own, at) => this.#standard.writeReceipt(own, at, about, verdict))
  }

  #put(type: string, write: (control: string, at: Date) => string): void {
    const isUsedNumber = this.#seller.happens('duplicateRate')
    if (!isUsedNumber || this.#controls === 0) this.#controls = (this.#controls % controlsMax) + 1
    const text = write(this.#standard.toControl(this.#controls), new Date(this.#seller.now()))
    this.mailbox.put(type, text)
    if (this.#seller.happens('duplicateRate')) this.#seller.later(() => this.mailbox.put(type, text))
  }
}

/** One book in each currency, as JSON: the price list keeps text. */
function listEntries(stock: Stock, isbn13: string, { profile }: Seller): string {
  const [home, near, far] = zoneSamples[profile.name] ?? []
  const currencies = stock.isFixed(isbn13) ? profile.currencies.slice(0, 1) : profile.currencies
  const entries = currencies.flatMap((currency): CatalogueEntry[] => {
    const [offer] = stock.offers(isbn13, home ?? '', currency)
    if (!offer || offer.condition !== 'NEW') return []
    const carriage = [home, near, far].map((country) => {
      const shipping = stock.offers(isbn13, country ?? '', currency)[0]?.shipping
      return shipping ? toDecimal(shipping) : ''
    })
    const { item, quantity } = offer
    return [{ isbn13, currency: item.currency, price: toDecimal(item), quantity, carriage }]
  })
  return entries.length === 0 ? '' : JSON.stringify(entries)
}

/** A message that cannot be worked on. */
class Misunderstood extends Error {}

function toRefused(error: unknown, to: Request['kind']): Pick<Answer, 'status' | 'reason' | 'total'> {
  if (error instanceof Misunderstood) return { status: 'refused', reason: 'IN' }
  if (error instanceof Trouble) return { status: 'held' }
  if (!(error instanceof Refusal)) throw error
  if (to === 'enquiry') return { status: 'none' }
  const { code, total } = error
  return { status: 'refused', reason: reasons[code], ...(total && { total }) }
}

const reasons: Record<RefusalCode, Reason> = {
  NO_SUCH_OFFER: 'NF',
  SOLD_OUT: 'OS',
  PRICE_CHANGED: 'PC',
  QUOTE_EXPIRED: 'PC',
  NOT_SENT_THERE: 'NS',
  REFERENCE_REUSED: 'DP',
  ORDER_CANCELLED: 'CX',
  ORDER_NOT_FOUND: 'NF',
}
