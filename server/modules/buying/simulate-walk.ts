// Random walks of the pure core, for its tests: any event at any time, most of them such as the pending step may bring.
// The same numbers are the same walk.
import type { Condition, PlaceRefusal, Quote, SellerOrder } from '#sellers'
import { money } from '#platform/money'
import { decide } from './decide.ts'
import { requested, reviewActions } from './purchase.ts'
import type { Decided, Pending, Purchase, PurchaseEvent, Seen, Settlement, Step } from './purchase.ts'

/** One event and what it made of the purchase. */
export interface Walked {
  readonly before: Purchase
  readonly event: PurchaseEvent
  readonly decided: Decided
}

const startMs = Date.UTC(2026, 10, 21)
const isbn13 = '9780441172719'
const max = money(2_000n, 'USD')
const sellerIds = ['harbor', 'northgate', 'fleet-street'] as const
const refusals: readonly PlaceRefusal[] = ['SOLD_OUT', 'PRICE_CHANGED', 'QUOTE_EXPIRED', 'ORDER_CANCELLED', 'REJECTED']

/** Walks a purchase; each number below 2³² decides one event and when it comes. */
export function walkPurchase(numbers: readonly number[]): Walked[] {
  let nowMs = startMs
  let purchase = frozen(
    requested({
      isbns: [isbn13],
      conditions: ['NEW', 'GOOD'] satisfies Condition[],
      max,
      destination: { country: 'US' },
      shipTo: { recipient: 'A', lines: ['1 Road'], city: 'Town', region: '', postalCode: '12345', country: 'US' },
      paymentMethod: 'pm_card_visa',
    }),
  )
  return numbers.map((number) => {
    nowMs += pausesMs[number % pausesMs.length] ?? 0
    const dice = Math.floor(number / pausesMs.length)
    const before = dice % 4 === 0 ? purchase : frozen(sent(purchase, new Date(nowMs)))
    const event = chosen(before, new Date(nowMs), dice)
    const decided = decide(before, event)
    purchase = frozen(decided.purchase)
    return { before, event, decided }
  })
}

/** One of every event there is, and more of those whose contents matter. */
export function everyEvent(purchase: Purchase, at: Date): PurchaseEvent[] {
  const order = orderFor(purchase)
  return [
    { type: 'started', at },
    quoted(at, 1),
    quoted(at, 8),
    { type: 'quoted', at, quotes: [], coverage: noCoverage, unanswered: [], settlements: {} },
    { type: 'authorized', ref: 'pi', amount: max, at },
    { type: 'actionRequired', ref: 'pi', url: 'https://bank.example/', at },
    { type: 'declined', reason: 'card_declined', at },
    { type: 'orderAccepted', order, at },
    { type: 'orderAccepted', order: { ...order, total: money((order.total?.minor ?? 0n) - 1n, 'USD') }, at },
    { type: 'orderAccepted', order: { ...order, total: money((order.total?.minor ?? 0n) + 1n, 'USD') }, at },
    { type: 'orderAccepted', order: { ...order, total: money(max.minor + 1n, 'USD') }, at },
    { type: 'orderAccepted', order: { ...order, total: money(1n, 'EUR') }, at },
    { type: 'orderAccepted', order: { ...order, total: null }, at },
    { type: 'orderAccepted', order: { ...order, isbn13: '9780306406157' }, at },
    { type: 'orderAccepted', order: { ...order, condition: 'ACCEPTABLE' }, at },
    ...refusals.map((reason) => ({ type: 'orderRefused' as const, reason, at })),
    { type: 'orderUnknown', at },
    { type: 'orderNotFound', askedAt: at, at },
    { type: 'orderCancelled', at },
    { type: 'cancelRefused', at },
    { type: 'captured', at },
    { type: 'captureRefused', reason: 'expired', at },
    { type: 'voided', at },
    { type: 'voidRefused', reason: 'already_captured', at },
    { type: 'unsettled', at },
    { type: 'unsettled', afterMs: 60_000, at },
    { type: 'resumed', at },
    { type: 'actionTaken', at },
    { type: 'cancelRequested', at },
    { type: 'faulted', at },
    ...reviewActions.flatMap((action) => sights.map((seen) => ({ type: 'reviewed' as const, action, seen, at }))),
  ]
}

/** What a person may see; whether one side's word fits the other's is not asked here. */
const sights: readonly Seen[] = [
  { order: 'AS_QUOTED', payment: 'HELD', quietMs: 3_600_000 },
  { order: 'AS_QUOTED', payment: 'CHARGED', quietMs: 3_600_000 },
  { order: 'OTHER', payment: 'CHARGED_OTHERWISE', quietMs: 3_600_000 },
  { order: 'CANCELLED', payment: 'HELD', quietMs: 3_600_000 },
  { order: 'NONE', payment: 'GONE', quietMs: 3_600_000 },
  { order: 'NONE', payment: 'HELD', quietMs: 0 },
  { order: 'UNKNOWN', payment: 'UNKNOWN', quietMs: 3_600_000 },
  { order: 'UNKNOWN', payment: 'NONE', quietMs: 3_600_000 },
]

