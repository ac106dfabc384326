// The pure parts of the index: lists, packed fields, and what adds them up.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Group } from './analyze-query.ts'
import { collectCandidates } from './collect-candidates.ts'
import { chooseSegments } from './merge-segments.ts'
import { findStem, hashStem, packFields } from './pack-fields.ts'
import { keyOf, listMax, mergeLists, packKeys, unpackPostings } from './pack-postings.ts'
import type { Posting } from './pack-postings.ts'
import { impactsOf } from './rank-fields.ts'

const posting = fc.record({
  doc: fc.integer({ min: 1, max: 2 ** 31 - 1 }),
  impact: fc.integer({ min: 1, max: 255 }),
  popularity: fc.integer({ min: 0, max: 100 }),
})
const postings = fc.uniqueArray(posting, { selector: ({ doc }) => doc, maxLength: 50 })
const packPostings = (given: readonly Posting[]) => packKeys(given.map(keyOf))
const rowsOf = (bytes: Buffer): Posting[] => {
  const { docs, impacts, popularities } = unpackPostings(bytes)
  return [...docs].map((doc, i) => ({ doc, impact: impacts[i] ?? 0, popularity: popularities[i] ?? 0 }))
}
const byDoc = (a: Posting, b: Posting) => a.doc - b.doc

describe('lists', () => {
  it('hold what was packed', () => {
    fc.assert(
      fc.property(postings, (given) => {
        expect(rowsOf(packPostings(given)).toSorted(byDoc)).toEqual(given.toSorted(byDoc))
      }),
    )
  })

  it('keep the most telling of too many, and of equals the best known', () => {
    const many = Array.from({ length: listMax + 10 }, (_, i) => ({
      doc: i + 1,
      impact: 100,
      popularity: i < 10 ? 0 : 50,
    }))
    const kept = rowsOf(packPostings([...many, { doc: 999_999, impact: 101, popularity: 50 }]))
    expect(kept).toHaveLength(listMax)
    expect(kept[0]?.doc).toBe(999_999)
    expect(kept.some(({ popularity }) => popularity === 0)).toBe(false)
  })

  it('say of a document in two segments what the newer says', () => {
    fc.assert(
      fc.property(postings, postings, (newer, older) => {
        const merged = rowsOf(mergeLists([newer, older].map(packPostings)))
        const wanted = new Map([...older, ...newer].map((each) => [each.doc, each]))
        expect(merged.toSorted(byDoc)).toEqual([...wanted.values()].toSorted(byDoc))
      }),
    )
  })
})

describe('packed fields', () => {
  const word = fc.stringMatching(/^[a-zа-я]{1,6}$/)
  const line = fc.array(word, { maxLength: 12 }).map((words) => words.join(' '))
  const fields = fc.array(line, { minLength: 7, maxLength: 7 }).map((lines) => lines.join('\n'))

  it('give for each stem what the words give, and nothing for others', () => {
    fc.assert(
      fc.property(fields, word, (text, other) => {
        const packed = packFields(text)
        const impacts = impactsOf(text)
        for (const [stem, { impact, isNamed }] of impacts) {
          const found = findStem(packed, hashStem(stem))
          expect(found?.impact).toBeCloseTo(impact, 2)
          expect(((found?.bits ?? 0) & 0b11111) !== 0).toBe(isNamed)
        }
        if (!impacts.has(other)) expect(findStem(packed, hashStem(other))).toBeNull()
      }),
    )
  })
})

describe('adding up', () => {
  const stems = ['a', 'b', 'c', 'd']
  const lists = fc.tuple(...stems.map(() => postings))
  const group = fc.array(
    fc.record({ stem: fc.constantFrom(...stems), weight: fc.double({ min: 0.1, max: 1, noNaN: true }) }),
    { minLength: 1, maxLength: 3 },
  )

  it('gives each document the best alternative of each word, and says which have all words', () => {
    fc.assert(
      fc.property(lists, fc.array(group, { minLength: 1, maxLength: 4 }), (given, asked) => {
        const groups = asked.map((alternatives): Group => ({
          word: 'w',
          isStop: false,
          alternatives: alternatives.map(({ stem, weight }) => ({
            stems: [stem],
            word: stem,
            kind: 'typed',
            weight,
            idf: 2,
          })),
        }))
        const packed = new Map(stems.map((stem, i) => [stem, [unpackPostings(packPostings(given[i] ?? []))]]))
        const { docs, match, isFull } = collectCandidates(groups, (stem) => packed.get(stem) ?? [])
        const earned = (doc: number) =>
          asked.map((alternatives) =>
            Math.max(
              0,
              ...alternatives.map(({ stem, weight }) => {
                const has = given[stems.indexOf(stem)]?.find((each) => each.doc === doc)
                return has ? (weight * 2 * has.impact) / 255 : 0
              }),
            ),
          )
        const all = new Set(
          asked.flatMap((some) => some.flatMap(({ stem }) => given[stems.indexOf(stem)] ?? [])).map(({ doc }) => doc),
        )
        expect(new Set(docs)).toEqual(all)
        for (const [i, doc] of docs.entries()) {
          const parts = earned(doc)
          expect(match[i]).toBeCloseTo(parts.reduce((sum, part) => sum + part, 0) / (2 * asked.length), 4)
          expect(isFull[i]).toBe(Number(parts.every((part) => part > 0)))
        }
      }),
    )
  })
})

describe('choosing what to merge', () => {
  it('takes the smallest size of which there are too many, and rests when there are few of each', () => {
    const of = (...works: number[]) => works.map((each, id) => ({ id, works: each }))
    expect(chooseSegments(of(500, 700, 90_000, 80_000, 70_000, 100_000))).toHaveLength(4)
    expect(chooseSegments(of(1, 2, 3, 4, 90_000)).map(({ works }) => works)).toEqual([1, 2, 3, 4])
    expect(chooseSegments(of(1, 2, 3, 5_000, 6_000, 90_000))).toEqual([])
  })

  it('keeps the number of segments small, however the index grows', () => {
    let segments: { id: number; works: number }[] = []
    for (let id = 1; id <= 2_000; id++) {
      segments.push({ id, works: 500 })
      for (let chosen = chooseSegments(segments); chosen.length > 0; chosen = chooseSegments(segments)) {
        const works = chosen.reduce((sum, each) => sum + each.works, 0)
        segments = [...segments.filter((each) => !chosen.includes(each)), { id, works }]
      }
      expect(segments.length).toBeLessThan(24)
    }
  })
})
