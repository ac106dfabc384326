// Letting the hold go: by us, or by the bank when it has waited long enough.
import type { Tx } from '#platform/db'
import { negate } from '#platform/money'
import { ok } from '#platform/outcome'
import type { Outcome } from '#platform/outcome'
import type { JournalEntry } from './keep-ledger.ts'
import type { Intent, Payment, ProcessorDeps, Reply, SendOptions, VoidRequest } from './model.ts'
import { movePayment } from './move-payment.ts'
import { lockPayment } from './queries.ts'
import { lateMs, onOk, settleCall } from './settle-call.ts'

/** → VOIDING, from every state in which there may be a hold. Where there is none any more it changes nothing. */
export async function beginVoid(tx: Tx, paymentId: string, at: Date): Promise<VoidRequest> {
  const payment = await lockPayment(tx, paymentId)
  if (!isOver(payment)) await movePayment(tx, payment, 'voidBegan', {}, at)
  const since = payment.state === 'NEW' ? null : payment.createdAt.toISOString()
  return { paymentId, ref: payment.ref, since }
}

/** Lets the hold go; one that is gone already is a success. `refused('already_captured')`: the money was taken. */
export async function voidHold(
  deps: ProcessorDeps,
  request: VoidRequest,
  options: SendOptions,
): Promise<Outcome<Record<never, never>>> {
  const { processor } = deps
  const { signal } = options
  const found = await findHold(deps, request, options)
  if (found.kind !== 'ok' || found.value === null) return onOk(found, () => ok({}))
  const ref = found.value
  return settleCall(deps, options, {
    look: async () => onOk(await processor.getIntent(ref, signal), readRelease),
    send: async (key) => onOk(await processor.cancelIntent(ref, { key, signal }), () => ok({})),
    isOnceByNature: true,
  })
}

/** → VOIDED; the hold leaves the ledger, if there was one. `holdExpired`: the bank let it go by itself. */
export async function recordVoid(
  tx: Tx,
  paymentId: string,
  at: Date,
  event: 'voided' | 'holdExpired' = 'voided',
): Promise<void> {
  const payment = await lockPayment(tx, paymentId)
  if (isOver(payment)) return
  const wasHeld = payment.authorized.minor > 0n // not when it is voided while the bank still wants the shopper
  await movePayment(tx, payment, event, { actionUrl: null }, at, wasHeld ? release(payment, event, at) : undefined)
}

function release({ id: paymentId, authorized }: Payment, event: 'voided' | 'holdExpired', at: Date): JournalEntry {
  return {
    effectKey: `void:${paymentId}`,
    paymentId,
    memo: event === 'voided' ? 'let go' : 'expired',
    at,
    postings: [
      { account: 'hold:customer', amount: authorized },
      { account: 'hold:processor', amount: negate(authorized) },
    ],
  }
}

/** The provider's id of what is to be let go; null when there is nothing, and nothing can come any more. */
async function findHold(
  { processor, clock }: ProcessorDeps,
  { ref, since, paymentId }: VoidRequest,
  { signal, firstSentAt }: SendOptions,
): Promise<Reply<string | null>> {
  if (ref !== null || since === null) return ok(ref)
  const found = await processor.findIntent({ paymentId, since: new Date(since) }, signal)
  if (found.kind !== 'ok') return found
  if (found.value !== null) return ok(found.value.ref)
  // An authorization that was given up unanswered may still arrive; the webhook of one that is later still lets it go (handle-webhook.ts).
  const waitMs = firstSentAt.getTime() + lateMs - clock.now().getTime()
  return waitMs > 0 ? { kind: 'retryable', afterMs: waitMs, detail: 'a late hold may still come' } : ok(null)
}

/** What an intent says about the release; `ok(null)`: it is still there. */
function readRelease({ status }: Intent): Reply<Record<never, never> | null> {
  if (status === 'canceled') return ok({})
  return status === 'captured' ? { kind: 'refused', reason: 'already_captured' } : ok(null)
}

/** Nothing is held, nor will be. */
function isOver({ state }: Payment): boolean {
  return state === 'VOIDED' || state === 'DECLINED'
}
