import { expect, it } from 'vitest'
import { dropOldest } from './drop-oldest.ts'

it('keeps the youngest, never more than the limit, and drops many at a time', () => {
  const map = new Map<number, null>()
  const sizes: number[] = []
  for (let n = 0; n < 1_000; n++) {
    map.set(n, null)
    dropOldest(map, 160)
    sizes.push(map.size)
    expect([...map.keys()]).toEqual(Array.from({ length: map.size }, (_, i) => n - map.size + 1 + i))
  }
  expect(Math.max(...sizes)).toBe(160)
  expect(Math.min(...sizes.slice(160))).toBe(150)
})
