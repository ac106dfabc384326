// What sellers were asked and hold: at most one book a purchase, the cheapest one, and nothing that we did not intend beforehand.
import type { Dossier, EffectRow } from '../books/model.ts'
import { compare } from '../../server/platform/money.ts'
import type { Attempt, Purchase, Round } from '../../server/modules/buying/purchase.ts'
import type { Quote } from '../../server/modules/sellers/model.ts'
import { isSettled, liveOrders, perPurchase } from './invariant.ts'
import type { Breach, Invariant } from './invariant.ts'

const oneBook: Invariant = {
  id: 'I2',
  promise: 'at most one live order a purchase across all sellers; each is ours, and each of ours is there',
  check: ({ dossiers, strays }) => [
    ...strays.orders.map(({ seller, orderId, reference }) => ({
      purchaseId: null,
      what: `${seller} holds ${orderId} under ${reference}, which is no attempt of ours`,
    })),
    ...dossiers.flatMap((dossier) =>
      booksDiffer(dossier).flatMap((what): Breach[] => (what ? [{ purchaseId: dossier.id, what }] : [])),
    ),
  ],
}

function booksDiffer(dossier: Dossier): (string | false)[] {
  const { attempts, order, state } = dossier
  const live = liveOrders(dossier)
  const confirmed = attempts.filter((attempt) => attempt.state === 'CONFIRMED')
  const holding = live.map(({ seller, orderId }) => `${seller} ${orderId}`).join(', ')
  const isReviewed = state === 'NEEDS_REVIEW'
  return [
    live.length > 1 && `${live.length} live orders: ${holding}`,
    isSettled(dossier) && state !== 'PURCHASED' && live.length > 0 && `${state}, and there is a live order: ${holding}`,
    state === 'PURCHASED' && live.length === 0 && 'bought, and no seller holds an order',
    state === 'PURCHASED' && order === null && 'bought, and we have no order of it',
    ...confirmed.map(
      ({ id, sellerId, sellerOrderId }) =>
        !isReviewed &&
        !live.some((held) => held.reference === id && held.seller === sellerId && held.orderId === sellerOrderId) &&
        `we count on ${sellerOrderId}, which ${sellerId} does not hold`,
    ),
    ...live.map(
      ({ reference, seller, orderId }) =>
        state === 'PURCHASED' &&
        (order?.sellerReference !== reference || order.sellerId !== seller || order.sellerOrderId !== orderId) &&
        `${seller} holds ${orderId}, and our order says otherwise`,
    ),
  ]
}

const intendedFirst: Invariant = {
  id: 'I10',
  promise: 'every request that could change something outside has an intent of ours that was committed before',
  check: ({ dossiers, strays }) => [
    ...strays.requests.map(({ seller, operation, reference }) => ({
      purchaseId: null,
      what: `${seller} was sent ${operation} for ${reference}, which is no attempt of ours`,
    })),
    ...strays.intents.map(({ id }) => ({ purchaseId: null, what: `${id} is for no purchase of ours` })),
    ...dossiers.flatMap((dossier) =>
      unintended(dossier).flatMap((what): Breach[] => (what ? [{ purchaseId: dossier.id, what }] : [])),
    ),
  ],
}

function unintended({ id, effects, sellerRequests, movements }: Dossier): (string | false)[] {
  const wasIntended = (test: (effect: EffectRow) => boolean, at: string) =>
    effects.some((effect) => test(effect) && effect.at.getTime() <= Date.parse(at))
  return [
    ...sellerRequests.map(({ seller, operation, reference, at }) => {
      const kind = /cancel/i.test(operation) ? 'cancelOrder' : 'place'
      const isKnown = wasIntended((effect) => effect.kind === kind && effect.reference === reference, at)
      return !isKnown && `${seller} was sent ${operation} for ${reference} without an intent`
    }),
    ...movements.map(({ type, idempotencyKey, at }) => {
      if (idempotencyKey === null) return false // the shopper's own answer to the bank, or the bank itself
      if (idempotencyKey.startsWith('stray:')) return type !== 'void' && `a stray key did ${type}`
      const kind = type === 'refund' ? null : type
      const key = idempotencyKey.replace(/:2$/, '') // the second of the two keys that an effect has
      const isKnown = wasIntended((effect) => effect.key === key && effect.kind === kind, at)
      return !isKnown && `the provider did ${type} under ${idempotencyKey} for ${id} without an intent`
    }),
  ]
}

