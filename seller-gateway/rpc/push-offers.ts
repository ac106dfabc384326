import type { onboarding } from '@quire/proto'
import type { Profile } from '../onboarding/model.ts'
import { parseOffer } from '../onboarding/parse-offer.ts'
import { countOffers, findKnown, saveOffers } from '../store/offers.ts'
import type { PushedOffer } from '../store/offers.ts'
import { findSeller } from '../store/sellers.ts'
import type { Patience } from './handler.ts'
import type { OnboardingDeps, SellerCall } from './onboarding-deps.ts'

/** A whole catalogue at some thousand offers a second. */
export const pushPatience: Patience = { defaultMs: 10 * 60_000, maxMs: 10 * 60_000 }

// One statement a batch; the next message is read when it is saved, so a pusher is never faster than the database.
const batchMax = 500
// The first wrong ones tell what is wrong; the count tells how many there are.
const refusalsShownMax = 100
/** Rows that one seller may fill. */
const offersMax = 500_000

/** Takes prices and stock as a stream. What is wrong is refused by its place, and the rest is taken. */
export async function pushOffers(
  deps: OnboardingDeps,
  messages: AsyncIterable<onboarding.PushOffersRequest__Output>,
  { who, log }: SellerCall,
): Promise<onboarding.PushOffersResponse> {
  const { sellerId } = who
  const seller = await findSeller(deps.db, sellerId)
  if (!seller) throw new Error(`there is no seller ${sellerId}`)
  const push = createPush(deps, { sellerId, profile: seller.profile, held: await countOffers(deps.db, sellerId) })
  for await (const { offer } of messages) await push.take(offer)
  const answer = await push.end()
  log.info({ seller: sellerId, accepted: answer.accepted, refused: answer.refused }, 'offers were pushed')
  return answer
}

function createPush(
  { db, clock, lookups }: OnboardingDeps,
  { sellerId, profile, held }: { sellerId: string; profile: Profile; held: number },
) {
  let index = 0
  let accepted = 0
  let stale = 0
  let refused = 0
  let rows = held
  const refusals: onboarding.OfferRefusal[] = []
  // Each id once, since one statement changes a row once: what is overtaken within a batch has been taken all the same.
  let batch = new Map<string, { offer: PushedOffer; index: number }>()

  function refuse(at: number, field: string, description: string): void {
    refused += 1
    if (refusals.length < refusalsShownMax) refusals.push({ index: at, field, description })
  }

  async function flush(): Promise<void> {
    const waiting = batch
    batch = new Map()
    if (waiting.size === 0) return
    if (rows + waiting.size > offersMax) {
      const known = await findKnown(db, sellerId, [...waiting.keys()])
      for (const [offerId, { index: at }] of waiting)
        if (!known.has(offerId) && waiting.delete(offerId))
          refuse(at, 'offer.offer_id', `is one too many: a seller has ${offersMax} at most, those taken back included`)
      if (waiting.size === 0) return
    }
    const saved = await saveOffers(
      db,
      sellerId,
      [...waiting.values()].map(({ offer }) => offer),
    )
    for (const isbn13 of saved.isbn13s) lookups.forget(sellerId, isbn13)
    rows += saved.inserted
    stale += saved.stale
    accepted += waiting.size - saved.stale
  }

  return {
    async take(given: onboarding.Offer__Output | null): Promise<void> {
      const at = index
      index += 1
      const offer = parseOffer(given, { profile, nowMs: clock.now() })
      if ('field' in offer) return refuse(at, offer.field, offer.description)
      const other = batch.get(offer.offerId)
      if (other && offer.changedAt < other.offer.changedAt) stale += 1
      else {
        if (other) accepted += 1
        batch.set(offer.offerId, { offer, index: at })
      }
      if (batch.size >= batchMax) await flush()
    },
    async end(): Promise<onboarding.PushOffersResponse> {
      await flush()
      return { accepted, stale, refusals, refused }
    },
  }
}
