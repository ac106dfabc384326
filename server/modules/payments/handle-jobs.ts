import { handle } from '#platform/jobs'
import type { JobHandler } from '#platform/jobs'
import { handleWebhook, sweepInbox } from './handle-webhook.ts'
import { inboxDue, webhookReceived } from './jobs.ts'
import type { PaymentsDeps } from './model.ts'

const webhookBatch = 32 // each is a look at the provider at most, which is slow, and a transaction, of which the pool runs 16

/** What a worker process does for payments. */
export function paymentsJobs(deps: PaymentsDeps): JobHandler<unknown>[] {
  return [
    handle(webhookReceived, ({ eventId }, signal) => handleWebhook(deps, eventId, signal), { batch: webhookBatch }),
    handle(inboxDue, () => sweepInbox(deps), { cron: '* * * * *' }),
  ]
}
