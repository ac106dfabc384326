import type { IncomingMessage, ServerResponse } from 'node:http'
import { inTransaction } from '#platform/db'
import { Refusal } from '#platform/errors'
import { webhookReceived } from './jobs.ts'
import type { PaymentsDeps } from './model.ts'
import { insertWebhook } from './queries.ts'

const bodyMaxBytes = 256 * 1024 // the provider's largest events are a tenth of it

/**
 * Takes one event of the provider: checks its signature, puts it in the inbox and wakes its reader, in one transaction.
 * The same event again changes nothing. Refuses `payments.bad_signature`.
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

/** What the HTTP server mounts at POST /webhooks/stripe. 200: kept, or known already. Anything else: the provider sends it again. */
export function paymentsHttp(deps: PaymentsDeps) {
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const reply = (status: number) => void response.writeHead(status, { 'content-type': 'text/plain' }).end()
    try {
      const rawBody = await readBody(request)
      if (rawBody === null) return reply(413)
      await receiveWebhook(deps, { rawBody, signature: String(request.headers['stripe-signature'] ?? '') })
      reply(200)
    } catch (error) {
      if (error instanceof Refusal) return reply(400)
      deps.log.error({ err: error }, 'webhook not kept')
      reply(500)
    }
  }
}

/** The body as it came, since the signature is over its bytes; null when it is too long. */
async function readBody(request: IncomingMessage): Promise<string | null> {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length
    if (length > bodyMaxBytes) return null
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}
