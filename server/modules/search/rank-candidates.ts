// The order of results: BM25F over the fields, popularity, and rules about titles and series. Pure.
// The weights were measured on a catalogue of 21,739 editions; see docs/decisions/0037, 0048 and relevance.test.ts before touching them.
import { isSameNumber } from './fold-spellings.ts'
import type { Alternative, Group } from './analyze-query.ts'
import { joinTitle } from './fold-text.ts'
import type { MatchView } from './model.ts'
import { derivatives, derivativesOf, findStem, hashStem, packFields } from './pack-fields.ts'
import type { FoundStem } from './pack-fields.ts'
import { fieldNames } from './to-document.ts'
import { asDescription, asName, namingMax, readingOf, worthOf, worthOfGroup } from './rank-words.ts'
import type { Reading } from './rank-words.ts'

export interface Candidate {
  readonly workId: string
  readonly doc: number
  readonly titleKey: string
  /** 0 to 100. */
  readonly popularity: number
  readonly seriesNumber: string | null
  /** Stemmed fields: packed (pack-fields.ts), or one a line, in the order of fieldNames. */
  readonly fields: Buffer | string
  /** How near its meaning is to the query's, 0 to 1; 0 when nobody knows. */
  readonly nearness: number
}

export interface Ranked {
  readonly workId: string
  readonly doc: number
  readonly score: number
  /** The part of the score that the words earned, 0 to about 1. */
  readonly match: number
  /** True when every word that says something is found somewhere in the work. */
  readonly isFull: boolean
  /** True when every one is found in what names the work: titles, authors, series, subtitle. */
  readonly isNamed: boolean
  readonly nearness: number
  /** For each group the alternative that counted most, null when none was found. */
  readonly used: readonly (Alternative | null)[]
}

const stopWordShare = 0.15
/** What a work can earn by meaning alone: about as much as by half of the words. */
const nearnessShare = 0.5

const seriesField = fieldNames.indexOf('series')
const subtitleField = fieldNames.indexOf('subtitle')
/** Bits of the fields that name a work: all up to the subtitle. */
const nameBits = (1 << (subtitleField + 1)) - 1

/** Characters that have to be typed before a title that begins with them is taken for what was begun. */
const begunMin = 3
/** What the last word earns in a title that begins with all that was typed: it is not finished, and may be one letter. */
const begunShare = 0.5

/**
 * Best first; equal scores by popularity, then by number, so that pages fit together. Words that name none of the candidates are read as a
 * description, also if they are few ("firemen who burn books").
 */
export function rankCandidates(candidates: readonly Candidate[], groups: readonly Group[], titleKey: string): Ranked[] {
  const telling = groups.filter(({ isStop, alternatives }) => !isStop && alternatives.length > 0).length
  const query = { groups, wanted: wantedStems(groups), titleKey }
  const ranked = rankAs(readingOf(telling), candidates, query)
  return telling > namingMax && !ranked.some(({ isNamed }) => isNamed)
    ? rankAs(asDescription, candidates, query)
    : ranked
}

interface Asked {
  readonly groups: readonly Group[]
  readonly wanted: Wanted
  /** What was typed, as a title. */
  readonly titleKey: string
}

function rankAs(reading: Reading, candidates: readonly Candidate[], query: Asked): Ranked[] {
  // Powers are dear, and the same for every candidate.
  const worths = query.groups.map((group) => worthIn(group, reading))
  const popularity = new Map(candidates.map((candidate) => [candidate.doc, candidate.popularity]))
  return candidates
    .map((candidate) => rank(candidate, query, worths, reading))
    .toSorted(
      (a, b) =>
        b.score - a.score || (popularity.get(b.doc) ?? 0) - (popularity.get(a.doc) ?? 0) || (a.doc < b.doc ? -1 : 1),
    )
}

