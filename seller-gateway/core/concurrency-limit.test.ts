import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createConcurrencyLimit } from './concurrency-limit.ts'
import type { Seat } from './concurrency-limit.ts'
import { CallerGone } from './seller-failure.ts'

const never = new AbortController().signal
const settle = () => new Promise((resolve) => setImmediate(resolve))

/** Takes every place there is. */
function fill(limit: ReturnType<typeof createConcurrencyLimit>): Seat[] {
  const seats = []
  for (let seat = limit.tryEnter(); seat; seat = limit.tryEnter()) seats.push(seat)
  return seats
}

/** A round trip with every place taken, of a seller that drops what is more than its `capacity`. */
function roundTrip(limit: ReturnType<typeof createConcurrencyLimit>, capacity: number): number {
  const seats = fill(limit)
  for (const [at, seat] of seats.entries()) seat(at < capacity ? 'answered' : 'dropped')
  return seats.length
}

describe('createConcurrencyLimit', () => {
  it('begins with what the contract allows', () => {
    expect(fill(createConcurrencyLimit({ concurrent: 7, queued: 0 }))).toHaveLength(7)
  })

  it('lets a waiting call in when a place is free, first come, first served', async () => {
    const limit = createConcurrencyLimit({ concurrent: 1, queued: 2 })
    const [seat] = fill(limit)
    const order: string[] = []
    const waiting = ['a', 'b'].map(async (name) => {
      const mine = await limit.waitInLine(never)
      order.push(name)
      mine('answered')
    })
    expect(limit.isFull()).toBe(true)
    await expect(limit.waitInLine(never)).rejects.toMatchObject({ reason: 'busy' })
    seat?.('answered')
    await Promise.all(waiting)
    expect(order).toEqual(['a', 'b'])
  })

  it('takes a caller that left out of the line: its place in it is free at once', async () => {
    const limit = createConcurrencyLimit({ concurrent: 1, queued: 1 })
    const [seat] = fill(limit)
    const leaving = new AbortController()
    const gone = limit.waitInLine(leaving.signal)
    leaving.abort(new CallerGone('deadline'))
    await expect(gone).rejects.toThrow(CallerGone)
    expect(limit.isFull()).toBe(false)
    const next = limit.waitInLine(never)
    seat?.('answered')
    await expect(next).resolves.toBeTypeOf('function')
  })

  it('lets nobody pass those in line', async () => {
    const limit = createConcurrencyLimit({ concurrent: 2, queued: 5 })
    const seats = fill(limit)
    const waiting = [limit.waitInLine(never), limit.waitInLine(never), limit.waitInLine(never)]
    seats[0]?.('answered')
    expect(limit.tryEnter()).toBeNull()
    seats[1]?.('answered')
    await Promise.all(waiting.slice(0, 2))
  })

  it('shrinks to about what the seller can take, and is not below half of it', () => {
    const limit = createConcurrencyLimit({ concurrent: 128, queued: 0 })
    const sizes = Array.from({ length: 200 }, () => roundTrip(limit, 40)).slice(100)
    const mean = sizes.reduce((sum, size) => sum + size, 0) / sizes.length
    expect(mean).toBeLessThan(60) // 128 without a limit
    expect(mean).toBeGreaterThan(20)
  })

  it('is down after one round trip of a seller that drops all, and back within ten of one that answers', () => {
    const limit = createConcurrencyLimit({ concurrent: 128, queued: 0 })
    roundTrip(limit, 0)
    expect(limit.current()).toBe(4)
    for (let trip = 0; trip < 10; trip += 1) roundTrip(limit, Infinity)
    expect(limit.current()).toBe(128)
  })

  it('does not move while nothing says anything, and hardly when little is in use', () => {
    const limit = createConcurrencyLimit({ concurrent: 100, queued: 0 })
    roundTrip(limit, 0)
    const low = limit.current()
    for (let call = 0; call < 1_000; call += 1) limit.tryEnter()?.('ignored')
    for (let call = 0; call < 1_000; call += 1) limit.tryEnter()?.('answered') // one at a time: no proof that more would do
    expect(limit.current()).toBe(low)
  })

  const options = fc.record({ concurrent: fc.integer({ min: 1, max: 64 }), queued: fc.nat(16) })
  const steps = fc.array(
    fc.oneof(
      fc.constant('enter' as const),
      fc.constant('abort' as const),
      fc.record({ leave: fc.nat(), how: fc.constantFrom('answered', 'dropped', 'ignored') }),
    ),
    { maxLength: 300 },
  )

  it('stays within its bounds and starves nobody, whatever happens', async () => {
    await fc.assert(
      fc.asyncProperty(options, steps, async ({ concurrent, queued }, todo) => {
        const limit = createConcurrencyLimit({ concurrent, queued })
        const inside: Seat[] = []
        const line: AbortController[] = []
        const come = async () => {
          const leaving = new AbortController()
          line.push(leaving)
          await limit.waitInLine(leaving.signal).then(
            (seat) => inside.push(seat),
            () => {},
          )
          line.splice(line.indexOf(leaving), 1)
        }
        for (const step of todo) {
          const before = limit.current()
          if (step === 'enter') {
            const seat = limit.tryEnter()
            if (seat) inside.push(seat)
            else void come()
          } else if (step === 'abort') line[0]?.abort(new CallerGone('cancelled'))
          else inside.splice(step.leave % Math.max(1, inside.length), 1)[0]?.(step.how)
          await settle()
          expect(limit.current()).toBeGreaterThanOrEqual(Math.min(4, concurrent))
          expect(limit.current()).toBeLessThanOrEqual(concurrent)
          if (typeof step === 'string' || step.how === 'ignored') expect(limit.current()).toBe(before)
          expect(inside.length).toBeLessThanOrEqual(concurrent)
          expect(line.length).toBeLessThanOrEqual(queued)
          expect(line.length === 0 || inside.length >= limit.current()).toBe(true) // nobody waits beside a free place
        }
        while (inside.length > 0) {
          inside.pop()?.('dropped')
          await settle()
        }
        expect(line).toEqual([]) // everybody came in
      }),
      { numRuns: 60 },
    )
  })

  it('counts a place that is given back twice once', () => {
    const limit = createConcurrencyLimit({ concurrent: 2, queued: 0 })
    const [seat] = fill(limit)
    seat?.('ignored')
    seat?.('ignored')
    expect(fill(limit)).toHaveLength(1)
  })
})
