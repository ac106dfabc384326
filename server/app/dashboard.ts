// The pg-boss dashboard for staff, mounted under /ops/queues: it shows every queue, and changes them only where that is allowed.
import type { IncomingMessage, ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createDashboardHandler } from '@pg-boss/dashboard/handler'
import type { Config } from './config.ts'

export const dashboardPath = '/ops/queues'

export interface Dashboard {
  handler(req: IncomingMessage, res: ServerResponse): Promise<void>
  close(): Promise<void>
}

/** The caller checks who asks. Without `isOpsWritable` every request but a read is refused. */
export function createDashboard(config: Config): Dashboard {
  const handle = createDashboardHandler({
    databases: [{ url: config.databaseUrl, name: 'quire' }],
    basePath: dashboardPath,
    allowedActionOrigins: [new URL(config.publicUrl).host],
  })
  return {
    async handler(req, res) {
      if (req.method !== 'GET' && req.method !== 'HEAD' && !config.isOpsWritable) {
        res
          .writeHead(403, { 'content-type': 'text/plain' })
          .end('The dashboard is read-only here (QUIRE_OPS_WRITABLE).\n')
        return
      }
      const answer = await handle(toRequest(req, config.publicUrl))
      res.writeHead(answer.status, Object.fromEntries(answer.headers))
      if (answer.body) await pipeline(Readable.fromWeb(answer.body), res)
      else res.end()
    },
    close: () => handle.close(),
  }
}

function toRequest(req: IncomingMessage, publicUrl: string): Request {
  const headers = new Headers()
  for (const [name, value] of Object.entries(req.headers)) if (typeof value === 'string') headers.set(name, value)
  const hasBody = req.method !== 'GET' && req.method !== 'HEAD'
  const body = hasBody ? { body: Readable.toWeb(req) as ReadableStream, duplex: 'half' as const } : {}
  return new Request(new URL(req.url ?? '/', publicUrl), { method: req.method ?? 'GET', headers, ...body })
}
