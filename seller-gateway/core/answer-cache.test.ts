import { expect, it } from 'vitest'
import { fakeClock } from '../testing/fake-clock.ts'
import { fakeQuote } from '../testing/fake-seller.ts'
import { createAnswerCache } from './answer-cache.ts'

const age = { askedAt: 0, mayServeStaleMs: 0 }

function quotesOf(clock: ReturnType<typeof fakeClock>, count: number) {
  const one = { quote: fakeQuote(clock), fetchedAt: new Date(clock.now()), source: 'live' as const }
  return Array.from({ length: count }, () => one)
}

it('keeps 10,000 books, and forgets a sixteenth of them, those that have not changed for longest', () => {
  const clock = fakeClock()
  const cache = createAnswerCache(clock, 60_000)
  const keep = (book: string) => cache.keep({ book, key: book }, { quotes: quotesOf(clock, 1), ...age })
  for (let n = 0; n < 10_000; n += 1) keep(`book ${n}`)
  keep('book 0')
  keep('one more')
  expect(cache.serve('book 0', 'book 0')).not.toBeNull()
  expect(cache.serve('book 1', 'book 1')).toBeNull()
  expect(cache.serve('book 626', 'book 626')).toBeNull()
  expect(cache.serve('book 627', 'book 627')).not.toBeNull()
})

it('keeps 200,000 quotes, whatever books they are of', () => {
  const clock = fakeClock()
  const cache = createAnswerCache(clock, 60_000)
  const keep = (book: string) => cache.keep({ book, key: book }, { quotes: quotesOf(clock, 200), ...age })
  for (let n = 0; n < 1_000; n += 1) keep(`book ${n}`)
  for (let n = 0; n < 10; n += 1) keep('book 999') // the same again takes no more room
  expect(cache.serve('book 0', 'book 0')).not.toBeNull()
  keep('one more')
  expect(cache.serve('book 0', 'book 0')).toBeNull()
  expect(cache.serve('book 62', 'book 62')).toBeNull()
  expect(cache.serve('book 63', 'book 63')).toBeNull()
  expect(cache.serve('book 64', 'book 64')).not.toBeNull()
  cache.forget('book 999')
  for (let n = 0; n < 63; n += 1) keep(`and ${n} more`) // what was forgotten takes no room
  expect(cache.serve('book 64', 'book 64')).not.toBeNull()
})

it('keeps 50 answers about one book: a caller that makes up postal codes fills no memory', () => {
  const clock = fakeClock()
  const cache = createAnswerCache(clock, 60_000)
  for (let n = 0; n <= 50; n += 1) cache.keep({ book: 'book', key: String(n) }, { quotes: quotesOf(clock, 1), ...age })
  expect(cache.serve('book', '0')).toBeNull()
  expect(cache.serve('book', '1')).not.toBeNull()
  expect(cache.serve('book', '50')).not.toBeNull()
})

it('keeps nothing when told to keep for no time, also where stale answers are allowed', () => {
  const clock = fakeClock()
  const cache = createAnswerCache(clock, 0)
  cache.keep({ book: 'b', key: 'k' }, { quotes: quotesOf(clock, 1), askedAt: 0, mayServeStaleMs: 60_000 })
  cache.keep({ book: 'c', key: 'k' }, { quotes: [], askedAt: 0, mayServeStaleMs: 60_000 })
  expect(cache.serve('b', 'k')).toBeNull()
  expect(cache.serve('c', 'k')).toBeNull()
})
