import { expect, it } from 'vitest'
import type { Term, Vocabulary } from './analyze-query.ts'
import { keepWords } from './keep-words.ts'
import { stemWord } from './stem-word.ts'

const termOf = (word: string): Term => ({ word, stem: stemWord(word), df: 1, nameDf: 1, idf: 1 })

/** A vocabulary that can grow, what was asked of it, and the time. */
function useWords(...words: string[]) {
  const all = new Set(words)
  const asked: string[] = []
  let nowMs = 0
  const vocabulary: Vocabulary = {
    async terms(stems, typed = []) {
      asked.push(...stems)
      const known = [...all].toSorted((a, b) => Number(typed.includes(a)) - Number(typed.includes(b)))
      return new Map(
        known.map((word) => [stemWord(word), termOf(word)] as const).filter(([stem]) => stems.includes(stem)),
      )
    },
    async completions(prefix) {
      asked.push(`${prefix}…`)
      return [...all].filter((word) => word.startsWith(prefix)).map(termOf)
    },
    async near(some) {
      asked.push(...some.map((word) => `${word}?`))
      return new Map(some.map((word) => [word, [...all].filter((each) => each[0] === word[0]).map(termOf)]))
    },
  }
  const clock = { now: () => new Date(nowMs), sleep: async () => {} }
  return { words: keepWords(vocabulary, clock), all, asked, pass: (ms: number) => (nowMs += ms) }
}

it('asks once for what is known, and again when that is old', async () => {
  const { words, asked, pass } = useWords('dune', 'desert')
  for (let i = 0; i < 2; i++) {
    expect((await words.terms(['dune'], ['dune'])).get('dune')).toMatchObject({ word: 'dune' })
    expect(await words.completions('de')).toMatchObject([{ word: 'desert' }])
    expect((await words.near(['dnue'])).get('dnue')).toHaveLength(2)
  }
  expect(asked).toEqual(['dune', 'de…', 'dnue?'])
  pass(30_000)
  await words.terms(['dune'], ['dune'])
  expect(asked.at(-1)).toBe('dune')
})

it('asks each time for what was typed and is not there: its book may have come', async () => {
  const { words, all, asked } = useWords('dune')
  const ask = async () => [
    (await words.terms(['zyzzyva', 'zyz'], ['zyzzyva'])).size,
    (await words.completions('zy')).length,
    (await words.near(['zzyva'])).get('zzyva')?.length,
  ]
  expect(await ask()).toEqual([0, 0, 0])
  all.add('zyzzyva')
  expect(await ask()).toEqual([1, 1, 1])
  expect(asked.filter((word) => word === 'zyz')).toHaveLength(1) // half of a word, which nobody typed
})

it('lets the word speak for its stem that was typed', async () => {
  const { words } = useWords('city', 'cities')
  expect((await words.terms(['citi'], ['cities'])).get('citi')?.word).toBe('cities')
  expect((await words.terms(['citi'], ['city'])).get('citi')?.word).toBe('city')
})
