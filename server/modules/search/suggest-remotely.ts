import { z } from 'zod'
import { analyzeQuery, groupWords, parseQuery } from './analyze-query.ts'
import type { Vocabulary } from './analyze-query.ts'
import type { RemoteDeps } from './ask-remotely.ts'
import { wordsOf } from './fold-text.ts'
import type { SuggestView } from './model.ts'

/** Works whose names are looked through: the best known of those that have a name with a word that begins so. */
const worksMax = 60
/** What a name loses when it is begun at a later word, and a subject, of which there is always one, against the book that is meant. */
const malus = { laterStart: 6, subject: 30 } as const

type Suggestions = SuggestView['suggestions']

/** Names that begin like this; for a misspelt beginning those that begin like what its words may have meant. */
export async function suggestRemotely(
  deps: RemoteDeps & { readonly vocabulary: Vocabulary },
  text: string,
  limit: number,
  signal?: AbortSignal,
): Promise<Suggestions> {
  const typed = wordsOf(text).join(' ')
  if (typed === '') return []
  const found = await listNames(deps, typed, limit, signal)
  if (found.length > 0) return found
  const query = parseQuery(text)
  const groups = groupWords(query, await analyzeQuery(deps.vocabulary, query))
  const best = groups.map(
    ({ word, alternatives }) => alternatives.toSorted((a, b) => b.weight - a.weight)[0]?.word ?? word,
  )
  const corrected = best.join(' ')
  return corrected === typed ? [] : listNames(deps, corrected, limit, signal)
}

const Name = z.object({
  kind: z.enum(['title', 'author', 'series', 'subject']),
  label: z.string(),
  isbn13: z.string().nullable(),
})
const Answer = z.object({
  hits: z.object({
    hits: z.array(z.object({ _source: z.object({ popularity: z.int(), suggestions: z.array(Name) }) })),
  }),
})

async function listNames(
  { remote, alias, timeoutMs }: RemoteDeps,
  key: string,
  limit: number,
  signal?: AbortSignal,
): Promise<Suggestions> {
  const body = {
    query: { constant_score: { filter: { match_phrase_prefix: { names: key } } } },
    sort: [{ popularity: 'desc' }, { doc: 'asc' }],
    size: worksMax,
    track_total_hits: false,
    _source: ['popularity', 'suggestions'],
  }
  const answer = await remote.send({ method: 'POST', path: `/${alias}/_search`, body }, { timeoutMs, signal })
  const best = new Map<string, { name: z.infer<typeof Name>; score: number }>()
  for (const { _source: work } of Answer.parse(answer).hits.hits) {
    for (const name of work.suggestions) {
      const start = startOf(name.label, key)
      if (start < 0) continue
      const lost = (start > 0 ? malus.laterStart : 0) + (name.kind === 'subject' ? malus.subject : 0)
      const score = work.popularity - lost
      const id = `${name.kind} ${name.label}`
      if ((best.get(id)?.score ?? -Infinity) < score) best.set(id, { name, score })
    }
  }
  return [...best.values()]
    .toSorted((a, b) => b.score - a.score || (a.name.label < b.name.label ? -1 : 1))
    .slice(0, limit)
    .map(({ name: { kind, label, isbn13 } }) => ({ text: label, kind, ...(isbn13 !== null && { isbn13 }) }))
}

/** The number of the word at which the name begins to read as `key`; -1 when it never does. */
function startOf(label: string, key: string): number {
  const words = wordsOf(label)
  return words.findIndex((_, i) => words.slice(i).join(' ').startsWith(key))
}
