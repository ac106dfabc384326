// A seller whose answers a test writes, over a real socket: for what a sandbox seller would never say.
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { toPlaceOutcome } from '../core/place-outcome.ts'

export interface CannedAnswer {
  status?: number
  headers?: Record<string, string>
  /** A string is sent as it is, anything else as JSON. */
  body: unknown
}

/** Starts it; `answer` gets the path and query, the body and the headers of each request. */
export async function startCannedSeller(
  answer: (path: string, body: string, headers: Record<string, unknown>) => CannedAnswer | 'cut',
) {
  const server = createServer((request, response) => {
    void request
      .setEncoding('utf8')
      .toArray()
      .then((chunks: string[]) => {
        const found = answer(request.url ?? '', chunks.join(''), request.headers)
        if (found === 'cut') return response.destroy()
        const { status = 200, headers = {}, body } = found
        response.writeHead(status, { 'content-type': 'application/json', ...headers })
        return response.end(typeof body === 'string' ? body : JSON.stringify(body))
      })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close() {
      server.close()
      server.closeAllConnections()
    },
  }
}

/** What the gateway would say of an order: `ORDER <state>`, or the reason. */
export async function outcomeOf(placing: Promise<{ state: string }>): Promise<string> {
  try {
    return `ORDER ${(await placing).state}`
  } catch (error) {
    const outcome = toPlaceOutcome(error)
    if (!outcome) throw error
    return outcome.reason
  }
}
