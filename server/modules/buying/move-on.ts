// What a purchase does after a decision: its next call, with the intent committed first, or rest with an alarm clock set.
import { crashPoint } from '#platform/crash-points'
import type { Tx } from '#platform/db'
import { intend, leaseMs } from './intend.ts'
import type { Intent } from './intend.ts'
import { drivePurchase } from './jobs.ts'
import { orderIdOf } from './keys.ts'
import { isAtRest } from './machine.ts'
import type { BuyingDeps, StoredPurchase } from './model.ts'
import type { Pending, Purchase } from './purchase.ts'
import { savePurchase } from './queries.ts'
import { toReceipt } from './to-receipt.ts'

/** What the driver does next: a call whose intent is committed. */
export interface Turn {
  readonly id: string
  readonly version: number
  readonly rounds: Purchase['rounds']
  readonly pending: Pending
  readonly intent: Intent
  /** After this another driver may have the step: the call must not be made any more. */
  readonly sendBy: Date
  /** When the alarm goes off, at the latest; never after `sendBy`. */
  readonly alarmAt: Date
}

/** A locked purchase with what is known of its alarm: when it goes off at the latest, null when it has none yet, undefined when nobody knows. */
export type Locked = StoredPurchase & { readonly alarmAt?: Date | null }

const alarmMarginMs = 1_000 // an alarm nearer than this may have gone off already

/**
 * Writes the row. When the pending step is due, its intent is committed with it and given back as a turn; else null. `others` are writes of the same
 * transaction that are under way.
 */
export async function moveOn(
  deps: BuyingDeps,
  tx: Tx,
  row: Locked,
  purchase: Purchase,
  at: Date,
  others: Promise<unknown> = Promise.resolve(),
): Promise<Turn | null> {
  const { pending } = purchase
  if (!pending || pending.isInFlight || pending.dueAt > at) {
    await Promise.all([rest(deps, tx, row, purchase, at), others])
    return null
  }
  const sending = { ...pending, tries: pending.tries + 1, isInFlight: true, firstSentAt: pending.firstSentAt ?? at }
  const version = row.version + 1
  const lease = leaseMs(sending.step)
  const sendBy = new Date(at.getTime() + lease)
  const [intent, , alarmAt] = await Promise.all([
    intend(tx, row, purchase, sending.step, at),
    savePurchase(tx, row.id, {
      ...kept(row, { ...purchase, pending: sending }),
      version,
      leaseMs: lease,
      nextActionAt: sendBy,
      at,
    }),
    setAlarm(deps, tx, row, { at, latest: sendBy }),
    others,
  ])
  crashPoint(`buying.beforeIntent:${intent.kind}`) // all is written, nothing committed
  return { id: row.id, version, rounds: purchase.rounds, pending: sending, intent, sendBy, alarmAt }
}

/**
 * Gives when the alarm goes off. One that goes off in time stays where it is: when the step still has its driver by then, it sets itself again
 * (advance.ts), so that most purchases end before their first.
 */
async function setAlarm(
  { jobs }: BuyingDeps,
  tx: Tx,
  { id: purchaseId, alarmAt }: Locked,
  { at, latest }: { at: Date; latest: Date },
): Promise<Date> {
  if (alarmAt && alarmAt.getTime() > at.getTime() + alarmMarginMs && alarmAt <= latest) return alarmAt
  await jobs.send(tx, drivePurchase, { purchaseId }, { startAfter: latest, isFirst: alarmAt === null })
  return latest
}

/** No call now: it has ended, waits for its time, or somebody else's call is under way. */
async function rest(deps: BuyingDeps, tx: Tx, row: StoredPurchase, purchase: Purchase, at: Date): Promise<void> {
  const { pending } = purchase
  // A step that changes moves the fence; a note on the side (the shopper wants to cancel) does not.
  const version = pending === row.purchase.pending ? row.version : row.version + 1
  if (pending?.isInFlight) {
    await savePurchase(tx, row.id, {
      ...kept(row, purchase),
      version,
      leaseMs: leaseMs(pending.step),
      nextActionAt: null,
      at,
    })
    return
  }
  const alarm = isAtRest(purchase.state) ? null : (pending?.dueAt ?? at)
  await Promise.all([
    savePurchase(tx, row.id, { ...kept(row, purchase), version, leaseMs: null, nextActionAt: alarm, at }),
    alarm
      ? deps.jobs.send(tx, drivePurchase, { purchaseId: row.id }, { startAfter: alarm })
      : deps.jobs.drop(tx, drivePurchase, { purchaseId: row.id }),
  ])
}

function kept(row: StoredPurchase, purchase: Purchase) {
  const confirmed = purchase.attempts.find(({ state }) => state === 'CONFIRMED')
  // A purchase that a person took up again is decided anew; the receipt of the review is of what was known then.
  const receipt = purchase.state === row.purchase.state ? row.receipt : null
  return {
    purchase,
    rounds: purchase.rounds === row.purchase.rounds ? null : purchase.rounds,
    orderId: confirmed ? orderIdOf(row.id, confirmed.ordinal) : null,
    receipt: receipt ?? (isAtRest(purchase.state) ? toReceipt(purchase) : null),
  }
}
