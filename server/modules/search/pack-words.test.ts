import fc from 'fast-check'
import { expect, it } from 'vitest'
import { comparableMax, compareTo, nearness } from './edit-distance.ts'
import { draftLexicon } from './pack-words.ts'

/** As PostgreSQL sorts by collation "C": by code points. */
const byCodePoint = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b))

function lexiconOf(words: Readonly<Record<string, number>>, works = 1_000) {
  const draft = draftLexicon()
  for (const word of Object.keys(words).toSorted(byCodePoint))
    draft.add({ word, works: words[word] ?? 0, named: words[word] ?? 0 })
  return draft.finish(works)
}

const wordsOf = (terms: readonly { word: string }[]) => terms.map(({ word }) => word)

it('completes a beginning with the most frequent words, one a stem', () => {
  const lexicon = lexiconOf({
    garden: 5,
    gardens: 5,
    gardener: 5,
    garnet: 1,
    garrison: 9,
    gander: 7,
    gar: 50,
    garlic: 0,
  })
  expect(wordsOf(lexicon.completions('gar', 8))).toEqual(['garrison', 'garden', 'garnet'])
  expect(wordsOf(lexicon.completions('gar', 1))).toEqual(['garrison'])
  expect(lexicon.completions('x', 8)).toEqual([])
})

it('says how telling a word is', () => {
  const [term] = lexiconOf({ dune: 3 }, 1_000).near('dune')
  expect(term).toEqual({ word: 'dune', stem: 'dune', df: 3, nameDf: 3, idf: Math.log(1 + 997.5 / 3.5) })
})

it('finds what a word may be a misspelling of, the nearest first', () => {
  const lexicon = lexiconOf({ tolkien: 3, tolkin: 1, token: 8, dune: 5, wrath: 2, gone: 0 })
  expect(wordsOf(lexicon.near('tolkein'))).toEqual(['tolkien', 'tolkin', 'token'])
  expect(wordsOf(lexicon.near('rath'))).toEqual(['wrath'])
  expect(lexicon.near('gonne')).toEqual([]) // no work has it any more
})

const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c', 'é', 'ж', '森', '\u{FFFD}', '😀'), maxLength: 12 })

it('finds exactly the words that are near, whatever they are written in', () => {
  fc.assert(
    fc.property(fc.uniqueArray(word.filter(Boolean), { maxLength: 60 }), word.filter(Boolean), (words, typed) => {
      const lexicon = lexiconOf(Object.fromEntries(words.map((each) => [each, 1])))
      expect(wordsOf(lexicon.near(typed)).toSorted()).toEqual(
        words.filter((each) => nearness(typed, each) !== null).toSorted(),
      )
    }),
  )
})

it('finds all words that begin so, whatever they are written in', () => {
  fc.assert(
    fc.property(fc.uniqueArray(word.filter(Boolean), { maxLength: 60 }), word, (words, prefix) => {
      const lexicon = lexiconOf(Object.fromEntries(words.map((each) => [each, 1])))
      const begun = words.filter((each) => each.startsWith(prefix) && each !== prefix)
      const stems = lexicon.completions(prefix, words.length + 1)
      expect(new Set(wordsOf(stems)).isSubsetOf(new Set(begun))).toBe(true)
      expect(stems.length > 0).toBe(begun.length > 0)
    }),
  )
})

it('compares as the table does, to the letter', () => {
  const mistyped = fc.string({ unit: fc.constantFrom('a', 'b', 'c', 'ж'), minLength: 1, maxLength: comparableMax })
  fc.assert(
    fc.property(mistyped, mistyped, (typed, other) => {
      const units = Uint16Array.from(other, (letter) => letter.charCodeAt(0))
      return compareTo(typed)(units, 0, units.length) === nearness(typed, other)
    }),
    { numRuns: 2_000 },
  )
})
