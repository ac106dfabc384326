// A message goes out as a mail: read, send, record. Sent again after a lost answer it carries the same key, and arrives once.
import { findAccount } from '#accounts'
import { inTransaction } from '#platform/db'
import { sendMail } from './jobs.ts'
import type { MailDeps } from './model.ts'
import { findDue, isMuted, listDue, markMailed } from './queries.ts'
import { toMail } from './to-mail.ts'

// Between the two ages nothing is tried any more that was not lost; later the provider may have forgotten the key, and news is old.
const sweepAge = { minMs: 4 * 3_600_000, maxMs: 20 * 3_600_000 }
const sweepMax = 100 // each ten minutes

/** Sends the message if it is due. Throws when the provider cannot take it now: the job comes again. */
export async function mailMessage(deps: MailDeps, messageId: string, signal: AbortSignal): Promise<void> {
  const { db, clock, mailer, publicUrl, log } = deps
  const message = await findDue(db, messageId)
  if (!message) return
  const account = await findAccount(db, message.accountId)
  if (!mailer || !account || (await isMuted(db, message.accountId, message.kind)))
    return await markMailed(db, messageId, { mailState: 'MUTED', mailedAt: null })
  const outcome = await mailer.send(toMail(message, { to: account.email, publicUrl }), signal)
  if (outcome === 'REFUSED') log.error({ messageId }, 'the mail provider refuses a mail for good')
  await markMailed(db, messageId, { mailState: outcome, mailedAt: outcome === 'SENT' ? clock.now() : null })
}

/** Sends again what lost its job. */
export async function ensureMailed({ db, jobs, clock, log }: MailDeps): Promise<void> {
  const before = (ms: number) => new Date(clock.now().getTime() - ms)
  await inTransaction(db, async (tx) => {
    const lost = await listDue(tx, { from: before(sweepAge.maxMs), to: before(sweepAge.minMs), limit: sweepMax })
    for (const messageId of lost) await jobs.send(tx, sendMail, { messageId })
    if (lost.length > 0) log.warn({ mails: lost.length }, 'mails are late and are sent again')
  })
}
