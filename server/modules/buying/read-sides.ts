// What the seller and the provider say now about a purchase that somebody looks at. Questions only: nothing is sent, nothing is written.
import { listPaymentsById } from '#payments'
import type { Intent, Payment } from '#payments'
import type { SellerOrder } from '#sellers'
import { requestId } from '#platform/ids'
import { attemptId, paymentIdOf } from './keys.ts'
import type { BuyingDeps, StoredPurchase } from './model.ts'
import { liveAttempt } from './purchase.ts'
import type { Attempt, Seen } from './purchase.ts'
import { toSeenOrder, toSeenPayment } from './to-seen.ts'

const lookMs = 6_000 // somebody waits for it; a seller that needs longer is one that does not say

/** An answer: what was found, null for "there is none", or `unknown` when the other side did not say. */
export type Found<T> = { readonly kind: 'found'; readonly value: T | null } | { readonly kind: 'unknown' }

/** Both sides' word. A side that there is nothing to ask about is null. */
export interface Sides {
  readonly order: { readonly attempt: Attempt; readonly reference: string; readonly answer: Found<SellerOrder> } | null
  readonly payment: { readonly known: Payment; readonly answer: Found<Intent> } | null
  readonly seen: Seen
  readonly at: Date
}

type LookDeps = Pick<BuyingDeps, 'db' | 'sellers' | 'processor' | 'clock' | 'log'>

/** Asks both sides at once; takes six seconds at most. An order is asked for only while one may stand. */
export async function readSides(deps: LookDeps, row: StoredPurchase): Promise<Sides> {
  const live = liveAttempt(row.purchase)
  const [order, payment] = await Promise.all([live && readOrder(deps, row, live), readPayment(deps, row)])
  const at = deps.clock.now()
  const seen: Seen = {
    order: order ? toSeenOrder(row.purchase.terms, order.attempt, order.answer) : 'UNKNOWN',
    payment: payment ? toSeenPayment(live, payment.answer) : 'NONE',
    quietMs: at.getTime() - row.updatedAt.getTime(),
  }
  return { order, payment, seen, at }
}

async function readOrder(deps: LookDeps, { id }: StoredPurchase, attempt: Attempt): Promise<Sides['order']> {
  const reference = attemptId(id, attempt.ordinal)
  const answer = await asked(deps, async () => {
    const ask = { sellerId: attempt.quote.sellerId, reference }
    const outcome = await deps.sellers.findOrder(ask, { timeoutMs: lookMs, requestId: requestId() })
    if (outcome.kind === 'refused') return found<SellerOrder>(null)
    return outcome.kind === 'ok' ? found(outcome.value) : unknown
  })
  return { attempt, reference, answer }
}

async function readPayment(deps: LookDeps, { id }: StoredPurchase): Promise<Sides['payment']> {
  const [known] = await listPaymentsById(deps.db, [paymentIdOf(id)])
  if (!known) return null
  const answer = await asked(deps, async () => {
    const signal = AbortSignal.timeout(lookMs)
    const { ref, id: paymentId, createdAt: since } = known
    const reply =
      ref === null
        ? await deps.processor.findIntent({ paymentId, since }, signal)
        : await deps.processor.lookUpIntent(ref, signal)
    return reply.kind === 'ok' ? found(reply.value) : unknown
  })
  return { known, answer }
}

const unknown = { kind: 'unknown' } as const

function found<T>(value: T | null): Found<T> {
  return { kind: 'found', value }
}

/** A fault (wrong credentials, a bug) is one more way of not knowing; whoever looks still sees the other side. */
async function asked<T>({ log }: LookDeps, ask: () => Promise<Found<T>>): Promise<Found<T>> {
  try {
    return await ask()
  } catch (error) {
    log.error({ err: error }, 'one side of a purchase could not be asked')
    return unknown
  }
}
