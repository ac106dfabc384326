// Queries with right answers, and how good what was found is. The rules are those of the set's README: `first`: only the first hit counts;
// `any`: the reciprocal rank of the first right one in ten; `set`: how many of the first ten are in the set.

export interface Query {
  readonly text: string
  readonly kind: string
  readonly match: 'first' | 'any' | 'set'
  readonly expected: ReadonlySet<string>
}

/** Hits that are looked at. */
export const hitsMax = 10

/** Reads `query, kind, match, id_column, expected_ids, note`, tab separated, after a line of names. Throws with the number of a line that is not so. */
export function parseQueries(text: string): Query[] {
  const [header = '', ...lines] = text.split(/\r?\n/).filter((line) => line !== '')
  const columns = header.split('\t')
  return lines.map((line, n) => {
    const fields = line.split('\t')
    const field = (name: string) => fields[columns.indexOf(name)] ?? ''
    const match = field('match')
    const expected = new Set(field('expected_ids').split(' ').filter(Boolean))
    if (field('query') === '' || expected.size === 0 || (match !== 'first' && match !== 'any' && match !== 'set'))
      throw new Error(
        `line ${n + 2} is no query: it needs query, kind, match (first, any or set) and expected_ids, tab separated`,
      )
    return { text: field('query'), kind: field('kind'), match, expected }
  })
}

export interface Score {
  readonly mrr: number
  readonly success1: number
  readonly success10: number
  readonly score: number
}

/** `found`: ids of the hits, best first. */
export function scoreQuery({ match, expected }: Query, found: readonly string[]): Score {
  const hits = found.slice(0, hitsMax)
  const at = hits.findIndex((id) => expected.has(id))
  const rank = match === 'first' && at > 0 ? -1 : at
  const mrr = rank < 0 ? 0 : 1 / (rank + 1)
  const inSet = hits.filter((id) => expected.has(id)).length / Math.min(hitsMax, expected.size)
  return {
    mrr,
    success1: Number(at === 0),
    success10: Number(rank >= 0),
    score: match === 'set' ? Math.min(1, inSet) : mrr,
  }
}

export function meanScore(scores: readonly Score[]): Score & { n: number } {
  const mean = (pick: (score: Score) => number) =>
    Math.round((scores.reduce((sum, score) => sum + pick(score), 0) / scores.length) * 1_000) / 1_000
  return {
    n: scores.length,
    mrr: mean(({ mrr }) => mrr),
    success1: mean(({ success1 }) => success1),
    success10: mean(({ success10 }) => success10),
    score: mean(({ score }) => score),
  }
}
