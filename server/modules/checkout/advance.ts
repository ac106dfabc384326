// The driver of one checkout: outcome and next intent in one transaction, then one call, until there is nothing due.
import { crashPoint } from '#platform/crash-points'
import { inTransaction } from '#platform/db'
import type { Tx } from '#platform/db'
import { Refusal } from '#platform/errors'
import type { CheckoutEvent } from './checkout.ts'
import { isAtRest } from './machine.ts'
import type { CheckoutDeps } from './model.ts'
import { moveOn } from './move-on.ts'
import type { Turn } from './move-on.ts'
import { lockCheckout } from './queries.ts'
import { recordOutcome } from './record-outcome.ts'
import { takeStep } from './take-step.ts'

const faultsMax = 20 // tries of one step that all ended in a fault of ours; then a person looks

/**
 * Drives the checkout from where it stands until it has ended, waits for something, or another driver has it. Safe to call any number of times,
 * from any process: a lease keeps drivers apart, a version keeps a late one from writing, and every call it repeats carries the key of the first.
 */
export async function advance(deps: CheckoutDeps, id: string, first?: Turn | null): Promise<void> {
  let turn = first ?? (await takeOver(deps, id))
  while (turn) {
    const { intent, pending } = turn
    if (deps.clock.now() > turn.sendBy) return // paused for longer than the lease: somebody else has it now
    crashPoint(`checkout.beforeCall:${intent.kind}`)
    const event = await call(deps, turn)
    crashPoint(`checkout.afterCall:${intent.kind}`)
    turn = await settle(deps, turn, event)
    crashPoint(`checkout.afterCommit:${pending.step.kind}`)
  }
}

/** The step that is due, if nobody has it; a step found in flight is decided on first, since its driver is gone. */
async function takeOver(deps: CheckoutDeps, id: string): Promise<Turn | null> {
  return await inPlace(deps, async (tx) => {
    const row = await lockCheckout(tx, id)
    if (!row || row.isLeased || isAtRest(row.checkout.state)) return null
    const at = deps.clock.now()
    const { pending } = row.checkout
    if (!pending) return null
    if (!pending.isInFlight) return pending.dueAt > at ? null : await moveOn(deps, tx, row, row.checkout, at)
    deps.log.info({ checkoutId: id, step: pending.step.kind }, 'taking over from a lost driver')
    const type = pending.tries >= faultsMax ? 'faulted' : 'resumed'
    return await recordOutcome(deps, tx, row, { type, at }, 'checkout')
  })
}

async function call(deps: CheckoutDeps, { id, intent, pending }: Turn): Promise<CheckoutEvent> {
  try {
    return await takeStep(deps, id, intent, pending)
  } catch (error) {
    deps.log.error({ err: error, checkoutId: id, step: intent.kind }, 'a step of a checkout failed')
    return { type: pending.tries >= faultsMax ? 'faulted' : 'unsettled', at: deps.clock.now() }
  }
}

/** Writes the outcome, unless another driver has taken over: then its call, under the same key, has the same outcome. */
async function settle(deps: CheckoutDeps, turn: Turn, event: CheckoutEvent): Promise<Turn | null> {
  try {
    return await record(deps, turn, event)
  } catch (error) {
    if (event.type !== 'authorized' || !(error instanceof Refusal) || error.code !== 'stock.reservation_over')
      throw error
    return await record(deps, turn, { ...event, isTooLate: true })
  }
}

async function record(deps: CheckoutDeps, turn: Turn, event: CheckoutEvent): Promise<Turn | null> {
  return await inPlace(deps, async (tx) => {
    const row = await lockCheckout(tx, turn.id)
    if (!row || row.version !== turn.version) return null
    const { pending } = row.checkout
    const landed = pending ? { ...row, checkout: { ...row.checkout, pending: { ...pending, isInFlight: false } } } : row
    return await recordOutcome(deps, tx, landed, event, 'checkout')
  })
}

/** A transaction that settles: it waits its turn in memory. */
async function inPlace<T>({ db, places }: CheckoutDeps, work: (tx: Tx) => Promise<T>): Promise<T> {
  return await places.settling.take(() => inTransaction(db, work))
}
