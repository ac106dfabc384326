// Where sellers' webhooks arrive: `POST /webhooks/<seller id>`. Knows nothing of their content; each adapter checks its seller's signature.
// Promises: a webhook changes nothing by itself. It only hastens what would be read anyway, so this door may be shut without harm.
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Logger } from 'pino'
import type { Registry } from './registry.ts'

export interface WebhookDoor {
  /** `host:port` */
  addr: string
  close(): Promise<void>
}

// A whole order is a few kilobytes.
const bodyMaxBytes = 256 * 1024
// A sender that takes longer than this sends again.
const requestTimeoutMs = 5_000
// How often that is looked after; Node does so every thirty seconds, in which a few slow senders could keep everybody out.
const checkEveryMs = 1_000
const connectionsMax = 256

const serverOptions = {
  requestTimeout: requestTimeoutMs,
  connectionsCheckingInterval: checkEveryMs,
  maxHeaderSize: 16 * 1024,
}

/** Opens the door at `addr`, `host:port`. Rejects when it is taken. */
export async function listenForWebhooks(addr: string, registry: Registry, log: Logger): Promise<WebhookDoor> {
  const at = addr.lastIndexOf(':')
  const host = addr.slice(0, at)
  const server = createServer(serverOptions, (request, response) => {
    take(registry, request).then(
      ({ status, sellerId }) => {
        if (status !== 200) log.warn({ status, seller: sellerId }, 'webhook refused')
        reply(response, status)
      },
      () => response.destroy(), // the sender broke off
    )
  })
  server.maxConnections = connectionsMax
  server.listen(Number(addr.slice(at + 1)), host)
  await once(server, 'listening')
  return {
    addr: `${host}:${(server.address() as AddressInfo).port}`,
    async close() {
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await closed
    },
  }
}

async function take(registry: Registry, request: IncomingMessage): Promise<{ status: number; sellerId: string }> {
  const [, sellerId = ''] = /^\/webhooks\/([a-z0-9-]{1,64})$/.exec(request.url ?? '') ?? []
  const seller = registry.find(sellerId)
  if (!seller?.adapter.takeWebhook) return { status: 404, sellerId }
  if (request.method !== 'POST') return { status: 405, sellerId }
  const body = await readBody(request)
  if (body === null) return { status: 413, sellerId }
  const isTaken = seller.adapter.takeWebhook({ headers: request.headers, body })
  return { status: isTaken ? 200 : 401, sellerId }
}

async function readBody(request: IncomingMessage): Promise<string | null> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > bodyMaxBytes) return null
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

function reply(response: ServerResponse, status: number): void {
  const isFine = status === 200
  response.writeHead(status, { 'content-type': 'application/json', ...(!isFine && { connection: 'close' }) })
  response.end(JSON.stringify({ received: isFine }))
}
