// Sends documents and waits for what they come to. Owns the mailbox and the correspondence in it.
import type { Clock } from '../../core/clock.ts'
import { awaitAnswer } from '../../core/await-answer.ts'
import { untilAborted } from '../../core/held-list.ts'
import { OrderRefused, SellerFailure } from '../../core/seller-failure.ts'
import type { EdiConnection, MailboxClient } from './client.ts'
import { createCorrespondence } from './correspondence.ts'
import type { Reply } from './correspondence.ts'
import type { Answer, Dialect, Outgoing } from './documents.ts'
import { createMailbox } from './mailbox.ts'
import { toNumber } from './normalize.ts'

type Content<O = Outgoing> = O extends Outgoing ? Omit<O, 'number' | 'at'> : never

export interface PostOffice {
  /** Puts a document into the mailbox; its control number. Throws OrderRefused for one that the standard cannot carry. */
  post(content: Content, signal: AbortSignal): Promise<string>
  /** The reply to a document of ours. Throws OrderPending when it does not come in time. */
  awaitReply(control: string, signal: AbortSignal): Promise<Reply>
  /** Asks for an order, unless that has been done and may still be answered; the control number of the question. */
  enquire(reference: string, signal: AbortSignal): Promise<string>
  /** The question has been answered: whoever asks next wants to know how it stands then. */
  forgetEnquiry(reference: string): void
  /** The last that was said of an order, as of now; null when nothing was. */
  lastOf(reference: string, signal: AbortSignal): Promise<Answer | null>
  /** Where the mailbox ends now, as somebody saw it. */
  sawEnd(end: number): void
  close(): void
}

// Who asks for an order again within this time waits for the answer to the first question. Longer than any answer is expected to take.
const enquiryLifeMs = 180_000
const enquiriesMax = 10_000

interface Parts {
  client: MailboxClient
  dialect: Dialect
  clock: Clock
  connection: EdiConnection
}

export function createPostOffice({ client, dialect, clock, connection }: Parts): PostOffice {
  const { patienceMs, sender, recipient } = connection
  const letters = createCorrespondence(dialect)
  const mailbox = createMailbox({ client, clock, skippedType: dialect.catalogueType, take: letters.take })
  const enquiries = new Map<string, { control: string; at: number }>()

  async function post(content: Content, signal: AbortSignal): Promise<string> {
    const control = dialect.newControl()
    const document = { ...content, number: toNumber(content.reference), at: new Date(clock.now()) } as Outgoing
    const text = written(() => dialect.write(document, { control, sender, recipient }))
    await mailbox.open(signal).catch(withoutEffect)
    await client.post(text, dialect.contentType, signal)
    return control
  }

  return {
    post,
    async awaitReply(control, signal) {
      const look = async () => {
        await untilAborted(mailbox.catchUp(), signal)
        return letters.replyTo(control)
      }
      return await awaitAnswer(look, { clock, signal, patienceMs })
    },
    async enquire(reference, signal) {
      const asked = enquiries.get(reference)
      if (asked && clock.now() - asked.at < enquiryLifeMs) return asked.control
      const at = clock.now()
      const control = await post({ kind: 'enquiry', reference }, signal)
      enquiries.set(reference, { control, at })
      const [oldest] = enquiries.keys()
      if (enquiries.size > enquiriesMax && oldest !== undefined) enquiries.delete(oldest)
      return control
    },
    forgetEnquiry: (reference) => void enquiries.delete(reference),
    async lastOf(reference, signal) {
      await untilAborted(mailbox.catchUp(), signal)
      return letters.lastOf(toNumber(reference))
    },
    sawEnd: mailbox.sawEnd,
    close: mailbox.close,
  }
}

/** What the standard cannot carry is refused here: nothing has been sent. */
function written(write: () => string): string {
  try {
    return write()
  } catch (error) {
    if (error instanceof RangeError) throw new OrderRefused('REJECTED', error.message)
    throw error
  }
}

/** Whatever happens before a document is put in, nothing was ordered by it. */
function withoutEffect(error: unknown): never {
  if (!(error instanceof SellerFailure)) throw error
  const { kind, message, retryAfterMs } = error
  throw new SellerFailure(kind, message, {
    actedOn: 'no',
    cause: error,
    ...(retryAfterMs !== undefined && { retryAfterMs }),
  })
}