const pausesMs = [0, 5, 100, 1_000, 3_000, 20_000, 31_000, 700_000, 1_900_000]
const noCoverage = { asked: 3, answered: 0, failed: 3, skipped: 0 }

/** What the shell does before a call: the intent is committed. */
function sent(purchase: Purchase, at: Date): Purchase {
  const { pending } = purchase
  if (!pending) return purchase
  const sending: Pending = {
    ...pending,
    tries: pending.tries + 1,
    isInFlight: true,
    firstSentAt: pending.firstSentAt ?? at,
  }
  return { ...purchase, pending: sending }
}

function atRest({ state }: Purchase): PurchaseEvent['type'] {
  return state === 'NEEDS_REVIEW' ? 'reviewed' : 'started'
}

const answers: Readonly<Record<Step['kind'], readonly PurchaseEvent['type'][]>> = {
  quote: ['quoted', 'quoted', 'quoted', 'unsettled'],
  authorize: ['authorized', 'authorized', 'authorized', 'actionRequired', 'declined', 'unsettled'],
  checkAction: ['authorized', 'actionRequired', 'actionTaken', 'declined', 'unsettled'],
  place: ['orderAccepted', 'orderRefused', 'orderRefused', 'orderUnknown', 'unsettled'],
  findOrder: ['orderAccepted', 'orderNotFound', 'orderNotFound', 'orderCancelled', 'unsettled'],
  cancelOrder: ['orderCancelled', 'orderCancelled', 'cancelRefused', 'unsettled'],
  capture: ['captured', 'captureRefused', 'unsettled'],
  void: ['voided', 'voided', 'voidRefused', 'unsettled'],
}

function chosen(purchase: Purchase, at: Date, dice: number): PurchaseEvent {
  const all = everyEvent(purchase, at)
  const [wild, kind, pick] = [dice % 32, Math.floor(dice / 32), Math.floor(dice / 1_024)]
  if (wild === 0) return { type: 'cancelRequested', at }
  if (wild === 1) return { type: 'faulted', at }
  const step = purchase.pending?.step.kind
  const type = wild < 4 ? undefined : step ? answers[step][kind % answers[step].length] : atRest(purchase)
  if (type === 'quoted') return quoted(at, pick)
  const fitting = type ? all.filter((event) => event.type === type) : all
  return fitting[pick % fitting.length] ?? { type: 'started', at }
}

/** A round of up to seven quotes whose prices, validity and completeness follow from `number`. */
function quoted(at: Date, number: number): PurchaseEvent {
  const quotes = Array.from({ length: number % 8 }, (_, i) =>
    quoteOf(at, number + 31 * i, `${at.getTime()}-${i}`, number % 5 > 1),
  )
  const settlements: Record<string, Settlement> = {}
  for (const [i, id] of sellerIds.entries())
    settlements[id] = {
      canLookUp: i !== 2 || number % 5 > 0,
      canCancel: i !== 1,
      notFoundFinalAfterMs: i === 0 ? null : 20_000,
    }
  const coverage = { asked: 3, answered: 3, failed: 0, skipped: 0 }
  return { type: 'quoted', at, quotes, coverage, unanswered: [], settlements }
}

function quoteOf(at: Date, number: number, quoteId: string, isFresh: boolean): Quote {
  const total = money(BigInt(500 + ((number * 137) % 2_000)), 'USD')
  const isPriced = number % 11 > 0
  const sellerId = sellerIds[number % 3] ?? 'harbor'
  return {
    quoteId,
    sellerId,
    sellerName: `The ${sellerId}`,
    isbn13,
    condition: number % 7 > 0 ? 'NEW' : 'ACCEPTABLE',
    item: total,
    shipping: isPriced ? money(0n, 'USD') : null,
    tax: money(0n, 'USD'),
    total: isPriced ? total : null,
    sellerTotal: isPriced ? total : null,
    fx: null,
    quantity: 1,
    shipsFrom: null,
    deliveryDays: null,
    fetchedAt: at,
    expiresAt: new Date(at.getTime() + (isFresh ? 120_000 : 1_000)),
    source: 'LIVE',
    orderToken: `token ${quoteId}`,
    isAutoBuyEligible: number % 17 > 0,
  }
}

/** The order that the newest attempt asked for. */
function orderFor({ attempts }: Purchase): SellerOrder {
  const quote = attempts.at(-1)?.quote
  return {
    sellerId: quote?.sellerId ?? 'harbor',
    reference: 'ref',
    sellerOrderId: 'order-1',
    state: 'ACCEPTED',
    isbn13,
    condition: quote?.condition ?? 'NEW',
    total: quote?.sellerTotal ?? money(1_000n, 'USD'),
  }
}

/** Deeply: a rule that changed its input would throw. */
function frozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value)
    for (const inner of Object.values(value)) frozen(inner)
  }
  return value
}
