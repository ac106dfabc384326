// What the worker does for notify.
import { handle } from '#platform/jobs'
import type { JobHandler } from '#platform/jobs'
import { ensureMailed, mailMessage } from './take-mail.ts'
import { sendMail, sweepMail } from './jobs.ts'
import type { MailDeps } from './model.ts'

const mails = 4 // at once in a worker: each waits for the provider, whose limits are low

export function notifyJobs(deps: MailDeps): JobHandler<unknown>[] {
  return [
    handle(sendMail, ({ messageId }, signal) => mailMessage(deps, messageId, signal), { concurrency: mails }),
    handle(sweepMail, () => ensureMailed(deps), { cron: '*/10 * * * *' }),
  ]
}
