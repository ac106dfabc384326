// A wire between the gateway and the sellers with an ear on it: every byte that leaves for a seller, whatever the protocol, goes to `onBytes`
// in the order in which its connection carried it.
import { once } from 'node:events'
import { connect, createServer } from 'node:net'
import type { AddressInfo, Socket } from 'node:net'

export interface Tap {
  readonly port: number
  close(): Promise<void>
}

/** What one connection has carried: `connection` is the same for all bytes of one. */
export type Ear = (connection: number, bytes: Buffer) => void

/** Listens on `port` (0: a free one) and passes everything on to `target`. */
export async function startTap(target: number, onBytes: Ear, port = 0): Promise<Tap> {
  const open = new Set<Socket>()
  let count = 0
  const server = createServer((near) => {
    const connection = ++count
    const far = connect(target, '127.0.0.1')
    const hangUp = () => {
      near.destroy()
      far.destroy()
      open.delete(near)
    }
    open.add(near)
    for (const socket of [near, far]) socket.setNoDelay(true).on('error', hangUp)
    near.on('data', (bytes: Buffer) => onBytes(connection, bytes)).on('close', hangUp)
    far.on('close', hangUp)
    near.pipe(far)
    far.pipe(near)
  })
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    async close() {
      const closed = once(server, 'close')
      server.close()
      for (const socket of open) socket.destroy()
      await closed
    },
  }
}
