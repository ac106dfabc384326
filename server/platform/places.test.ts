import { expect, it, vi } from 'vitest'
import { NoPlace, openPlaces } from './places.ts'

/** Work that is over when it is told to be. */
function heldWork() {
  const begun: number[] = []
  const ends = new Map<number, () => void>()
  const work = (n: number) => async () => {
    begun.push(n)
    await new Promise<void>((resolve) => ends.set(n, resolve))
    return n
  }
  /** Waits until these have begun, and no others. */
  const have = (...expected: number[]) => vi.waitFor(() => expect(begun).toEqual(expected))
  return { begun, work, have, end: (n: number) => ends.get(n)?.() }
}

it('runs as many at once as there are places, and the others in the order in which they came', async () => {
  const { work, have, end } = heldWork()
  const places = openPlaces({ places: 2, waitingMax: 10, patienceMs: 60_000 })
  const all = [1, 2, 3, 4].map((n) => places.take(work(n)))
  await have(1, 2)
  end(2)
  await have(1, 2, 3)
  end(3)
  await have(1, 2, 3, 4)
  end(1)
  end(4)
  expect(await Promise.all(all)).toEqual([1, 2, 3, 4])
})

it('turns away who finds the queue full, begins nothing for them, and says when to come again', async () => {
  const { begun, work, have, end } = heldWork()
  const places = openPlaces({ places: 1, waitingMax: 1, patienceMs: 60_000 })
  const first = places.take(work(1))
  const second = places.take(work(2))
  const error = await places.take(work(3)).catch((thrown: unknown) => thrown)
  expect(error).toBeInstanceOf(NoPlace)
  expect(error).toMatchObject({ retryAfterMs: 1_000 })
  end(1)
  await have(1, 2)
  end(2)
  await Promise.all([first, second])
  expect(begun).toEqual([1, 2])
})

it('turns away who has waited for too long, and the next gets the place', async () => {
  const { begun, work, have, end } = heldWork()
  const places = openPlaces({ places: 1, waitingMax: 5, patienceMs: 1 })
  const first = places.take(work(1))
  await have(1)
  await expect(places.take(work(2))).rejects.toBeInstanceOf(NoPlace)
  end(1)
  await first
  const third = places.take(work(3))
  await have(1, 3)
  end(3)
  expect(await third).toBe(3)
  expect(begun).toEqual([1, 3])
})

it('begins nothing for who has gone, and the next gets the place', async () => {
  const { work, have, end } = heldWork()
  const places = openPlaces({ places: 1, waitingMax: 5, patienceMs: 60_000 })
  const line = new AbortController()
  const first = places.take(work(1), line.signal)
  const second = places.take(work(2), line.signal)
  const third = places.take(work(3))
  line.abort() // the first has begun, and goes on
  await expect(second).rejects.toBeInstanceOf(NoPlace)
  await expect(places.take(work(4), line.signal)).rejects.toBeInstanceOf(NoPlace)
  end(1)
  await have(1, 3)
  end(3)
  expect(await Promise.all([first, third])).toEqual([1, 3])
})

it('gives the place back when the work fails', async () => {
  const places = openPlaces({ places: 1, waitingMax: 0, patienceMs: 60_000 })
  await expect(places.take(() => Promise.reject(new Error('it broke')))).rejects.toThrow('it broke')
  expect(await places.take(() => Promise.resolve('fine'))).toBe('fine')
})
