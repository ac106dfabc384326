// One call, no transaction open: what it was asked, and what its answer means to a checkout. Never throws for an outcome.
import { authorize, capture, confirmAction, voidHold } from '#payments'
import type { ActionRequired, Authorized } from '#payments'
import { Refusal } from '#platform/errors'
import type { Outcome } from '#platform/outcome'
import type { CheckoutEvent, Pending, StartedPurchase } from './checkout.ts'
import { callTimeoutMs } from './intend.ts'
import type { Intent } from './intend.ts'
import { purchaseKeyOf } from './keys.ts'
import type { CheckoutDeps } from './model.ts'

type WithoutTime<E> = E extends unknown ? Omit<E, 'at'> : never
type Answer = WithoutTime<CheckoutEvent>

/** Makes the call of `intent` for the checkout `id` and says what happened. A fault of ours or the provider's is thrown. */
export async function takeStep(
  deps: CheckoutDeps,
  id: string,
  intent: Intent,
  { tries, firstSentAt }: Pending,
): Promise<CheckoutEvent> {
  const signal = AbortSignal.timeout(callTimeoutMs[intent.kind])
  const sent = { signal, tries: tries - 1, firstSentAt: firstSentAt ?? deps.clock.now() }
  const answer = await ask()
  return { ...answer, at: deps.clock.now() } as CheckoutEvent

  async function ask(): Promise<Answer> {
    switch (intent.kind) {
      case 'authorize':
        return authorization(await authorize(deps, intent.request, { ...sent, key: intent.key }))
      case 'checkAction':
        return authorization(await confirmAction(deps, intent.request, { signal }))
      case 'capture':
        return ended(await capture(deps, intent.request, { ...sent, key: intent.key }), 'captured', 'captureRefused')
      case 'void':
        return ended(await voidHold(deps, intent.request, { ...sent, key: intent.key }), 'voided', 'voidRefused')
      case 'startPurchases':
        return { type: 'purchasesStarted', purchases: await startPurchases(deps, id, intent) }
    }
  }
}

/** One purchase a line, under a key of its own: after a crash those that have begun are found again. */
async function startPurchases(
  deps: CheckoutDeps,
  id: string,
  { accountId, terms }: Intent & { kind: 'startPurchases' },
): Promise<StartedPurchase[]> {
  const { cheapest, shipTo, paymentMethod } = terms
  if (!shipTo) throw new Error(`checkout ${id} has nowhere to send its purchases`)
  const started: StartedPurchase[] = []
  for (const { id: lineId, isbn13, conditions, maxTotal } of cheapest) {
    const destination = { ...shipTo, lines: [...shipTo.lines] }
    const what = { isbn13, conditions: [...conditions], maxTotal, destination, paymentMethod }
    try {
      const purchaseId = await deps.startPurchase({ key: purchaseKeyOf(id, lineId), ...what }, accountId)
      started.push({ lineId, purchaseId, reason: null })
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      started.push({ lineId, purchaseId: null, reason: error.code }) // the edition has left the catalogue since
    }
  }
  return started
}

function authorization(outcome: Outcome<Authorized | ActionRequired>): Answer {
  if (outcome.kind === 'refused') return { type: 'declined', reason: outcome.reason }
  if (outcome.kind !== 'ok') return unsettled(outcome)
  const { value } = outcome
  return value.kind === 'authorized'
    ? { type: 'authorized', ref: value.ref, amount: value.amount, expiresAt: value.expiresAt ?? null }
    : { type: 'actionRequired', ref: value.ref, url: value.actionUrl }
}

function ended(
  outcome: Outcome<unknown>,
  done: 'captured' | 'voided',
  refused: 'captureRefused' | 'voidRefused',
): Answer {
  if (outcome.kind === 'ok') return { type: done }
  return outcome.kind === 'refused' ? { type: refused, reason: outcome.reason } : unsettled(outcome)
}

function unsettled(outcome: { kind: 'retryable'; afterMs: number } | { kind: 'unknown' }): Answer {
  return outcome.kind === 'retryable' ? { type: 'unsettled', afterMs: outcome.afterMs } : { type: 'unsettled' }
}
