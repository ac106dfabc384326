import { beforeEach, describe, expect, it } from 'vitest'
import { fakeClock } from '../testing/fake-clock.ts'
import type { FakeClock } from '../testing/fake-clock.ts'
import { askHedged } from './hedge.ts'
import type { HedgedAsk } from './hedge.ts'
import { CallerGone, SellerFailure } from './seller-failure.ts'

const settle = () => new Promise((resolve) => setImmediate(resolve))

interface Sent {
  signal: AbortSignal
  say(value: string): void
  end(error?: Error): void
}

let clock: FakeClock
let sent: Sent[]
let taken: string[]
let words: number[]
let lost: unknown[]
let places: number
beforeEach(() => {
  clock = fakeClock()
  sent = []
  taken = []
  words = []
  lost = []
  places = 0
})

/** Asks a seller that says what the test tells it to, call by call. It does not listen to its signal. */
function ask(change: Partial<HedgedAsk<string>> = {}): Promise<void> {
  return askHedged({
    async *open(signal) {
      const said: (string | Error | null)[] = []
      let wake = () => {}
      const add = (what: string | Error | null) => (said.push(what), wake())
      sent.push({ signal, say: add, end: (error) => add(error ?? null) })
      while (true) {
        const next = said.shift()
        if (next === null) return
        if (next instanceof Error) throw next
        if (next !== undefined) yield next
        else await new Promise<void>((resolve) => (wake = resolve))
      }
    },
    take: (value) => taken.push(value) < 3,
    signal: new AbortController().signal,
    clock,
    hedgeAfterMs: 100,
    admitSecond: () => ((places += 1), () => void (places -= 1)),
    onFirstWord: (ms) => words.push(ms),
    onLost: (error) => lost.push(error),
    ...change,
  })
}

describe('askHedged', () => {
  it('sends one when the seller says something in its time, however long the rest takes', async () => {
    const asked = ask()
    clock.advance(99)
    sent[0]?.say('a')
    await settle()
    clock.advance(10_000)
    sent[0]?.end()
    await asked
    expect(sent).toHaveLength(1)
    expect(taken).toEqual(['a'])
    expect(words).toEqual([99])
  })

  it('takes an empty answer for an answer', async () => {
    const asked = ask()
    sent[0]?.end()
    await asked
    clock.advance(1_000)
    expect(sent).toHaveLength(1)
  })

  it.each([0, 1])(
    'sends a second when the first is silent; number %i speaks first and the other is ended',
    async (winner) => {
      const asked = ask()
      clock.advance(100)
      expect(sent).toHaveLength(2)
      clock.advance(20)
      const other = 1 - winner
      sent[winner]?.say('first')
      await settle()
      expect(sent[other]?.signal.aborted).toBe(true)
      expect(sent[winner]?.signal.aborted).toBe(false)
      sent[other]?.say('too late')
      sent[winner]?.say('second')
      sent[winner]?.end()
      await asked
      expect(taken).toEqual(['first', 'second'])
      expect(words).toEqual([120])
      await settle()
      expect(places).toBe(0)
    },
  )

  it('never sends a third', async () => {
    void ask()
    clock.advance(60_000)
    expect(sent).toHaveLength(2)
  })

  it('goes on with one when the other fails without a word, and says what was lost', async () => {
    const asked = ask()
    clock.advance(100)
    const failure = new SellerFailure('throttled', 'slow down')
    sent[1]?.end(failure)
    await settle()
    expect(lost).toEqual([failure])
    sent[0]?.say('a')
    sent[0]?.end()
    await asked
    expect(taken).toEqual(['a'])
  })

  it('fails when both have failed', async () => {
    const asked = ask()
    clock.advance(100)
    sent[0]?.end(new SellerFailure('unavailable', 'one'))
    sent[1]?.end(new SellerFailure('unavailable', 'two'))
    await expect(asked).rejects.toThrow('two')
  })

  it('fails at once when the first fails before a second is due, and when the one that was listened to breaks', async () => {
    const asked = ask()
    sent[0]?.end(new SellerFailure('unavailable', 'down'))
    await expect(asked).rejects.toThrow('down')
    clock.advance(1_000)
    expect(sent).toHaveLength(1)
    const broken = ask()
    clock.advance(100)
    sent[2]?.say('a')
    await settle()
    sent[2]?.end(new SellerFailure('unavailable', 'broke'))
    await expect(broken).rejects.toThrow('broke')
  })

  it('sends none when it may not', async () => {
    void ask({ admitSecond: () => null })
    void ask({ hedgeAfterMs: null })
    clock.advance(60_000)
    expect(sent).toHaveLength(2)
  })

  it('ends both with the caller, and takes nothing any more', async () => {
    const leaving = new AbortController()
    const asked = ask({ signal: leaving.signal })
    clock.advance(100)
    const reason = new CallerGone('cancelled')
    leaving.abort(reason)
    await expect(asked).rejects.toBe(reason)
    expect(sent.map(({ signal }) => signal.aborted)).toEqual([true, true])
    for (const one of sent) one.say('late')
    await settle()
    expect(taken).toEqual([])
    expect(places).toBe(0)
  })

  it('stops reading when no more are wanted', async () => {
    const asked = ask()
    for (const value of ['a', 'b', 'c', 'd']) sent[0]?.say(value)
    await asked
    expect(taken).toEqual(['a', 'b', 'c'])
  })
})
