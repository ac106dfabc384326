// F34: thirty of sixty sellers hang. The round ends when it has to, with what the other thirty said.
import { createServer } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { describe, expect, it } from 'vitest'
import { fanOut } from '../core/fan-out.ts'
import type { Ask, FanOutEvent } from '../core/fan-out.ts'
import { openGateway } from '../testing/hostile-world.ts'
import { answerOf, connectionOf, entryOf, fair } from '../testing/protocols.ts'
import { fakeClock } from '../testing/fake-clock.ts'

const hangs = (n: number) => n % 2 === 1
const idOf = (n: number) => `${hangs(n) ? 'hung' : 'rest-mapped'}-${n}`

describe('F34 thirty of sixty sellers hang', () => {
  it('F34 on a clock that stands still: the round ends at its deadline to the millisecond, with thirty quotes', async () => {
    const clock = fakeClock()
    const asks = Array.from({ length: 60 }, (_, n): Ask<string> => ({
      sellerId: idOf(n),
      timeoutMs: 60_000, // its own patience is longer than the request's
      async *open() {
        if (hangs(n)) await new Promise(() => {}) // and it does not listen to its signal
        yield 'a quote'
      },
    }))
    const events: FanOutEvent<string>[] = []
    const round = fanOut(asks, { signal: new AbortController().signal, deadlineAt: clock.now() + 2_000, clock })
    let done = 0
    for await (const event of round) {
      events.push(event)
      if (event.type === 'done' && (done += 1) === 30) clock.advance(2_000)
    }
    expect(events.at(-1)).toEqual({
      type: 'summary',
      asked: 60,
      answered: 30,
      failed: 30,
      skipped: 0,
      elapsedMs: 2_000,
    })
    expect(events.filter(({ type }) => type === 'quote')).toHaveLength(30)
    const failed = events.filter((event) => event.type === 'failed')
    expect(failed).toHaveLength(30)
    expect(failed.every(({ kind, elapsedMs }) => kind === 'timeout' && elapsedMs === 2_000)).toBe(true)
  })

  it('F34 on real sockets: thirty quotes, thirty timeouts, each at its seller’s own deadline', async () => {
    const server = createServer((request, response) => {
      if (!request.url?.startsWith('/hung')) response.end(answerOf('rest-mapped', '', fair))
    })
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    const entries = Array.from({ length: 60 }, (_, n) => {
      const entry = entryOf(idOf(n), connectionOf('rest-mapped', `http://127.0.0.1:${port}/${idOf(n)}`))
      return hangs(n) ? { ...entry, limits: { ...entry.limits, quoteTimeoutMs: 1_000 } } : entry
    })
    const gateway = await openGateway(entries)
    try {
      const { events, summary, failures } = await gateway.ask()
      expect(summary).toMatchObject({ asked: 60, answered: 30, failed: 30, skipped: 0 })
      expect(events.filter(({ quote }) => quote)).toHaveLength(30)
      expect(Object.values(failures).every((failure) => failure.startsWith('FAILURE_KIND_TIMEOUT'))).toBe(true)
    } finally {
      await gateway.close()
      server.closeAllConnections()
      server.close()
    }
  })
})
