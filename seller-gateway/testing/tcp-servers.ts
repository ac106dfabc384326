// TCP that behaves badly below HTTP: servers that say what they are told, bit by bit, and proxies that cut answers up.
import { once } from 'node:events'
import { connect, createServer } from 'node:net'
import type { AddressInfo, Socket } from 'node:net'

/** Listens on a free port of 127.0.0.1; `onConnection` gets each socket, whose errors are nobody's business. */
export async function startTcp(onConnection: (socket: Socket) => void) {
  const sockets = new Set<Socket>()
  const server = createServer({ noDelay: true }, (socket) => {
    sockets.add(socket)
    socket.on('error', () => {})
    socket.once('close', () => sockets.delete(socket))
    onConnection(socket)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    /** The connections that it has. */
    sockets,
    async close() {
      const closed = once(server, 'close')
      server.close()
      for (const socket of sockets) socket.destroy()
      await closed
    },
  }
}

/** Passes everything on to a port, and what comes back as `send` does. */
export function startProxy(port: number, send: (socket: Socket, bytes: Buffer) => void) {
  return startTcp((socket) => {
    const upstream = connect({ port, host: '127.0.0.1' })
    const end = () => {
      socket.destroy()
      upstream.destroy()
    }
    upstream.on('error', end).on('close', end)
    socket.on('close', end).pipe(upstream)
    upstream.on('data', (bytes: Buffer) => send(socket, bytes))
  })
}

/** Sends `head`, then `drop` every so often until the other side leaves: slow-loris from the server's side. */
export function startDripping(head: string, drop = 'x', everyMs = 20) {
  return startTcp((socket) => {
    socket.once('data', () => {
      socket.write(head)
      const timer = setInterval(() => socket.write(drop), everyMs)
      socket.once('close', () => clearInterval(timer))
    })
  })
}
