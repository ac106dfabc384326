// Requests under way when the process stops: ordinary ones are answered; streams are hung up, and their readers connect again, to
// another server or to the next one.
import { once } from 'node:events'
import type { IncomingMessage, ServerResponse } from 'node:http'

export interface OpenRequests {
  add(req: IncomingMessage, res: ServerResponse): void
  /** Resolves when every ordinary request that has come so far is answered. */
  answered(): Promise<void>
}

export function trackRequests(closing: AbortSignal): OpenRequests {
  const open = new Set<ServerResponse>()
  const streams = new Set<ServerResponse>()
  closing.addEventListener('abort', () => streams.forEach((res) => res.destroy()), { once: true })
  return {
    add(req, res) {
      const isStream = req.headers.accept?.includes('text/event-stream') ?? false
      if (isStream && closing.aborted) res.destroy()
      const kind = isStream ? streams : open
      kind.add(res)
      res.once('close', () => kind.delete(res))
    },
    async answered() {
      await Promise.all(Array.from(open, (res) => once(res, 'close')))
    },
  }
}
