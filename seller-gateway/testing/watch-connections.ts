// Every connection that this process tries to make, at the last place where it can be seen; nothing but loopback is let through, so that a test
// that fails sends nothing to anybody.
import { Socket } from 'node:net'
import { vi } from 'vitest'

interface Target {
  host?: string
  port?: number | string
  path?: string
}

/** Begins to watch; `tried` is `host:port`, or the path of a socket. */
export function watchConnections() {
  const tried: string[] = []
  const real = Socket.prototype.connect
  const spy = vi.spyOn(Socket.prototype, 'connect').mockImplementation(function connect(
    this: Socket,
    ...args: unknown[]
  ) {
    const [first] = args.flat() as [Target | number | string]
    const target: Target = typeof first === 'object' ? first : { port: first }
    const host = target.host ?? 'localhost'
    tried.push(target.path ?? `${host}:${target.port}`)
    if (/^(127\.0\.0\.1|localhost)$/.test(host) && target.path === undefined)
      return Reflect.apply(real, this, args) as Socket
    const refused = Object.assign(new Error('the test lets nothing out'), { code: 'ECONNREFUSED' })
    process.nextTick(() => this.destroy(refused))
    return this
  } as typeof real)
  return { tried, stop: () => spy.mockRestore() }
}
