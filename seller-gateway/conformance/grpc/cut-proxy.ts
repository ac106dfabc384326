// A TCP proxy on loopback that loses answers: from `mute` on nothing comes back from the seller, although all that is sent still arrives.
// Works below TLS, which it cannot read and need not.
import { once } from 'node:events'
import { createConnection, createServer } from 'node:net'
import type { AddressInfo, Socket } from 'node:net'
import type { Place } from './connect.ts'

export interface CutProxy {
  place: Place
  /** Swallows whatever the seller sends from now on. */
  mute(): void
  /** Breaks every connection off, both ways. */
  cut(): void
  close(): Promise<void>
}

/** Starts one before `upstream`. */
export async function startCutProxy(upstream: Place): Promise<CutProxy> {
  const sockets = new Set<Socket>()
  let isMute = false
  const server = createServer((near) => {
    const far = createConnection({ host: upstream.address, port: upstream.port, family: upstream.family })
    for (const socket of [near, far]) {
      sockets.add(socket)
      socket.on('error', () => {}) // broken off on purpose, or by the seller: the call that ran over it says so
      socket.once('close', () => {
        sockets.delete(socket)
        near.destroy()
        far.destroy()
      })
    }
    near.pipe(far)
    far.on('data', (bytes) => void (isMute || near.write(bytes)))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const cut = () => {
    for (const socket of sockets) socket.destroy()
  }
  return {
    place: { address: '127.0.0.1', family: 4, port: (server.address() as AddressInfo).port },
    mute: () => void (isMute = true),
    cut,
    async close() {
      const closed = once(server, 'close')
      server.close()
      cut()
      await closed
    },
  }
}
