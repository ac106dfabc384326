// Free and taken ports of this machine's loopback address.
import { connect, createServer } from 'node:net'
import { errorCode } from './problem.ts'

/** True when nothing listens on 127.0.0.1:`port` (or on every address) and this user may. */
export async function isFree(port: number, host = '127.0.0.1'): Promise<boolean> {
  try {
    await hold(port, host)
    return true
  } catch (error) {
    if (errorCode(error) === 'EADDRINUSE' || errorCode(error) === 'EACCES') return false
    throw error
  }
}

/** A port that was free a moment ago; with `count`, the first of that many free neighbours. */
export async function freePort(count = 1): Promise<number> {
  for (;;) {
    const first = await hold(0, '127.0.0.1')
    const rest = Array.from({ length: count - 1 }, (_, i) => first + 1 + i)
    if (first + count <= 65_536 && (await Promise.all(rest.map((port) => isFree(port)))).every(Boolean)) return first
  }
}

/** True when something accepts connections there within five seconds, which is long for a machine that is up. */
export function listens(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: 5_000 })
    const end = (isThere: boolean) => {
      socket.destroy()
      resolve(isThere)
    }
    socket.once('connect', () => end(true))
    socket.once('timeout', () => end(false))
    socket.once('error', () => end(false))
  })
}

function hold(port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen({ port, host, exclusive: true }, () => {
      const { port: held } = server.address() as { port: number }
      server.close(() => resolve(held))
    })
  })
}
