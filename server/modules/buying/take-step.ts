// One remote call, no transaction open: what it was asked, and what its answer means to a purchase. Never throws for an outcome.
import { collectQuotes } from '#offers'
import { authorize, capture, confirmAction, voidHold } from '#payments'
import type { ActionRequired, Authorized } from '#payments'
import type { SellerOrder } from '#sellers'
import { Refusal } from '#platform/errors'
import type { Outcome } from '#platform/outcome'
import { isBuyable } from './choose-offer.ts'
import { callTimeoutMs } from './intend.ts'
import type { Intent } from './intend.ts'
import type { BuyingDeps } from './model.ts'
import type { Pending, PurchaseEvent, Settlement } from './purchase.ts'

type WithoutTime<E> = E extends unknown ? Omit<E, 'at'> : never
type Answer = WithoutTime<PurchaseEvent>

/** Makes the call of `intent` and says what happened. A fault of ours or the provider's is thrown. */
export async function takeStep(
  deps: BuyingDeps,
  intent: Intent,
  pending: Pending,
  at: Date,
  requestId: string,
): Promise<PurchaseEvent> {
  const timeoutMs = callTimeoutMs[intent.kind]
  const signal = AbortSignal.timeout(timeoutMs)
  const call = { signal, timeoutMs, requestId }
  const sent = { signal, tries: pending.tries - 1, firstSentAt: pending.firstSentAt ?? at }
  const answer = await ask()
  return { ...answer, at: deps.clock.now() } as PurchaseEvent

  async function ask(): Promise<Answer> {
    switch (intent.kind) {
      case 'quote':
        return await askQuotes(deps, intent, requestId)
      case 'authorize':
        return authorization(await authorize(deps, intent.request, { ...sent, key: intent.key }))
      case 'checkAction':
        return authorization(await confirmAction(deps, intent.request, { signal }))
      case 'place':
        return placed(await deps.sellers.placeOrder(intent.request, call))
      case 'findOrder':
        return found(await deps.sellers.findOrder(intent.request, call), at)
      case 'cancelOrder':
        return cancelled(await deps.sellers.cancelOrder(intent.request, call))
      case 'capture':
        return ended(
          await capture(deps, intent.request, { ...sent, key: intent.key }),
          { type: 'captured' },
          (reason) => ({ type: 'captureRefused', reason }),
        )
      case 'void':
        return ended(
          await voidHold(deps, intent.request, { ...sent, key: intent.key }),
          { type: 'voided' },
          (reason) => ({ type: 'voidRefused', reason }),
        )
    }
  }
}

async function askQuotes(deps: BuyingDeps, { terms }: Intent & { kind: 'quote' }, requestId: string): Promise<Answer> {
  const { isbns, destination, max } = terms
  try {
    const known = await collectQuotes(deps, {
      isbns,
      destination,
      currency: max.currency,
      isBuyable: (quote) => isBuyable(quote, terms),
      requestId,
    })
    // A seller that went live a moment ago quotes already; how its orders are settled must be known as well.
    const sellers = await deps.directory.listKnowing(known.quotes.map(({ sellerId }) => sellerId))
    const settlements: Record<string, Settlement> = {}
    for (const { id, canLookUp, canCancel, notFoundFinalAfterMs } of sellers)
      settlements[id] = { canLookUp, canCancel, notFoundFinalAfterMs }
    if (known.coverage.asked === 0) return { type: 'unsettled' }
    const { quotes, coverage, unanswered } = known
    return { type: 'quoted', quotes, coverage, unanswered, settlements }
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    deps.log.warn({ err: error }, 'no seller could be asked')
    return { type: 'unsettled' }
  }
}

function authorization(outcome: Outcome<Authorized | ActionRequired>): Answer {
  if (outcome.kind === 'refused') return { type: 'declined', reason: outcome.reason }
  if (outcome.kind !== 'ok') return unsettled(outcome)
  const { value } = outcome
  return value.kind === 'authorized'
    ? { type: 'authorized', ref: value.ref, amount: value.amount }
    : { type: 'actionRequired', ref: value.ref, url: value.actionUrl }
}

function placed(outcome: Awaited<ReturnType<BuyingDeps['sellers']['placeOrder']>>): Answer {
  switch (outcome.kind) {
    case 'ok':
      if (outcome.value.state === 'CANCELLED') return { type: 'orderRefused', reason: 'ORDER_CANCELLED' }
      return isUnderstood(outcome.value) ? { type: 'orderAccepted', order: outcome.value } : { type: 'orderUnknown' }
    case 'refused':
      return { type: 'orderRefused', reason: outcome.reason }
    case 'retryable':
      return unsettled(outcome)
    case 'unknown':
      return { type: 'orderUnknown' }
  }
}

function found(outcome: Outcome<SellerOrder, 'NOT_FOUND'>, askedAt: Date): Answer {
  if (outcome.kind === 'refused') return { type: 'orderNotFound', askedAt }
  if (outcome.kind !== 'ok') return unsettled(outcome)
  if (outcome.value.state === 'CANCELLED') return { type: 'orderCancelled' }
  return isUnderstood(outcome.value) ? { type: 'orderAccepted', order: outcome.value } : { type: 'unsettled' }
}

function cancelled(outcome: Outcome<SellerOrder, 'CANNOT_CANCEL'>): Answer {
  if (outcome.kind === 'refused') return { type: 'cancelRefused' }
  if (outcome.kind !== 'ok') return unsettled(outcome)
  if (outcome.value.state === 'CANCELLED') return { type: 'orderCancelled' }
  return isUnderstood(outcome.value) ? { type: 'cancelRefused' } : { type: 'unsettled' }
}

/**
 * False for a state that a newer contract has and we do not know: it may mean "on hold" as well as "packed". Nobody is charged for that, and
 * nothing is bought elsewhere; it is asked for again, and in the end a person decides.
 */
function isUnderstood({ state }: SellerOrder): boolean {
  return state !== 'UNSPECIFIED'
}

function ended(outcome: Outcome<unknown>, done: Answer, refused: (reason: string) => Answer): Answer {
  if (outcome.kind === 'ok') return done
  return outcome.kind === 'refused' ? refused(outcome.reason) : unsettled(outcome)
}

function unsettled(outcome: { kind: 'retryable'; afterMs: number } | { kind: 'unknown' }): Answer {
  return outcome.kind === 'retryable' ? { type: 'unsettled', afterMs: outcome.afterMs } : { type: 'unsettled' }
}