const cheapestFirst = perPurchase(
  'I11',
  'every order went to the cheapest eligible offer of its round; without one nothing was held, and the lowest price is told',
  (dossier) => {
    const { purchase, receipt, state, sellerRequests, attempts, intents } = dossier
    const bought = purchase.attempts.find((attempt) => attempt.state === 'CONFIRMED')
    const chosen = receipt?.quotes.find(({ verdict }) => verdict === 'CHOSEN')
    const asked = new Set(sellerRequests.map(({ reference }) => reference))
    const unknownLow = purchase.rounds.length > 0 && lowestOf(purchase) !== null && purchase.lowestFound === null
    return [
      ...purchase.attempts.map((attempt) => dearer(purchase, attempt)),
      ...attempts.map(
        ({ id, sellerId }) =>
          sellerRequests.some((request) => request.reference === id && request.seller !== sellerId) &&
          `another seller than ${sellerId} was asked for attempt ${id}`,
      ),
      state === 'PURCHASED' && chosen?.quoteId !== bought?.quote.quoteId && 'the receipt names another copy',
      state === 'NO_OFFER' && unknownLow && 'ended without an offer, and does not tell the lowest price',
      state === 'NO_OFFER' &&
        purchase.attempts.length === 0 &&
        asked.size > 0 &&
        'a seller was asked without an attempt',
      state === 'NO_OFFER' && hadEligible(purchase) && 'ended without an offer while one was eligible',
      !hadAnyEligible(purchase) && intents.length > 0 && 'a hold was asked for with nothing to buy',
    ]
  },
)

const attemptsMax = 8
const refusalsMax = 3

/** Written anew, not taken from the module: what a person would call eligible at `at`, reading the terms and the quotes. */
function eligible(purchase: Purchase, round: Round, before: readonly Attempt[], at: Date): Quote[] {
  const { isbns, conditions, max } = purchase.terms
  return round.quotes.filter((quote) => {
    const { total, condition, quoteId, sellerId } = quote
    const tried = before.some((attempt) => attempt.quote.quoteId === quoteId)
    const noes = before.filter(
      (attempt) => attempt.quote.sellerId === sellerId && ['REFUSED', 'CANCELLED'].includes(attempt.state),
    )
    return (
      isbns.includes(quote.isbn13) &&
      condition !== 'UNSPECIFIED' &&
      conditions.includes(condition) &&
      total?.currency === max.currency &&
      compare(total, max) <= 0 &&
      quote.isAutoBuyEligible &&
      round.settlements[sellerId]?.canLookUp === true &&
      !tried &&
      noes.length < refusalsMax &&
      quote.expiresAt.getTime() - at.getTime() > 2_000 &&
      at.getTime() - round.at.getTime() <= 30_000
    )
  })
}

function dearer(purchase: Purchase, attempt: Attempt): string | false {
  const round = purchase.rounds.findLast(({ at }) => at <= attempt.at)
  const { quote, ordinal } = attempt
  if (!round || !quote.total) return `attempt ${ordinal} was made without a price`
  if (compare(quote.total, purchase.terms.max) > 0) return `attempt ${ordinal} is above the maximum`
  const before = purchase.attempts.filter((other) => other.ordinal < ordinal)
  const others = eligible(purchase, round, before, attempt.at)
  const cheaper = others.find(({ total }) => total && quote.total && compare(total, quote.total) < 0)
  return cheaper
    ? `attempt ${ordinal} went to ${quote.sellerId} for ${quote.total.minor}, and ${cheaper.sellerId} asked ${cheaper.total?.minor}`
    : false
}

/** At the end of its last round, something could still have been bought. */
function hadEligible(purchase: Purchase): boolean {
  const round = purchase.rounds.at(-1)
  if (!round || purchase.attempts.length >= attemptsMax) return false
  const last = purchase.attempts.at(-1)
  const decidedAt = last && last.at > round.at ? null : round.at // after a later attempt nobody here knows when it was decided
  return decidedAt !== null && eligible(purchase, round, purchase.attempts, decidedAt).length > 0
}

function hadAnyEligible(purchase: Purchase): boolean {
  return purchase.rounds.some((round) => eligible(purchase, round, [], round.at).length > 0)
}

function lowestOf({ rounds, terms }: Purchase): bigint | null {
  const totals = rounds.flatMap(({ quotes }) =>
    quotes.flatMap(({ total, isbn13, condition }) =>
      total?.currency === terms.max.currency &&
      terms.isbns.includes(isbn13) &&
      condition !== 'UNSPECIFIED' &&
      terms.conditions.includes(condition)
        ? [total.minor]
        : [],
    ),
  )
  return totals.reduce<bigint | null>((low, minor) => (low === null || minor < low ? minor : low), null)
}

export const orderInvariants: readonly Invariant[] = [oneBook, intendedFirst, cheapestFirst]
