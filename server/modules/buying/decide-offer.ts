// The rule for what to buy next: the best offer of the newest round, another round when this one has run out, or none.
import { chooseOffer } from './choose-offer.ts'
import { schedule, to } from './moves.ts'
import type { Attempt, Decided, Purchase } from './purchase.ts'

const roundsMax = 4 // sellers whose prices keep moving do not keep a shopper's money held for ever
const attemptsMax = 8

/** Decides on the next attempt. The caller has settled every earlier one: none is live. */
export function takeNextOffer(purchase: Purchase, at: Date): Decided {
  const round = purchase.rounds.at(-1)
  const choice = round && chooseOffer(round, purchase.terms, purchase.attempts, at)
  const known = withLowest(purchase, choice?.lowest ?? null)
  if (!round || !choice) return endWithoutOffer(known, at)
  const { chosen } = choice
  if (chosen && known.attempts.length < attemptsMax) {
    if (known.hold !== 'held')
      return to('offerChosen', { ...known, hold: 'asked', pending: schedule({ kind: 'authorize' }, at) })
    const attempt: Attempt = {
      ordinal: known.attempts.length + 1,
      quote: chosen,
      state: 'PLACING',
      at,
      settlement: round.settlements[chosen.sellerId] ?? {
        canLookUp: false,
        canCancel: false,
        notFoundFinalAfterMs: null,
      },
    }
    const placing = {
      ...known,
      attempts: [...known.attempts, attempt],
      pending: schedule({ kind: 'place', ordinal: attempt.ordinal }, at),
    }
    const isFirst = known.state === 'AUTHORIZING' || known.state === 'ACTION_REQUIRED'
    return to(isFirst ? 'held' : 'nextOfferChosen', placing)
  }
  const mayAskAgain = known.rounds.length < roundsMax && known.attempts.length < attemptsMax
  if (mayAskAgain && (choice.isStale || hasMoved(known))) return askAgain(known, at)
  return endWithoutOffer(known, at)
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
function withLowest(
  purchase: Purchase,
  lowest: { sellerId: string; sellerName: string; total: Purchase['terms']['max'] | null } | null,
): Purchase {
  if (!lowest?.total) return purchase
  return { ...purchase, lowestFound: { sellerId: lowest.sellerId, sellerName: lowest.sellerName, total: lowest.total } }
}
