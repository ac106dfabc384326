import { expect, it } from 'vitest'
import type { Term } from './analyze-query.ts'
import { keepTerms } from './keep-terms.ts'
import { stemWord } from './stem-word.ts'

const termOf = (word: string): Term => ({ word, stem: stemWord(word), df: 1, nameDf: 1, idf: 1 })

/** Words that can become more, what was asked of them, and the time. */
function useWords(...words: string[]) {
  const all = new Set(words)
  const asked: string[] = []
  let nowMs = 0
  const find = async (stems: readonly string[], typed: readonly string[] = []) => {
    asked.push(...stems)
    const known = [...all].toSorted((a, b) => Number(typed.includes(a)) - Number(typed.includes(b)))
    return new Map(
      known.map((word) => [stemWord(word), termOf(word)] as const).filter(([stem]) => stems.includes(stem)),
    )
  }
  const clock = { now: () => new Date(nowMs), sleep: async () => {} }
  return { terms: keepTerms(find, clock), all, asked, pass: (ms: number) => (nowMs += ms) }
}

it('asks once for what is known, and again when that is old', async () => {
  const { terms, asked, pass } = useWords('dune', 'desert')
  for (let i = 0; i < 2; i++) expect((await terms(['dune'], ['dune'])).get('dune')).toMatchObject({ word: 'dune' })
  expect(asked).toEqual(['dune'])
  pass(30_000)
  await terms(['dune'], ['dune'])
  expect(asked).toEqual(['dune', 'dune'])
})

it('asks each time for what was typed and is not there: its book may have come', async () => {
  const { terms, all, asked } = useWords('dune')
  const ask = async () => (await terms(['zyzzyva', 'zyz'], ['zyzzyva'])).size
  expect([await ask(), await ask()]).toEqual([0, 0])
  all.add('zyzzyva')
  expect(await ask()).toBe(1)
  expect(asked.filter((word) => word === 'zyz')).toHaveLength(1) // half of a word, which nobody typed
})

it('lets the word speak for its stem that was typed', async () => {
  const { terms } = useWords('city', 'cities')
  expect((await terms(['citi'], ['cities'])).get('citi')?.word).toBe('cities')
  expect((await terms(['citi'], ['city'])).get('citi')?.word).toBe('city')
})
