// The rules of scoring, each by an example.
import { expect, it } from 'vitest'
import { meanScore, parseQueries, scoreQuery } from './score.ts'

const header = 'query\tkind\tmatch\tid_column\texpected_ids\tnote'
const query = (match: string, ids: string) => {
  const [parsed] = parseQueries(`${header}\nsome words\tkind\t${match}\tid\t${ids}\tnote\n`)
  if (!parsed) throw new Error('no query')
  return parsed
}

it.each([
  ['first', 'a', ['a'], { mrr: 1, success1: 1, success10: 1, score: 1 }],
  ['first', 'a', ['b', 'a'], { mrr: 0, success1: 0, success10: 0, score: 0 }],
  ['any', 'a c', ['b', 'c'], { mrr: 0.5, success1: 0, success10: 1, score: 0.5 }],
  ['any', 'a', 'b c d e f g h i j k a'.split(' '), { mrr: 0, success1: 0, success10: 0, score: 0 }],
  ['set', 'a b', ['c', 'a', 'b'], { mrr: 0.5, success1: 0, success10: 1, score: 1 }],
  ['set', 'a b c d', ['a'], { mrr: 1, success1: 1, success10: 1, score: 0.25 }],
])('%s of "%s" against %s', (match, ids, found, score) => {
  expect(scoreQuery(query(match, ids), found)).toEqual(score)
})

it('takes the mean', () => {
  const scores = [scoreQuery(query('any', 'a'), ['a']), scoreQuery(query('any', 'a'), ['b'])]
  expect(meanScore(scores)).toEqual({ n: 2, mrr: 0.5, success1: 0.5, success10: 0.5, score: 0.5 })
})

it('names the line that is no query', () => {
  expect(() => parseQueries(`${header}\nwords\tkind\tperhaps\tid\ta\t`)).toThrow('line 2')
  expect(() => parseQueries(`${header}\nwords\tkind\tany\tid\t\t`)).toThrow('expected_ids')
})
