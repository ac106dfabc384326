// Giving the money back, driven: intent → call → outcome. The call is made outside of any transaction, and the refund's alarm finishes
// what a dead process left.
import { beginRefund, recordRefund, refundPayment } from '#payments'
import type { RefundRequest } from '#payments'
import type { TellDeps } from '#notify'
import { payeeOf } from '#sellers'
import { crashPoint } from '#platform/crash-points'
import { inTransaction } from '#platform/db'
import type { Tx } from '#platform/db'
import { applyRefundEvent } from './apply-refund-event.ts'
import { driveRefund } from './jobs.ts'
import { refundMachine } from './machine.ts'
import type { RefundState } from './machine.ts'
import type { Attempt, Refund, RefundsDeps } from './model.ts'
import {
  findEventByKey,
  findLastAttempt,
  insertAttempt,
  listDue,
  lockRefund,
  noteSending,
  settleAttempt,
  updateRefund,
} from './queries.ts'

// A call and its look-up end within 20 s; after a minute its driver is dead, and another takes over.
const leaseMs = 60_000
const skewMs = 1_000 // a job comes when the database's clock says so; ours may be a little behind it
const pauseMaxMs = 10 * 60_000 // between look-ups of a try whose outcome is not known
const pendingMs = 60 * 60_000 // a refund on its way to the card takes days; nobody waits for the hour
/** How long after the nth failed try the next one begins; after the last a person decides. */
const retryAfterMs = [60_000, 10 * 60_000, 60 * 60_000, 6 * 60 * 60_000, 24 * 60 * 60_000]
const sweepLateMs = 60_000 // younger ones have their job on its way
const sweepMax = 100 // a minute

type Outcome = Awaited<ReturnType<typeof refundPayment>>

/** Takes the refund one step further, if a step is due. Throws for faults: the job comes again. */
export async function advanceRefund(deps: RefundsDeps, refundId: string, signal: AbortSignal): Promise<void> {
  const turn = await takeTurn(deps, refundId)
  if (!turn) return
  crashPoint('refunds.beforeCall')
  const { key, tries, firstSentAt, attempt } = turn.attempt
  const options = { key, tries, firstSentAt: firstSentAt ?? deps.clock.now(), isAnotherTry: attempt > 1, signal }
  const outcome = await refundPayment(deps, turn.request, options)
  crashPoint('refunds.afterCall')
  await inTransaction(deps.db, (tx) => settle(deps, tx, turn, outcome))
}

/** Wakes the drivers of refunds whose alarm was lost. Runs every minute. */
export async function sweepRefunds({ db, jobs, clock }: Pick<RefundsDeps, 'db' | 'jobs' | 'clock'>): Promise<void> {
  const before = new Date(clock.now().getTime() - sweepLateMs)
  await inTransaction(db, async (tx) => {
    for (const refundId of await listDue(tx, before, sweepMax)) await jobs.send(tx, driveRefund, { refundId })
  })
}

/** → PROCESSING, with the intent of the next try; `dueAt` says when it is sent. The same key again changes nothing. */
export async function beginAttempt(
  deps: TellDeps,
  tx: Tx,
  { id: refundId }: Refund,
  begin: { event: 'begun' | 'retried'; key: string; by: string; at: Date; dueAt: Date },
): Promise<RefundState> {
  const { event, key, by, at, dueAt: nextActionAt } = begin
  const isKnown = (await findEventByKey(tx, refundId, key)) !== null
  const state = await applyRefundEvent(deps, tx, { refundId, event, key, by, at, nextActionAt })
  if (isKnown) return state
  const attempt = ((await findLastAttempt(tx, refundId))?.attempt ?? 0) + 1
  await insertAttempt(tx, refundId, { attempt, key: `refund:${refundId}:${attempt}` }, at)
  return state
}

/** One try that is about to be sent, as it is written down. `tries` and `firstSentAt` are from before this time. */
interface Turn {
  readonly refundId: string
  readonly attempt: Attempt
  readonly request: RefundRequest
}

