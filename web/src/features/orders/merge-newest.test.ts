import fc from 'fast-check'
import { expect, it } from 'vitest'
import { mergeNewest } from './merge-newest.ts'

const entry = (minute: number) => ({ createdAt: `2026-11-22T10:${String(minute).padStart(2, '0')}:00.000Z` })
const times = fc
  .uniqueArray(fc.integer({ min: 0, max: 59 }), { maxLength: 20 })
  .map((all) => all.toSorted((a, b) => b - a))

it('holds back what something unread may stand above', () => {
  const a = { entries: [entry(9), entry(5)], hasMore: true }
  const b = { entries: [entry(7), entry(3)], hasMore: false }
  expect(mergeNewest(a, b)).toEqual({ entries: [entry(9), entry(7), entry(5)], unread: 0 })
  expect(mergeNewest(b, a).unread).toBe(1)
  expect(mergeNewest({ ...a, hasMore: false }, b)).toMatchObject({ entries: { length: 4 }, unread: null })
})

it('read to its end, whichever list is read on, shows all in order, and each page only adds below', () => {
  fc.assert(
    fc.property(times, times, fc.integer({ min: 1, max: 4 }), (timesA, timesB, size) => {
      const lists = [timesA.map(entry), timesB.map(entry)] as const
      const read = [size, size]
      const pagesOf = (list: 0 | 1) => ({
        entries: lists[list].slice(0, read[list]),
        hasMore: lists[list].length > (read[list] ?? 0),
      })
      let shown: { createdAt: string }[] = []
      for (;;) {
        const { entries, unread } = mergeNewest(pagesOf(0), pagesOf(1))
        expect(entries.slice(0, shown.length)).toEqual(shown)
        shown = entries
        if (unread === null) break
        read[unread] = (read[unread] ?? 0) + size
      }
      const all = [...timesA, ...timesB].toSorted((a, b) => b - a).map(entry)
      expect(shown).toEqual(all)
    }),
  )
})
