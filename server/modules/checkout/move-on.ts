// What a checkout does after a decision: its next call, with the intent committed first, or rest with an alarm clock set.
import { crashPoint } from '#platform/crash-points'
import type { Tx } from '#platform/db'
import type { Checkout, Pending } from './checkout.ts'
import { intend, leaseMs } from './intend.ts'
import type { Intent } from './intend.ts'
import { driveCheckout } from './jobs.ts'
import { isAtRest } from './machine.ts'
import type { CheckoutDeps, StoredCheckout } from './model.ts'
import { saveCheckout } from './queries.ts'

/** What the driver does next: a call whose intent is committed. */
export interface Turn {
  readonly id: string
  readonly version: number
  readonly pending: Pending
  readonly intent: Intent
  /** After this another driver may have the step: the call must not be made any more. */
  readonly sendBy: Date
}

/** Writes the row. When the pending step is due, its intent is committed with it and given back as a turn; else null. */
export async function moveOn(
  deps: Pick<CheckoutDeps, 'jobs'>,
  tx: Tx,
  row: StoredCheckout,
  checkout: Checkout,
  at: Date,
): Promise<Turn | null> {
  const { pending } = checkout
  if (!pending || pending.isInFlight || pending.dueAt > at) {
    await rest(deps, tx, row, checkout, at)
    return null
  }
  const sending = { ...pending, tries: pending.tries + 1, isInFlight: true, firstSentAt: pending.firstSentAt ?? at }
  const version = row.version + 1
  const lease = leaseMs(sending.step)
  const sendBy = new Date(at.getTime() + lease)
  const sent = { checkout: { ...checkout, pending: sending }, version, leaseMs: lease, nextActionAt: sendBy, at }
  const [intent] = await Promise.all([
    intend(tx, row, checkout, sending.step, at),
    saveCheckout(tx, row.id, sent),
    deps.jobs.send(
      tx,
      driveCheckout,
      { checkoutId: row.id },
      { startAfter: sendBy, isFirst: row.checkout.state === 'CREATED' },
    ),
  ])
  crashPoint(`checkout.beforeIntent:${intent.kind}`) // all is written, nothing committed
  return { id: row.id, version, pending: sending, intent, sendBy }
}

/** No call now: it has ended, waits for its time, or somebody else's call is under way. */
async function rest(
  { jobs }: Pick<CheckoutDeps, 'jobs'>,
  tx: Tx,
  row: StoredCheckout,
  checkout: Checkout,
  at: Date,
): Promise<void> {
  const { pending } = checkout
  // A step that changes moves the fence; a note on the side (the shopper wants to cancel) does not.
  const version = pending === row.checkout.pending ? row.version : row.version + 1
  if (pending?.isInFlight)
    return await saveCheckout(tx, row.id, { checkout, version, leaseMs: leaseMs(pending.step), nextActionAt: null, at })
  const alarm = isAtRest(checkout.state) ? null : (pending?.dueAt ?? at)
  await Promise.all([
    saveCheckout(tx, row.id, { checkout, version, leaseMs: null, nextActionAt: alarm, at }),
    alarm
      ? jobs.send(tx, driveCheckout, { checkoutId: row.id }, { startAfter: alarm })
      : jobs.drop(tx, driveCheckout, { checkoutId: row.id }),
  ])
}
