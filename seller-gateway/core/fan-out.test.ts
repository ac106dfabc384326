import { describe, expect, it } from 'vitest'
import { fakeClock } from '../testing/fake-clock.ts'
import type { FakeClock } from '../testing/fake-clock.ts'
import { fanOut } from './fan-out.ts'
import type { Ask, FanOutEvent } from './fan-out.ts'
import { CallerGone, SellerFailure, SellerSkipped } from './seller-failure.ts'

const never = new AbortController().signal

function ask(sellerId: string, open: Ask<string>['open'], timeoutMs = 1_000): Ask<string> {
  return { sellerId, timeoutMs, open }
}

async function* values(...all: string[]) {
  yield* all
}

/** A seller that never says anything and does not even listen to its signal. */
async function* deaf(): AsyncGenerator<string> {
  await new Promise(() => {})
}

function run(asks: Ask<string>[], clock: FakeClock = fakeClock(), signal = never, forMs = 5_000) {
  return fanOut(asks, { signal, deadlineAt: clock.now() + forMs, clock })
}

async function collect(events: AsyncIterable<FanOutEvent<string>>) {
  const all = []
  for await (const event of events) all.push(event)
  return all
}

/** Lets everything happen that needs no time to pass. */
const settle = () => new Promise((resolve) => setImmediate(resolve))

describe('fanOut', () => {
  it('merges what the sellers say, each in its order, and ends with the summary', async () => {
    const events = await collect(run([ask('a', () => values('a1', 'a2')), ask('b', () => values('b1'))]))
    expect(events.at(-1)).toMatchObject({ type: 'summary', asked: 2, answered: 2, failed: 0, skipped: 0 })
    const of = (id: string) => events.filter((event) => 'sellerId' in event && event.sellerId === id)
    expect(of('a').map(({ type }) => type)).toEqual(['started', 'quote', 'quote', 'done'])
    expect(of('b')).toMatchObject([{ type: 'started' }, { type: 'quote', value: 'b1' }, { type: 'done', count: 1 }])
  })

  it('ends with a summary when there is nobody to ask', async () => {
    expect(await collect(run([]))).toMatchObject([{ type: 'summary', asked: 0 }])
  })

  it('says the first answers while a slow seller is still silent', async () => {
    const clock = fakeClock()
    const events = run([ask('slow', deaf), ask('fast', () => values('f1'))], clock)
    const seen: string[] = []
    for await (const event of events) {
      if (event.type === 'failed') expect(seen).toContain('done') // the fast one did not wait for it
      seen.push(event.type)
      if (event.type === 'done') clock.advance(1_000)
    }
    expect(seen.slice(-2)).toEqual(['failed', 'summary'])
  })

  it("fails a seller at its own deadline, or at the request's when that is sooner", async () => {
    const clock = fakeClock()
    const all = collect(run([ask('patient', deaf, 9_000), ask('quick', deaf, 300)], clock, never, 2_000))
    await settle()
    clock.advance(300)
    await settle()
    clock.advance(1_700)
    const failed = (await all).filter(({ type }) => type === 'failed')
    expect(failed).toMatchObject([
      { sellerId: 'quick', kind: 'timeout', elapsedMs: 300 },
      { sellerId: 'patient', kind: 'timeout', elapsedMs: 2_000 },
    ])
  })

  it('keeps what a seller said before it failed', async () => {
    async function* breaks() {
      yield 'x1'
      throw new SellerFailure('unavailable', 'the connection broke')
    }
    const events = await collect(run([ask('x', breaks), ask('y', () => values('y1'))]))
    expect(events.filter(({ type }) => type === 'quote')).toHaveLength(2)
    expect(events.find(({ type }) => type === 'failed')).toMatchObject({ sellerId: 'x', kind: 'unavailable' })
    expect(events.at(-1)).toMatchObject({ asked: 2, answered: 1, failed: 1 })
  })

  it('skips a seller that may not be asked, without calling it started', async () => {
    const skip = () => {
      throw new SellerSkipped('breaker_open')
    }
    const events = await collect(run([ask('x', skip)]))
    expect(events).toMatchObject([
      { type: 'skipped', reason: 'breaker_open' },
      { type: 'summary', asked: 0, skipped: 1 },
    ])
  })

  it('takes a fault in reading one seller for that seller only', async () => {
    async function* faulty(): AsyncGenerator<string> {
      throw new TypeError('undefined is not a function')
    }
    const events = await collect(run([ask('x', faulty), ask('y', () => values('y1'))]))
    expect(events.find(({ type }) => type === 'failed')).toMatchObject({ sellerId: 'x', kind: 'bad_data' })
    expect(events.at(-1)).toMatchObject({ answered: 1 })
  })

  it('cancels every seller when the caller leaves', async () => {
    const leaving = new AbortController()
    const reasons: unknown[] = []
    const listening = (signal: AbortSignal) => {
      signal.addEventListener('abort', () => reasons.push(signal.reason))
      return deaf()
    }
    const events = run([ask('a', listening), ask('b', listening)], fakeClock(), leaving.signal)
    await events.next()
    await events.next()
    const waiting = events.next()
    await settle()
    leaving.abort(new CallerGone('cancelled'))
    await expect(waiting).rejects.toThrow(CallerGone)
    expect(reasons).toEqual([leaving.signal.reason, leaving.signal.reason])
  })

  it('cancels every seller when the reader stops reading', async () => {
    const signals: AbortSignal[] = []
    const listening = (signal: AbortSignal) => (signals.push(signal), deaf())
    for await (const _ of run([ask('a', listening), ask('b', listening)])) break
    expect(signals.every(({ aborted, reason }) => aborted && reason instanceof CallerGone)).toBe(true)
  })

  it('lets no seller run ahead of a slow reader', async () => {
    let produced = 0
    async function* endless() {
      while (true) yield `${(produced += 1)}`
    }
    const events = run([ask('x', endless)])
    for (let read = 0; read < 5; read += 1) await events.next()
    await settle()
    expect(produced).toBeLessThanOrEqual(6) // four were read after "started", one waits, one may be under way
    await events.return(undefined)
  })

  it('ends a seller that never stops at its deadline', async () => {
    const clock = fakeClock()
    async function* endless() {
      while (true) yield 'again'
    }
    let quotes = 0
    for await (const event of run([ask('x', endless)], clock)) {
      if (event.type === 'quote' && (quotes += 1) === 100) clock.advance(1_000)
      if (event.type === 'failed') expect(event.kind).toBe('timeout')
    }
    expect(quotes).toBeLessThanOrEqual(102)
  })
})
