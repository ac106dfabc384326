// What a query finds in OpenSearch, in order: the words are understood as everywhere, OpenSearch adds up their weights, and the best are ranked
// closely by the same rules as PostgreSQL's.
import { analyzeQuery, groupWords, parseQuery, rareWords } from './analyze-query.ts'
import type { Findings, Group, ParsedQuery, Vocabulary } from './analyze-query.ts'
import { askRemotely } from './ask-remotely.ts'
import type { RemoteAnswer, RemoteDeps, RemoteHit } from './ask-remotely.ts'
import type { EngineQuery, MeaningSource } from './engine.ts'
import { hearWords } from './find-sounds.ts'
import { rankCandidates } from './rank-candidates.ts'
import type { Ranked } from './rank-candidates.ts'
import { allOf, facetQuestions, filterBy, scoreBy, tellingOf } from './to-remote-query.ts'

export interface RemoteMatchDeps extends RemoteDeps {
  readonly vocabulary: Vocabulary
  readonly meaning?: MeaningSource | undefined
}

export interface RemoteMatches {
  /** The best, closely ranked. */
  readonly best: readonly RemoteHit[]
  /** Finds them all, the best too; null when the best are all. */
  readonly all: RemoteAnswer | null
  readonly groups: readonly Group[]
  readonly didYouMean: string | null
}

/** Candidates that are ranked closely. From 30 on more of them changed nothing (docs/decisions/0037). */
const rankedMax = 100
/** Works whose title is or begins with what was typed. */
const titledMax = 40
/** Works that a meaning source is asked for. */
const meantMax = 50
/** Matches that are counted. */
export const countedMax = 10_000
/** A query of more words is a description: no name has them all, however they are spelt. */
const reconsideredMax = 4
/** With so many works that have all the words, those that have only some are left out. */
const enoughFull = 10
/** Works that have only some words are shown while they match at least this part of what the best one does. */
const partialShare = 0.35

export async function findRemotely(
  deps: RemoteMatchDeps,
  query: EngineQuery,
  signal?: AbortSignal,
): Promise<RemoteMatches> {
  const parsed = parseQuery(query.text)
  const [found, meant] = await Promise.all([
    analyzeQuery(deps.vocabulary, parsed),
    deps.meaning?.nearest(query.text, meantMax, signal) ?? [],
  ])
  const near = new Map(meant.map(({ workId, nearness }) => [workId, nearness]))
  const groups = await hearWords(deps, groupWords(parsed, found), signal)
  const attempt = await search(deps, query, { parsed, groups, near }, signal)
  if (attempt.ranked[0]?.isNamed || attempt.telling > reconsideredMax || attempt.telling === 0) return choose(attempt)
  const second = await reconsider(deps, query, { parsed, found, near }, signal)
  return choose(second.ranked[0]?.isNamed ? second : attempt)
}

/** No name has all the words: perhaps one that exists was meant to be another ("grapes of rath"). */
async function reconsider(
  deps: RemoteMatchDeps,
  query: EngineQuery,
  { parsed, found, near }: { parsed: ParsedQuery; found: Findings; near: ReadonlyMap<string, number> },
  signal?: AbortSignal,
): Promise<Attempt> {
  const again = await deps.vocabulary.near(rareWords(parsed, found.terms))
  return search(deps, query, { parsed, groups: groupWords(parsed, { ...found, near: again }), near }, signal)
}

interface Understood {
  readonly parsed: ParsedQuery
  readonly groups: readonly Group[]
  /** By work how near its meaning is. */
  readonly near: ReadonlyMap<string, number>
}

interface Attempt {
  readonly groups: readonly Group[]
  /** How many words say something. */
  readonly telling: number
  readonly ranked: readonly Ranked[]
  readonly hits: ReadonlyMap<string, RemoteHit>
  readonly all: RemoteAnswer | null
}

async function search(
  deps: RemoteMatchDeps,
  { filters }: EngineQuery,
  { parsed, groups, near }: Understood,
  signal?: AbortSignal,
): Promise<Attempt> {
  const telling = tellingOf(groups)
  const filter = filterBy(filters)
  const { titleKey } = parsed
  const titled = { bool: { filter: [...filter, { prefix: { titleKey } }], should: [{ term: { titleKey } }] } }
  const scored = { bool: { must: [scoreBy(telling)], filter } }
  const answers = await askRemotely(
    deps,
    [
      titleKey === ''
        ? { size: 0 }
        : { query: titled, size: titledMax, sort: ['_score', { popularity: 'desc' }], track_total_hits: false },
      near.size === 0
        ? { size: 0 }
        : { query: { bool: { filter: [...filter, { ids: { values: [...near.keys()] } }] } }, size: meantMax },
      ...(telling.length === 0
        ? []
        : [
            { query: scored, size: rankedMax, track_total_hits: false },
            {
              query: { bool: { filter: [...filter, ...allOf(telling)] } },
              size: 0,
              track_total_hits: countedMax,
              aggs: facetQuestions,
            },
          ]),
    ],
    signal,
  )
  const hits = new Map(answers.flatMap((answer) => answer.hits.map((hit) => [hit.workId, hit] as const)))
  const candidates = [...hits.values()].map((hit) => ({ ...hit, nearness: near.get(hit.workId) ?? 0 }))
  const ranked = rankCandidates(candidates, groups, titleKey)
  return {
    groups,
    telling: telling.length,
    ranked: ranked.filter(({ match, nearness }) => match > 0 || nearness > 0),
    hits,
    all: answers[3] ?? null,
  }
}

/**
 * Who named a book wants it and its like; who described one wants guesses. If the best hit is named by all the words, or many works
 * have them all, only those are shown; else also the works that have some of them, as long as they come near the best.
 */
function choose({ groups, ranked, hits, all }: Attempt): RemoteMatches {
  const full = ranked.filter(({ isFull, nearness }) => isFull || nearness > 0)
  const isFullOnly = full.length >= enoughFull || (ranked[0]?.isNamed ?? false)
  const bestMatch = Math.max(0, ...ranked.map(({ match }) => match))
  const shown = isFullOnly
    ? full
    : ranked.filter((each) => each.isFull || each.nearness > 0 || each.match >= partialShare * bestMatch)
  const best = shown.flatMap(({ workId }) => hits.get(workId) ?? [])
  return { best, all: isFullOnly ? all : null, groups, didYouMean: toCorrectedText(groups, shown[0]) }
}

/** The words as they had to be read to find the best hit; null when they were read as typed. */
function toCorrectedText(groups: readonly Group[], best: Ranked | undefined): string | null {
  const read = groups.map(({ word }, i) => {
    const used = best?.used[i]
    return used?.kind === 'correction' ? used.word : word
  })
  return read.some((word, i) => word !== groups[i]?.word) ? read.join(' ') : null
}
