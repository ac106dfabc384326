// What the mailbox takes, and its knobs. The wire is that of providers with `POST /emails`: https://resend.com/docs/api-reference/emails
import { z } from 'zod'

export const SentMail = z.strictObject({
  from: z.string().min(3),
  to: z.array(z.email()).min(1).max(50),
  subject: z.string().min(1).max(998),
  text: z.string().max(100_000),
  html: z.string().max(100_000).optional(),
})
export type SentMail = z.infer<typeof SentMail>

const Rate = z.number().min(0).max(1)

export const MailboxBehaviour = z.strictObject({
  /** Answers 500, and takes nothing. */
  failRate: Rate,
  /** Takes the mail, then cuts the connection. */
  actThenTimeoutRate: Rate,
})
export type MailboxBehaviour = z.infer<typeof MailboxBehaviour>
export const MailboxPatch = MailboxBehaviour.partial()
