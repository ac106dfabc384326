// The rule for what to buy next: the best offer of the newest round, another round when this one has run out, or none.
import { schedule } from '#platform/pending'
import type { PricedQuote, Quote } from '#sellers'
import { chooseOffer } from './choose-offer.ts'
import { to } from './moves.ts'
import { settlementOf } from './purchase.ts'
import type { Decided, Purchase, Round } from './purchase.ts'

const roundsMax = 4 // sellers whose prices keep moving do not keep a shopper's money held for ever
const attemptsMax = 8

/** Decides on the next attempt. The caller has settled every earlier one: none is live. */
export function takeNextOffer(purchase: Purchase, at: Date): Decided {
  const round = purchase.rounds.at(-1)
  if (!round) return endWithoutOffer(purchase, at)
  const { chosen, lowest, isStale } = chooseOffer(round, purchase.terms, purchase.attempts, at)
  const known = withLowest(purchase, lowest)
  const mayTry = known.attempts.length < attemptsMax
  if (chosen && mayTry) return known.hold === 'held' ? place(known, chosen, round, at) : askForHold(known, at)
  const mayAskAgain = mayTry && known.rounds.length < roundsMax
  return mayAskAgain && (isStale || hasMoved(known)) ? askAgain(known, at) : endWithoutOffer(known, at)
}

/** One hold, for the maximum, so that falling back needs no second one. */
function askForHold(purchase: Purchase, at: Date): Decided {
  return to('offerChosen', { ...purchase, hold: 'asked', pending: schedule({ kind: 'authorize' }, at) })
}

function place(purchase: Purchase, quote: PricedQuote, round: Round, at: Date): Decided {
  const ordinal = purchase.attempts.length + 1
  const settlement = settlementOf(round, quote.sellerId)
  const attempts = [...purchase.attempts, { ordinal, quote, state: 'PLACING', at, settlement } as const]
  const isFirst = purchase.state === 'AUTHORIZING' || purchase.state === 'ACTION_REQUIRED'
  return to(isFirst ? 'held' : 'nextOfferChosen', {
    ...purchase,
    attempts,
    pending: schedule({ kind: 'place', ordinal }, at),
  })
}

/** A price that moved, or a quote that ran out at the seller's, may be had under another quote. */
function hasMoved({ attempts, rounds }: Purchase): boolean {
  const last = attempts.at(-1)
  const round = rounds.at(-1)
  if (!last || !round || last.at < round.at) return false
  return last.reason === 'PRICE_CHANGED' || last.reason === 'QUOTE_EXPIRED'
}

function askAgain(purchase: Purchase, at: Date): Decided {
  const asking = { ...purchase, pending: schedule({ kind: 'quote' }, at) }
  // Still in QUOTING the round itself came back stale (a seller's clock, a very slow round): the same question once more.
  return purchase.state === 'QUOTING' ? { purchase: asking, transition: null } : to('quotesStale', asking)
}

/** No seller is left: ends at once when nothing was asked of the bank, else through the release of the hold. */
export function endWithoutOffer(purchase: Purchase, at: Date): Decided {
  if (purchase.hold === 'none') return to('noOffer', { ...purchase, pending: null })
  return to('noOfferLeft', { ...purchase, ending: 'releasedWithoutOffer', pending: schedule({ kind: 'void' }, at) })
}

/** The newest round says what is the lowest now; an older round's answer stays when the newest found none. */
function withLowest(purchase: Purchase, lowest: Quote | null): Purchase {
  if (!lowest?.total) return purchase
  return { ...purchase, lowestFound: { sellerId: lowest.sellerId, sellerName: lowest.sellerName, total: lowest.total } }
}
