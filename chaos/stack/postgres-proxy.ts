// Stands between our processes and PostgreSQL, and can cut a connection at the one moment that is hard to get right: PostgreSQL has
// committed, and nobody hears of it.
import { connect, createServer } from 'node:net'
import type { AddressInfo, Socket } from 'node:net'
import { once } from 'node:events'

export interface PostgresProxy {
  readonly port: number
  /** The next transaction to commit does so, and its process loses the connection instead of the answer. */
  swallowNextCommit(): void
  /** How many answers were swallowed so far. */
  swallowed(): number
  close(): Promise<void>
}

// A simple query, as the driver sends it: type, length of the rest, text, zero (postgresql.org/docs/18/protocol-message-formats.html).
// The driver waits for each answer before it goes on, so that a commit is alone in its packet.
const commitMessage = Buffer.concat([Buffer.from('Q'), Buffer.from([0, 0, 0, 11]), Buffer.from('commit\0')])
const armedMax = 3 // waiting cuts; more would only pile up while nobody commits

/** Starts it on a free port before the PostgreSQL on `postgresPort`. */
export async function startPostgresProxy(postgresPort: number): Promise<PostgresProxy> {
  const open = new Set<Socket>()
  let armed = 0
  let swallowed = 0

  const server = createServer((near) => {
    const far = connect(postgresPort, '127.0.0.1')
    let isSwallowing = false
    const hangUp = () => {
      near.destroy()
      far.destroy()
      open.delete(near)
    }
    open.add(near)
    for (const socket of [near, far]) socket.setNoDelay(true).on('error', hangUp).on('close', hangUp)
    near.on('data', (chunk: Buffer) => {
      if (armed > 0 && chunk.equals(commitMessage)) {
        armed--
        isSwallowing = true
      }
      far.write(chunk)
    })
    far.on('data', (chunk) => {
      if (!isSwallowing) return void near.write(chunk)
      swallowed++
      hangUp()
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    swallowNextCommit() {
      armed = Math.min(armed + 1, armedMax)
    },
    swallowed: () => swallowed,
    async close() {
      const closed = once(server, 'close')
      server.close()
      for (const socket of open) socket.destroy()
      await closed
    },
  }
}