/** Why a work matched: each field with the words of the query that count most there, the most telling field first. */
export function explainMatch(fields: Buffer | string, groups: readonly Group[]): MatchView[] {
  const found = readStems(toPacked(fields), wantedStems(groups))
  const views = new Map<number, MatchView & { as: string[] }>()
  for (const group of groups) {
    const { used } = scoreGroup(group, found, worthIn(group, asName), asName.impactPower, false)
    if (used === null) continue
    const bits = used.stems.reduce((all, stem) => all & (found.get(stem)?.bits ?? 0), -1)
    const field = Math.max(0, 31 - Math.clz32(bits & -bits))
    const view = views.get(field) ?? { field: fieldNames[field] ?? 'title', words: [], as: [] }
    view.words.push(group.word)
    view.as.push(used.word)
    views.set(field, view)
  }
  return [...views]
    .toSorted(([a], [b]) => a - b)
    .map(([, { as, ...view }]) => (as.join(' ') === view.words.join(' ') ? view : { ...view, as }))
}

/** The hash of each stem that the query may mean. */
type Wanted = ReadonlyMap<string, number>
/** What a work has of them. */
type Found = ReadonlyMap<string, FoundStem>

function wantedStems(groups: readonly Group[]): Wanted {
  const stems = groups.flatMap(({ alternatives }) => alternatives.flatMap((each) => each.stems))
  return new Map(stems.map((stem) => [stem, hashStem(stem)]))
}

function toPacked(fields: Buffer | string): Buffer {
  return typeof fields === 'string' ? packFields(fields) : fields
}

function readStems(packed: Buffer, wanted: Wanted): Found {
  const found = new Map<string, FoundStem>()
  for (const [stem, hash] of wanted) {
    const has = findStem(packed, hash)
    if (has) found.set(stem, has)
  }
  return found
}

function rank(
  candidate: Candidate,
  { groups, wanted, titleKey }: Asked,
  worths: readonly Worth[],
  reading: Reading,
): Ranked {
  const packed = toPacked(candidate.fields)
  const found = readStems(packed, wanted)
  const isBegun = titleKey.length >= begunMin && candidate.titleKey.startsWith(titleKey)
  const scored = groups.map((group, i) =>
    scoreGroup(group, found, worths[i] ?? noWorth, reading.impactPower, isBegun && i === groups.length - 1),
  )
  const volume = volumeOf(candidate, groups, found)
  const total = scored.reduce((sum, { possible }) => sum + possible, 0)
  const match = total === 0 ? 0 : scored.reduce((sum, { earned }) => sum + earned, 0) / total
  const telling = scored.filter((_, i) => !groups[i]?.isStop)
  const isFound = ({ used }: (typeof scored)[number]) => used !== null
  const score =
    match +
    (reading.popularity * candidate.popularity) / 100 +
    nearnessShare * candidate.nearness +
    titleBonus(candidate.titleKey, titleKey, scored) +
    (isBegun && hasSameArticle(groups, found) ? articleBonus : 0) +
    (volume === null ? 0 : 0.8) -
    derivativeMalus(packed, groups)
  return {
    workId: candidate.workId,
    doc: candidate.doc,
    score,
    match,
    isFull: isBegun || telling.every((each) => isFound(each) || each.group === volume),
    isNamed: isBegun || telling.every((each) => each.isNamed || each.group === volume),
    nearness: candidate.nearness,
    used: scored.map(({ used }) => used),
  }
}

/** What a group, and each of its alternatives, can earn. */
interface Worth {
  readonly possible: number
  readonly alternatives: readonly number[]
}
function worthIn(group: Group, reading: Reading): Worth {
  return {
    possible: worthOfGroup(group, reading),
    alternatives: group.alternatives.map((alternative) => worthOf(alternative, reading)),
  }
}

const noWorth: Worth = { possible: 0, alternatives: [] }

interface Scored {
  readonly group: Group
  readonly earned: number
  readonly possible: number
  readonly used: Alternative | null
  readonly isNamed: boolean
}

