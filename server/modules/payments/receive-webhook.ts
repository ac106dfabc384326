import { inTransaction } from '#platform/db'
import { webhookReceived } from './jobs.ts'
import type { PaymentsDeps } from './model.ts'
import { insertWebhook } from './webhook-queries.ts'

/**
 * Takes one event of the provider: checks its signature, puts it in the inbox and wakes its reader, in one transaction.
 * The same event again changes nothing. Refuses `payments.bad_signature`; `rawBody` must be what came, to the byte.
 */
export async function receiveWebhook(
  { db, jobs, clock, processor }: PaymentsDeps,
  { rawBody, signature }: { rawBody: string; signature: string },
): Promise<void> {
  const at = clock.now()
  const event = processor.readEvent({ rawBody, signature, at })
  await inTransaction(db, async (tx) => {
    if (await insertWebhook(tx, event, at)) await jobs.send(tx, webhookReceived, { eventId: event.id })
  })
}
