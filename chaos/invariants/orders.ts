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

// Our times are PostgreSQL's, right to half a round trip to it, which takes long while the machine is overrun; the provider's and the sellers' are theirs.
const clocksApartMs = 100

function unintended({ id, effects, sellerRequests, movements }: Dossier): (string | false)[] {
  const wasIntended = (test: (effect: EffectRow) => boolean, at: string) =>
    effects.some((effect) => test(effect) && effect.at.getTime() <= Date.parse(at) + clocksApartMs)
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
  'every order went to the cheapest eligible offer of its round, its risk weighed in and at most a hundredth above the lowest price; without one nothing was held, and the lowest price is told',
  (dossier) => [
    ...dossier.purchase.attempts.map((attempt) => dearer(dossier.purchase, attempt)),
    ...askedElsewhere(dossier),
    ...(dossier.state === 'PURCHASED' ? [wrongReceipt(dossier)] : []),
    ...(dossier.state === 'NO_OFFER' ? gaveUpTooSoon(dossier) : []),
    !hadAnyEligible(dossier.purchase) && dossier.intents.length > 0 && 'a hold was asked for with nothing to buy',
  ],
)

function askedElsewhere({ attempts, sellerRequests }: Dossier): (string | false)[] {
  return attempts.map(
    ({ id, sellerId }) =>
      sellerRequests.some(({ reference, seller }) => reference === id && seller !== sellerId) &&
      `another seller than ${sellerId} was asked for attempt ${id}`,
  )
}

function wrongReceipt({ purchase, receipt }: Dossier): string | false {
  const bought = purchase.attempts.find(({ state }) => state === 'CONFIRMED')
  const chosen = receipt?.quotes.find(({ verdict }) => verdict === 'CHOSEN')
  if (!bought || chosen?.quoteId !== bought.quote.quoteId) return 'the receipt names another copy'
  const risk = weighed(bought.quote) - bought.quote.total.minor
  return BigInt(chosen.risk?.minor ?? 0) !== risk && 'the receipt names another risk than was weighed in'
}

function gaveUpTooSoon({ purchase, sellerRequests }: Dossier): (string | false)[] {
  const { attempts, lowestFound } = purchase
  return [
    lowestOf(purchase) !== null && lowestFound === null && 'ended without an offer, and does not tell the lowest price',
    attempts.length === 0 && sellerRequests.length > 0 && 'a seller was asked without an attempt',
    hadEligible(purchase) && 'ended without an offer while one was eligible',
  ]
}

const attemptsMax = 8
const noesMax = 3 // of a seller, of any kind
const lossesMax = 2 // of a seller: orders that never arrived
const leastLifeMs = 2_000
const oldestMs = 30_000

/** Written anew, not taken from the module: what a person would call eligible at `at`, reading the terms and the quotes. */
function eligible(purchase: Purchase, round: Round, before: readonly Attempt[], at: Date): Quote[] {
  const isOld = at.getTime() - round.at.getTime() > oldestMs
  return round.quotes.filter(
    (quote) =>
      !isOld &&
      quote.expiresAt.getTime() - at.getTime() > leastLifeMs &&
      quote.isAutoBuyEligible &&
      round.settlements[quote.sellerId]?.canLookUp === true &&
      isWanted(purchase, quote) &&
      !before.some((attempt) => attempt.quote.quoteId === quote.quoteId) &&
      !isGivenUp(before.filter((attempt) => attempt.quote.sellerId === quote.sellerId)),
  )
}

function isWanted({ terms: { isbns, conditions, max } }: Purchase, { isbn13, condition, total }: Quote): boolean {
  const isAcceptable = isbns.includes(isbn13) && condition !== 'UNSPECIFIED' && conditions.includes(condition)
  return isAcceptable && total?.currency === max.currency && compare(total, max) <= 0
}

function isGivenUp(earlier: readonly Attempt[]): boolean {
  const losses = earlier.filter(({ reason }) => reason === 'NOT_MADE').length
  return earlier.length >= noesMax || losses >= lossesMax
}

function dearer(purchase: Purchase, attempt: Attempt): string | false {
  const round = purchase.rounds.findLast(({ at }) => at <= attempt.at)
  const { quote, ordinal } = attempt
  if (!round || !quote.total) return `attempt ${ordinal} was made without a price`
  if (compare(quote.total, purchase.terms.max) > 0) return `attempt ${ordinal} is above the maximum`
  const before = purchase.attempts.filter((other) => other.ordinal < ordinal)
  const others = eligible(purchase, round, before, attempt.at)
  const went = `attempt ${ordinal} went to ${quote.sellerId} for ${quote.total.minor}`
  const { minor } = quote.total
  const muchCheaper = others.find(({ total }) => total && total.minor * 101n < minor * 100n)
  if (muchCheaper)
    return `${went}, and ${muchCheaper.sellerId} asked ${muchCheaper.total?.minor}: more than a hundredth less`
  const better = others.find((other) => weighed(other) < weighed(quote))
  return better ? `${went}, and ${better.sellerId}, its record weighed in, asked ${better.total?.minor}` : false
}

/** A total and what its seller's record adds: a tenth of it for each order that is expected to fail, a hundredth of it at most. */
function weighed({ total, standing }: Quote): bigint {
  if (!total) return 0n
  const broken = standing ? BigInt(10_000 - standing.keptBasisPoints) : 0n
  const [expected, most] = [(total.minor * broken) / 100_000n, total.minor / 100n]
  return total.minor + (expected < most ? expected : most)
}

/** At the end of its last round, something could still have been bought. */
function hadEligible(purchase: Purchase): boolean {
  const round = purchase.rounds.at(-1)
  const isFull = purchase.attempts.length >= attemptsMax
  const wasStale = purchase.reason === 'NOBODY_ANSWERED' // the round had run out, and nobody could be asked again
  if (!round || isFull || wasStale) return false
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
