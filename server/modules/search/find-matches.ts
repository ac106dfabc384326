// What a query finds, in order: the words are understood, their lists added up, the best looked at closely.
import type { Db } from '#platform/db'
import { analyzeQuery, groupWords, parseQuery, rareWords } from './analyze-query.ts'
import type { Findings, Group, ParsedQuery, Vocabulary } from './analyze-query.ts'
import { chooseShown, isMore, reconsideredMax, tellingOf, toCorrectedText } from './choose-shown.ts'
import { collectCandidates } from './collect-candidates.ts'
import type { Collected } from './collect-candidates.ts'
import type { EngineQuery, MeaningSource } from './engine.ts'
import type { ListKeeper, Posts } from './keep-lists.ts'
import { filterDocs, listDocs, listTexts, listTitled } from './queries.ts'
import { rankCandidates } from './rank-candidates.ts'
import type { Candidate, Ranked } from './rank-candidates.ts'

export interface MatchDeps {
  readonly db: Db
  readonly vocabulary: Vocabulary
  readonly lists: ListKeeper
  readonly meaning?: MeaningSource | undefined
}

export interface Matches {
  /** Best first. */
  readonly docs: readonly number[]
  /** True when there may be more than these. */
  readonly isCut: boolean
  readonly groups: readonly Group[]
  /** What was read of the best ones. */
  readonly texts: ReadonlyMap<number, Omit<Candidate, 'nearness'>>
  readonly didYouMean: string | null
}

/** Candidates of the lists that are ranked closely. From 30 on more of them changed nothing (docs/decisions/0037), and each is a row to read. */
const rankedMax = 30
/** Candidates that filters are asked about. */
const filteredMax = 5_000
/** Works that a meaning source is asked for. */
const meantMax = 50

export async function findMatches(deps: MatchDeps, query: EngineQuery, signal?: AbortSignal): Promise<Matches> {
  const parsed = parseQuery(query.text)
  const [found, near] = await Promise.all([analyzeQuery(deps.vocabulary, parsed), meantDocs(deps, query.text, signal)])
  const attempt = await search(deps, query, parsed, found, { titled: null, near })
  return choose((await reconsider(deps, query, parsed, found, { titled: attempt.titled, near }, attempt)) ?? attempt)
}

/**
 * No name has all the words: perhaps one that exists was meant to be another ("grapes of rath"). A work that all the words name when read so is what was
 * meant, unless some work has them all as they were typed. Null when looking again gave nothing better.
 */
async function reconsider(
  deps: MatchDeps,
  query: EngineQuery,
  parsed: ParsedQuery,
  found: Findings,
  more: More,
  first: Attempt,
): Promise<Attempt | null> {
  const [best] = first.ranked
  if (best?.isNamed || first.telling === 0 || first.telling > reconsideredMax) return null
  const other = { ...found, near: await deps.vocabulary.near(rareWords(parsed, found.terms)) }
  if (!isMore(groupWords(parsed, other), first.groups)) return null
  const second = await search(deps, query, parsed, other, more)
  if (second.ranked[0]?.isNamed) return second
  const named = second.ranked.filter(({ isNamed }) => isNamed)
  if (named.length === 0 || best?.isFull) return null
  return { ...second, ranked: [...named, ...second.ranked.filter(({ isNamed }) => !isNamed)] }
}

/** The works whose title is or begins with the text: a small part of what findMatches finds, at next to no cost. */
export async function findTitled({ db }: MatchDeps, { text, filters }: EngineQuery): Promise<Matches> {
  const docs = await listTitled(db, parseQuery(text).titleKey)
  const kept = await filterDocs(db, docs, filters)
  return {
    docs: docs.filter((doc) => kept.has(doc)),
    isCut: true,
    groups: [],
    texts: new Map(),
    didYouMean: null,
  }
}

interface More {
  /** Works whose title begins with what was typed; null when they are still to be asked for. */
  readonly titled: readonly number[] | null
  /** By document how near its meaning is. */
  readonly near: ReadonlyMap<number, number>
}

interface Attempt {
  readonly groups: readonly Group[]
  /** How many words say something. */
  readonly telling: number
  readonly ranked: readonly Ranked[]
  readonly titled: readonly number[]
  /** What the lists gave, of which `ranked` has the best. */
  readonly rest: Collected
  /** Which of them the filters let through; null for all. */
  readonly kept: ReadonlySet<number> | null
  readonly isCut: boolean
  readonly texts: ReadonlyMap<number, Omit<Candidate, 'nearness'>>
}

async function search(
  deps: MatchDeps,
  { filters }: EngineQuery,
  parsed: ParsedQuery,
  found: Findings,
  { titled: known, near }: More,
): Promise<Attempt> {
  const groups = groupWords(parsed, found)
  const posts = await readPosts(deps.lists, groups, known === null ? parsed.titleKey : null)
  const titled = known ?? posts.titled
  const rest = collectCandidates(groups, posts.listsOf)
  const others = [...titled, ...posts.pending, ...near.keys()]
  const isFiltered = Object.keys(filters).length > 0
  const kept = isFiltered
    ? await filterDocs(deps.db, [...new Set([...others, ...rest.docs.subarray(0, filteredMax)])], filters)
    : null
  const best: number[] = []
  for (const doc of rest.docs) {
    if (best.length === rankedMax) break
    if (kept === null || kept.has(doc)) best.push(doc)
  }
  const asked = new Set([...best, ...others.filter((doc) => kept === null || kept.has(doc))])
  const read = asked.size > 0 ? await listTexts(deps.db, [...asked]) : []
  const candidates = read.map((text) => ({ ...text, nearness: near.get(text.doc) ?? 0 }))
  const ranked = rankCandidates(candidates, groups, parsed.titleKey)
  return {
    groups,
    telling: tellingOf(groups).length,
    ranked: ranked.filter(({ match, nearness }) => match > 0 || nearness > 0),
    titled,
    rest,
    kept,
    isCut: posts.isCut || (isFiltered && rest.docs.length > filteredMax),
    texts: new Map(read.map((text) => [text.doc, text])),
  }
}

async function readPosts(lists: ListKeeper, groups: readonly Group[], titleKey: string | null): Promise<Posts> {
  const stems = [
    ...new Set(tellingOf(groups).flatMap(({ alternatives }) => alternatives.flatMap((each) => each.stems))),
  ]
  // Stems hold letters, digits and marks only, so quoting is enough.
  const anyWord = stems.length > 0 ? stems.map((stem) => `'${stem}'`).join('|') : null
  return lists.find({ stems, anyWord, titleKey })
}

async function meantDocs({ db, meaning }: MatchDeps, text: string, signal?: AbortSignal): Promise<Map<number, number>> {
  if (!meaning) return new Map()
  const meant = await meaning.nearest(text, meantMax, signal)
  const nearness = new Map(meant.map((each) => [each.workId, each.nearness]))
  const known = await listDocs(db, [...nearness.keys()])
  return new Map(known.map(({ workId, doc }) => [doc, nearness.get(workId) ?? 0]))
}

function choose({ groups, ranked, rest, kept, isCut, texts }: Attempt): Matches {
  const { shown, isFullOnly, leastMatch } = chooseShown(ranked)
  const docs = shown.map(({ doc }) => doc)
  for (const [i, doc] of rest.docs.entries()) {
    const isGood = isFullOnly ? rest.isFull[i] === 1 : (rest.match[i] ?? 0) >= leastMatch
    if (isGood && !texts.has(doc) && (kept === null || kept.has(doc))) docs.push(doc)
  }
  return { docs, isCut, groups, texts, didYouMean: toCorrectedText(groups, shown[0]) }
}
