// Mail over HTTP, as several providers take it (POST /emails with a bearer key and an Idempotency-Key: resend.com/docs/api-reference/emails).
// Chosen over SMTP for the key: a mail whose answer was lost can be sent again without arriving twice.
import { z } from 'zod'

export interface Mail {
  /** The same mail again carries the same key; providers remember it for a day. */
  readonly key: string
  readonly to: string
  readonly subject: string
  readonly text: string
  readonly html: string
}

/** REFUSED: the provider will never take this mail. */
export type MailOutcome = 'SENT' | 'REFUSED'

export interface Mailer {
  /** Throws when it is not known whether the mail was taken, or the provider cannot take it now: send it again, under its key. */
  send(mail: Mail, signal: AbortSignal): Promise<MailOutcome>
}

export interface MailConfig {
  /** The provider's address without `/emails`. */
  readonly url: string
  readonly apiKey: string
  /** Such as `Quire <quire@example.com>`. */
  readonly from: string
}

const timeoutMs = 10_000 // a provider queues mails; one that takes longer is in trouble
const answerMax = 64 * 1024 // characters; an id, or why not

// The address or the content is wrong, and stays so. Everything else (our key, their limits, their faults) somebody can mend in time.
const refusals = new Set([400, 422])

export function connectMail({ url, apiKey, from }: MailConfig): Mailer {
  const endpoint = `${url.replace(/\/+$/, '')}/emails`
  return {
    async send({ key, to, subject, text, html }, signal) {
      const answer = await fetch(endpoint, {
        method: 'POST',
        headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json', 'idempotency-key': key },
        body: JSON.stringify({ from, to: [to], subject, text, html }),
        redirect: 'error',
        signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
      })
      const body = (await answer.text()).slice(0, answerMax)
      if (refusals.has(answer.status)) return 'REFUSED'
      if (answer.ok && Taken.safeParse(parsed(body)).success) return 'SENT'
      throw new Error(`the mail provider answered ${answer.status}`) // without its words: they may name the shopper
    },
  }
}

const Taken = z.object({ id: z.string().min(1) })

function parsed(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    return null
  }
}
