// What a query finds in OpenSearch, in order: the words are understood as everywhere, OpenSearch adds up their weights, and the best are ranked
// closely by the same rules as PostgreSQL's.
import { analyzeQuery, groupWords, parseQuery, rareWords } from './analyze-query.ts'
import type { Group, ParsedQuery, Vocabulary } from './analyze-query.ts'
import { askRemotely } from './ask-remotely.ts'
import type { RemoteAnswer, RemoteDeps, RemoteHit } from './ask-remotely.ts'
import { chooseShown, isMore, reconsideredMax, tellingOf, toCorrectedText } from './choose-shown.ts'
import type { EngineQuery, MeaningSource } from './engine.ts'
import { hearWords } from './find-sounds.ts'
import { rankCandidates } from './rank-candidates.ts'
import type { Ranked } from './rank-candidates.ts'
import { allOf, facetQuestions, filterBy, scoreBy } from './to-remote-query.ts'

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
  // No name has all the words: perhaps one that exists was meant to be another ("grapes of rath").
  const again = groupWords(parsed, { ...found, near: await deps.vocabulary.near(rareWords(parsed, found.terms)) })
  if (!isMore(again, attempt.groups)) return choose(attempt)
  const other = await search(deps, query, { parsed, groups: again, near }, signal)
  return choose(other.ranked[0]?.isNamed ? other : attempt)
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

function choose({ groups, ranked, hits, all }: Attempt): RemoteMatches {
  const { shown, isFullOnly } = chooseShown(ranked)
  const best = shown.flatMap(({ workId }) => hits.get(workId) ?? [])
  return { best, all: isFullOnly ? all : null, groups, didYouMean: toCorrectedText(groups, shown[0]) }
}
