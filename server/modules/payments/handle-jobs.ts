import { handle } from '#platform/jobs'
import type { JobHandler } from '#platform/jobs'
import { handleWebhook, sweepInbox } from './handle-webhook.ts'
import { inboxDue, webhookReceived } from './jobs.ts'
import type { PaymentsDeps } from './model.ts'

/** What a worker process does for payments. */
export function paymentsJobs(deps: PaymentsDeps): JobHandler<unknown>[] {
  return [
    handle(webhookReceived, ({ eventId }, signal) => handleWebhook(deps, eventId, signal), { concurrency: 4 }),
    handle(inboxDue, () => sweepInbox(deps), { cron: '* * * * *' }),
  ]
}
