// What to make of the provider's events. They have no authority: each means "go and look", so any order, any number and any
// delay of them end in the same state.
import { inTransaction } from '#platform/db'
import type { Tx } from '#platform/db'
import { isToBeAsked, readHold, recordAuthorization } from './authorize-payment.ts'
import { cardChanged, paymentChanged, webhookReceived } from './jobs.ts'
import type { Intent, Payment, PaymentsDeps, Reply } from './model.ts'
import { findPayment, lockPayment } from './queries.ts'
import { findWebhook, listUnhandledWebhooks, markWebhookHandled } from './webhook-queries.ts'
import { isOver } from './receive-webhook.ts'
import { recordVoid } from './void-payment.ts'

// Younger ones have their job on its way; older ones the provider would not send again either (Stripe retries for three days).
const sweepAge = { minMs: 60_000, maxMs: 3 * 86_400_000 }
const sweepMax = 100 // a minute

/** Handles one event of the inbox. Throws when the provider cannot be asked now: the job comes again. */
export async function handleWebhook(deps: PaymentsDeps, eventId: string, signal: AbortSignal): Promise<void> {
  const { db, log } = deps
  const event = await findWebhook(db, eventId)
  if (!event || event.handledAt) return
  const { cardFor } = event
  if (cardFor) {
    return await inTransaction(db, async (tx) => {
      await deps.jobs.send(tx, cardChanged, cardFor) // whoever saves the card looks
      await markWebhookHandled(tx, eventId, deps.clock.now())
    })
  }
  if (isOver(event.paymentState)) return await markWebhookHandled(db, eventId, deps.clock.now())
  const intent = event.ref === null ? null : await look(deps, event.ref, signal)
  const payment = intent?.paymentId ? await findPayment(db, intent.paymentId) : null
  if (!intent || !payment) {
    // A payment is committed before its intent is made, so one that is not here is another installation's.
    log.info({ eventId, type: event.type, ref: event.ref }, 'webhook is not about a payment of ours')
    return await markWebhookHandled(db, eventId, deps.clock.now())
  }
  if (isKnown(payment, intent)) return await markWebhookHandled(db, eventId, deps.clock.now())
  const current = isStray(payment, intent) ? await letGo(deps, intent, signal) : intent
  await inTransaction(db, async (tx) => {
    const at = deps.clock.now()
    const locked = await lockPayment(tx, payment.id)
    if (isStray(locked, current)) throw new Error(`${current.ref} was given up meanwhile; the next run lets it go`)
    const hasChanged = await learn(tx, locked, current, at)
    if (hasChanged || isWaiting(locked)) {
      const { id: paymentId, purpose, reference } = locked
      await deps.jobs.send(tx, paymentChanged, { paymentId, purpose, reference })
    }
    await markWebhookHandled(tx, eventId, at)
  })
}

/** Wakes the reader for events whose job was lost. Runs every minute. */
export async function sweepInbox({ db, jobs, clock }: PaymentsDeps): Promise<void> {
  const now = clock.now().getTime()
  const age = { after: new Date(now - sweepAge.maxMs), before: new Date(now - sweepAge.minMs) }
  await inTransaction(db, async (tx) => {
    for (const eventId of await listUnhandledWebhooks(tx, age, sweepMax))
      await jobs.send(tx, webhookReceived, { eventId })
  })
}

/**
 * Records what the payment's own intent shows and the payment does not know yet; true when there was something. Charges and
 * releases are recorded by whoever asked for them.
 */
async function learn(tx: Tx, payment: Payment, intent: Intent, at: Date): Promise<boolean> {
  if (payment.ref !== null && payment.ref !== intent.ref) return false
  if (payment.state === 'AUTHORIZED' && intent.status === 'canceled') {
    await recordVoid(tx, payment.id, at, 'holdExpired')
    return true
  }
  if (payment.state !== 'AUTHORIZING' && payment.state !== 'ACTION_REQUIRED') return false
  if (isToBeAsked(payment, intent)) return false
  const hold = readHold(intent)
  if (hold.kind === 'ok') await recordAuthorization(tx, payment.id, hold.value, at)
  if (hold.kind === 'refused') await recordAuthorization(tx, payment.id, { kind: 'declined', reason: hold.reason }, at)
  return true
}

/** The payment has recorded what its intent shows, and waits for nothing. */
function isKnown({ state, ref }: Payment, intent: Intent): boolean {
  return state === 'AUTHORIZED' && ref === intent.ref && intent.status === 'authorized'
}

/** An answer is missing that the news may bring. */
function isWaiting({ state }: Payment): boolean {
  return state === 'AUTHORIZING' || state === 'ACTION_REQUIRED' || state === 'CAPTURING' || state === 'VOIDING'
}

/** The intent holds money, or may, that the payment will never use: it came after the payment was over, or beside another. */
function isStray({ state, ref }: Payment, intent: Intent): boolean {
  const isLive = intent.status === 'authorized' || intent.status === 'actionRequired'
  const isOver = state === 'VOIDED' || state === 'DECLINED'
  return isLive && (isOver || (ref !== null && ref !== intent.ref))
}

async function letGo(
  { processor, log }: PaymentsDeps,
  { ref, paymentId }: Intent,
  signal: AbortSignal,
): Promise<Intent> {
  log.warn({ paymentId, ref }, 'letting a stray hold go')
  return known(await processor.cancelIntent(ref, { key: `stray:${ref}`, signal }))
}

async function look({ processor }: PaymentsDeps, ref: string, signal: AbortSignal): Promise<Intent> {
  return known(await processor.getIntent(ref, signal))
}

function known(reply: Reply<Intent>): Intent {
  if (reply.kind === 'ok') return reply.value
  throw new Error(
    `the payment provider did not say: ${reply.kind === 'refused' ? reply.reason : (reply.detail ?? reply.kind)}`,
  )
}
