// What goes out together, into a real stream.
import { Writable } from 'node:stream'
import { setImmediate as turn } from 'node:timers/promises'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { createOutgoing, untilDrained } from './outgoing.ts'

const gather = (batch: unknown[]) => ({ batch })

/** A stream that keeps what it is given; with `isSlow`, it takes one message and no more until it is told to. */
function open(isSlow = false) {
  const taken: unknown[] = []
  const waiting: (() => void)[] = []
  const stream = new Writable({
    objectMode: true,
    highWaterMark: 1,
    write(message, _, done) {
      taken.push(message)
      if (isSlow) waiting.push(done)
      else done()
    },
  })
  return { stream, taken, takeOne: () => waiting.shift()?.() }
}

it('sends at once and one by one where nothing is gathered', () => {
  const { stream, taken } = open()
  const out = createOutgoing<unknown>(stream, null)
  out.write(1)
  out.write(2)
  expect(taken).toEqual([1, 2])
})

it('sends together what comes before the event loop turns, and what is left when it is told to', async () => {
  const { stream, taken } = open()
  const out = createOutgoing<unknown>(stream, gather)
  out.write(1)
  await Promise.resolve()
  out.write(2)
  expect(taken).toEqual([])
  await turn()
  out.write(3)
  out.flush()
  await turn()
  expect(taken).toEqual([{ batch: [1, 2] }, { batch: [3] }])
})

it('loses nothing, doubles nothing, keeps the order, and lets no batch grow without end', async () => {
  const script = fc.array(fc.oneof(fc.nat({ max: 80 }), fc.constantFrom('turn' as const, 'flush' as const)))
  await fc.assert(
    fc.asyncProperty(script, async (steps) => {
      const { stream, taken } = open()
      const out = createOutgoing<unknown>(stream, gather)
      let written = 0
      for (const step of steps) {
        if (step === 'turn') await turn()
        else if (step === 'flush') out.flush()
        else for (let i = 0; i < step; i += 1) out.write(written++)
      }
      out.flush()
      const batches = taken.map((message) => (message as { batch: number[] }).batch)
      expect(batches.flat()).toEqual(Array.from({ length: written }, (_, n) => n))
      expect(batches.every(({ length }) => length > 0 && length <= 32)).toBe(true)
    }),
    { numRuns: 50 },
  )
})

it('waits for a stream that is full, and no longer than its reader', async () => {
  const { stream, takeOne } = open(true)
  createOutgoing<unknown>(stream, null).write(1)
  expect(stream.writableNeedDrain).toBe(true)
  const leaving = new AbortController()
  const given = untilDrained(stream, leaving.signal)
  leaving.abort(new Error('gone'))
  await expect(given).rejects.toThrow('gone')
  const waited = untilDrained(stream, new AbortController().signal)
  takeOne()
  await waited
  expect(stream.listenerCount('drain')).toBe(0)
})
