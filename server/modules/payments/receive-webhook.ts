import { inTransaction } from '#platform/db'
import { webhookReceived } from './jobs.ts'
import type { PaymentsDeps, WebhookEvent } from './model.ts'
import type { PaymentState } from './machine.ts'
import { findStanding, insertWebhook } from './webhook-queries.ts'

// The provider tells of what it was asked for while it still answers. Looked at then, the event is in the way of whoever writes the answer down; a moment
// later it is mostly known.
const patienceMs = 1_000

/**
 * Takes one event of the provider: checks its signature, puts it in the inbox and wakes its reader, in one transaction; a moment later, unless somebody
 * waits for it. The same event again changes nothing. Refuses `payments.bad_signature`; `rawBody` must be what came, to the byte.
 */
export async function receiveWebhook(
  { db, jobs, clock, processor }: PaymentsDeps,
  { rawBody, signature }: { rawBody: string; signature: string },
): Promise<void> {
  const at = clock.now()
  const event = processor.readEvent({ rawBody, signature, at })
  const { isKnown, paymentState } = await findStanding(db, event)
  if (isKnown) return
  if (isOver(paymentState)) return await insertWebhook(db, event, { receivedAt: at, handledAt: at })
  const options = isAwaited(event, paymentState) ? {} : { startAfter: new Date(at.getTime() + patienceMs) }
  await inTransaction(db, async (tx) => {
    await Promise.all([
      insertWebhook(tx, event, { receivedAt: at, handledAt: null }),
      jobs.send(tx, webhookReceived, { eventId: event.id }, options),
    ])
  })
}

/** Taken, and known to be: the intent has no state left that would be news. */
export function isOver(state: PaymentState | null): boolean {
  return state === 'CAPTURED'
}

/** A shopper is at the bank, or saves a card: nobody but the provider will say how that ended. */
function isAwaited({ cardFor }: WebhookEvent, state: PaymentState | null): boolean {
  return cardFor !== undefined || state === 'ACTION_REQUIRED'
}