/** `isBegun`: the group is the end of what was typed, and the work's title goes on from there. */
function scoreGroup(group: Group, found: Found, worth: Worth, impactPower: number, isBegun: boolean): Scored {
  const share = group.isStop ? stopWordShare : 1
  const { possible } = worth
  let earned = 0
  let used: Alternative | null = null
  let isNamed = false
  for (const [i, alternative] of group.alternatives.entries()) {
    const { impact, bits } = impactOf(alternative, found)
    if (impact === 0) continue
    isNamed ||= (bits & nameBits) !== 0
    const score = (worth.alternatives[i] ?? 0) * impact ** impactPower
    if (score <= earned) continue
    earned = score
    used = alternative
  }
  if (used === null && isBegun) earned = begunShare * possible
  return { group, earned: earned * share, possible: possible * share, used, isNamed }
}

/** 0 when the work lacks it, towards 1 the more and the more prominently it has it. Both halves of a split word, or none, and in one field. */
function impactOf({ stems }: Alternative, found: Found): { impact: number; bits: number } {
  let sum = 0
  let bits = -1
  for (const stem of stems) {
    const has = found.get(stem)
    if (!has) return { impact: 0, bits: 0 }
    sum += has.impact
    bits &= has.bits
  }
  return { impact: sum / stems.length, bits }
}

/** What a title earns that is what was typed, is what was typed when that is read as this work has it, or begins with what was typed. */
const titleBonuses = { typed: 0.8, read: 0.7, begun: 0.6 }

/** For who typed the title or its beginning, misspelt or not; a long query is a description, where it would mislead. */
function titleBonus(candidateKey: string, typedKey: string, scored: readonly Scored[]): number {
  const tellingWords = scored.filter(({ group }) => !group.isStop).length
  const share = tellingWords <= 2 ? 1 : tellingWords <= 4 ? 0.5 : 0
  if (typedKey.length < 2) return candidateKey === typedKey ? titleBonuses.typed : 0
  if (share === 0) return 0
  if (candidateKey === typedKey) return titleBonuses.typed * share
  if (candidateKey === readKeyOf(scored)) return titleBonuses.read * share
  return candidateKey.startsWith(typedKey) ? titleBonuses.begun * share : 0
}

/** What was typed as a title, when each word is read as the work has it: "grapes of rath" is "grapes of wrath" to one book. */
function readKeyOf(scored: readonly Scored[]): string {
  return joinTitle(scored.flatMap(({ group, used }) => (used?.word ?? group.word).split(' ')))
}

/** "The shi" is more likely to become "The Shining" than "Shiloh". */
const articleBonus = 0.1

function hasSameArticle([first]: readonly Group[], found: Found): boolean {
  if (!first?.isStop) return false
  return first.alternatives.some(({ stems }) => stems.every((stem) => ((found.get(stem)?.bits ?? 0) & 1) !== 0))
}

/** "dune 2": the group whose number is the volume's, when the series matches too; null when it is not so. */
function volumeOf({ seriesNumber }: Candidate, groups: readonly Group[], found: Found): Group | null {
  if (seriesNumber === null) return null
  const isInSeries = (stem: string) => ((found.get(stem)?.bits ?? 0) & (1 << seriesField)) !== 0
  const isAsked = groups.some(
    ({ isStop, alternatives }) => !isStop && alternatives.some(({ stems }) => stems.every(isInSeries)),
  )
  return (isAsked && groups.find(({ word }) => isSameNumber(word, seriesNumber))) || null
}

/** For books about the book, and bundles, unless one was asked for. */
function derivativeMalus(packed: Buffer, groups: readonly Group[]): number {
  const bits = derivativesOf(packed)
  if (bits === 0) return 0
  const asked = new Set(groups.flatMap(({ alternatives }) => alternatives.flatMap(({ stems }) => stems)))
  const isUnasked = derivatives.some(
    (words, i) => (bits & (1 << i)) !== 0 && !words.split(' ').some((word) => asked.has(word)),
  )
  return isUnasked ? 0.3 : 0
}
