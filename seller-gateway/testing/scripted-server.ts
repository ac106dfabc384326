// A seller's server that says what a test tells it to, and remembers what it was sent.
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface Sent {
  method: string
  url: string
  headers: IncomingMessage['headers']
  body: string
}

/** Listens on a free port of 127.0.0.1. */
export async function startScriptedServer() {
  let says: { status: number; body: string; headers: Record<string, string> } = { status: 500, body: '', headers: {} }
  const received: Sent[] = []
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const { method = '', url = '', headers } = request
      received.push({ method, url, headers, body: Buffer.concat(chunks).toString('utf8') })
      response.writeHead(says.status, says.headers).end(says.body)
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    /** Since the last `say`. */
    received,
    /** From now on every request is answered so; a body that is no text is sent as JSON. */
    say(status: number, body: unknown, headers: Record<string, string> = {}): void {
      says = { status, body: typeof body === 'string' ? body : JSON.stringify(body), headers }
      received.length = 0
    },
    async close(): Promise<void> {
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await closed
    },
  }
}
