// Process: a tRPC procedure that does nothing, over the HTTP adapter that the server uses; the ceiling of everything over tRPC.
import { initTRPC } from '@trpc/server'
import { createHTTPServer } from '@trpc/server/adapters/standalone'

const t = initTRPC.create()
const router = t.router({ nothing: t.procedure.query(() => null) })
const server = createHTTPServer({ router, basePath: '/trpc/' })
server.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as { port: number }
  process.stdout.write(`noop ready: http://127.0.0.1:${port}\n`)
})
