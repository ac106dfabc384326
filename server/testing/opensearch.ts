// What a test on the real OpenSearch begins with: a name of its own in it, and a line to it that can be cut.
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { connect, createServer } from 'node:net'
import type { AddressInfo, Socket } from 'node:net'
import { afterAll, beforeAll, inject } from 'vitest'
import { connectOpenSearch } from '#platform/opensearch'
import type { OpenSearch } from '#platform/opensearch'

/** Null when this machine has none: the file's tests are to be skipped. */
export const openSearchUrl = inject('openSearchUrl')

/** A name for a test's indexes, which are removed after the file. */
export function useAlias(): string {
  const alias = `test-${randomBytes(6).toString('hex')}`
  afterAll(async () => {
    if (openSearchUrl === null) return
    await fetch(`${openSearchUrl}/${alias}-*`, { method: 'DELETE' })
    await fetch(`${openSearchUrl}/_index_template/${alias}`, { method: 'DELETE' })
  })
  return alias
}

/** A line to OpenSearch: `cut` refuses and hangs up, `stall` takes what is sent and never answers. */
export interface Line {
  readonly remote: OpenSearch
  set(state: 'open' | 'cut' | 'stall'): void
}

export function useLine(): Line {
  let state: 'open' | 'cut' | 'stall' = 'open'
  let remote: OpenSearch | undefined
  const sockets = new Set<Socket>()
  const server = createServer((near) => {
    sockets.add(near)
    near.on('error', () => {}).on('close', () => sockets.delete(near))
    if (state === 'cut') return void near.destroy()
    const far = connect(Number(new URL(openSearchUrl ?? '').port), '127.0.0.1')
    far.on('error', () => near.destroy()).on('close', () => near.destroy())
    near.on('close', () => far.destroy())
    near.on('data', (chunk) => state === 'open' && far.write(chunk))
    far.on('data', (chunk) => state === 'open' && near.write(chunk))
  })
  beforeAll(async () => {
    if (openSearchUrl === null) return
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    remote = connectOpenSearch(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
  })
  afterAll(async () => {
    await remote?.close()
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  return {
    get remote() {
      if (!remote) throw new Error('the line is opened by a beforeAll: use it inside of one, or in a test')
      return remote
    },
    set(next) {
      if (next === state) return
      if (next === 'cut' || state === 'stall') for (const socket of sockets) socket.destroy() // what was sent into a dead line is lost
      state = next
    },
  }
}