/** Commits that the next step is taken now, by us, until the lease ends; null when none is due. */
async function takeTurn({ db, jobs, clock }: RefundsDeps, refundId: string): Promise<Turn | null> {
  return await inTransaction(db, async (tx) => {
    const at = clock.now()
    const refund = await lockRefund(tx, refundId)
    const { state, nextActionAt, paymentId, total: amount } = refund
    const isDue = nextActionAt !== null && nextActionAt.getTime() <= at.getTime() + skewMs
    if (!isDue || refundMachine.isTerminal(state)) return null
    const leaseEnd = new Date(at.getTime() + leaseMs)
    if (state !== 'PROCESSING') {
      const begin = state === 'APPROVED' ? ({ event: 'begun', key: 'begun' } as const) : await nextTry(tx, refundId)
      await beginAttempt({ jobs }, tx, refund, { ...begin, by: 'refunds', at, dueAt: leaseEnd })
    }
    const attempt = await findLastAttempt(tx, refundId)
    if (!attempt) throw new Error(`refund ${refundId} is under way without a try`)
    const request = await beginRefund(tx, paymentId, { refundId, amount })
    await noteSending(tx, refundId, attempt.attempt, at)
    await updateRefund(tx, refundId, { nextActionAt: leaseEnd })
    await jobs.send(tx, driveRefund, { refundId }, { startAfter: leaseEnd })
    return { refundId, attempt, request }
  })
}

async function nextTry(tx: Tx, refundId: string): Promise<{ event: 'retried'; key: string }> {
  const last = await findLastAttempt(tx, refundId)
  return { event: 'retried', key: `retried:${(last?.attempt ?? 0) + 1}` }
}

/** The outcome, in one transaction with everything that follows from it. */
async function settle(deps: RefundsDeps, tx: Tx, turn: Turn, outcome: Outcome): Promise<void> {
  const { refundId, attempt } = turn
  const refund = await lockRefund(tx, refundId)
  const last = await findLastAttempt(tx, refundId)
  const isOvertaken = refund.state !== 'PROCESSING' || last?.attempt !== attempt.attempt
  if (isOvertaken) return // another driver took the turn after the lease, and knew first
  if (outcome.kind === 'ok' && outcome.value.isBack) return await finish(deps, tx, refund, attempt, outcome.value.ref)
  if (outcome.kind === 'refused') return await fail(deps, tx, refund, attempt, outcome.reason)
  const isPending = outcome.kind === 'ok'
  await settleAttempt(tx, refundId, attempt.attempt, {
    state: outcome.kind === 'retryable' ? 'INTENDED' : 'UNKNOWN',
    ...(isPending
      ? { processorRef: outcome.value.ref, detail: 'pending' }
      : { detail: outcome.detail ?? outcome.kind }),
  })
  const pauseMs = isPending ? pendingMs : Math.min(pauseMaxMs, 2_000 * 2 ** Math.min(attempt.tries, 20))
  await wake(deps, tx, refundId, pauseMs)
}

async function finish(
  { jobs, clock }: RefundsDeps,
  tx: Tx,
  refund: Refund,
  { attempt }: Attempt,
  ref: string,
): Promise<void> {
  const { id: refundId, paymentId, total: amount, sellerId } = refund
  const at = clock.now()
  await settleAttempt(tx, refundId, attempt, { state: 'SUCCEEDED', processorRef: ref, detail: null })
  await recordRefund(tx, paymentId, { refundId, amount, payFrom: payeeOf(sellerId) }, at)
  await applyRefundEvent({ jobs }, tx, { refundId, event: 'refunded', key: 'refunded', by: 'payments', at })
  await jobs.drop(tx, driveRefund, { refundId })
}

/** This try gave nothing back, nor will it: the next one after a while, or a person. */
async function fail(
  deps: RefundsDeps,
  tx: Tx,
  { id: refundId }: Refund,
  { attempt }: Attempt,
  reason: string,
): Promise<void> {
  const at = deps.clock.now()
  const pauseMs = retryAfterMs[attempt - 1]
  const nextActionAt = pauseMs === undefined ? null : new Date(at.getTime() + pauseMs)
  await settleAttempt(tx, refundId, attempt, { state: 'FAILED', detail: reason })
  const key = `failed:${attempt}`
  await applyRefundEvent(deps, tx, { refundId, event: 'failed', key, by: 'payments', reason, at, nextActionAt })
  if (nextActionAt) await deps.jobs.send(tx, driveRefund, { refundId }, { startAfter: nextActionAt })
  else {
    await deps.jobs.drop(tx, driveRefund, { refundId })
    deps.log.error({ refundId, attempt, reason }, 'a refund has failed for good; a person decides')
  }
}

async function wake({ jobs, clock }: RefundsDeps, tx: Tx, refundId: string, pauseMs: number): Promise<void> {
  const startAfter = new Date(clock.now().getTime() + pauseMs)
  await updateRefund(tx, refundId, { nextActionAt: startAfter })
  await jobs.send(tx, driveRefund, { refundId }, { startAfter })
}
