// The order of results: BM25F over the fields, popularity, and rules about titles and series. Pure.
// The weights were measured on a catalogue of 21,739 editions; see docs/decisions/0037 and relevance.test.ts before touching them.
import { isSameNumber } from './analyze-query.ts'
import type { Alternative, Group } from './analyze-query.ts'
import type { MatchView } from './model.ts'
import { saturate, weightIn } from './rank-fields.ts'
import { fieldNames } from './to-document.ts'

export interface Candidate {
  readonly workId: string
  readonly doc: number
  readonly titleKey: string
  /** 0 to 100. */
  readonly popularity: number
  readonly seriesNumber: string | null
  /** Stemmed fields, one a line, in the order of fieldNames. */
  readonly fields: string
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

/** Books about the book, and bundles; a reader who means them says so. */
const derivatives = ['studi guid', 'cliff', 'sparknot', 'summari', 'box set', 'boxset', 'companion', 'workbook']

const seriesField = fieldNames.indexOf('series')
const subtitleField = fieldNames.indexOf('subtitle')
/** Bits of the fields that name a work: all up to the subtitle. */
const nameBits = (1 << (subtitleField + 1)) - 1

/** Popularity's part of a score. Who describes a book at length means a known one more often. */
export function popularityShare(tellingWords: number): number {
  return tellingWords >= 5 ? 0.45 : 0.35
}

/** Best first; equal scores by popularity, then by number, so that pages fit together. */
export function rankCandidates(candidates: readonly Candidate[], groups: readonly Group[], titleKey: string): Ranked[] {
  const wanted = wantedStems(groups)
  const popularity = new Map(candidates.map((candidate) => [candidate.doc, candidate.popularity]))
  return candidates
    .map((candidate) => rank(candidate, groups, wanted, titleKey))
    .toSorted(
      (a, b) =>
        b.score - a.score || (popularity.get(b.doc) ?? 0) - (popularity.get(a.doc) ?? 0) || (a.doc < b.doc ? -1 : 1),
    )
}

/** Why a work matched: each field with the words of the query that count most there, the most telling field first. */
export function explainMatch(fields: string, groups: readonly Group[]): MatchView[] {
  const found = readStems(fields, wantedStems(groups))
  const views = new Map<number, MatchView & { as: string[] }>()
  for (const group of groups) {
    const { used } = scoreGroup(group, found)
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

type Wanted = ReadonlySet<string>
/** What a work has of the wanted stems: BM25F's weight, and in which fields, as bits. */
type Found = Map<string, { weight: number; bits: number }>

function wantedStems(groups: readonly Group[]): Wanted {
  return new Set(groups.flatMap(({ alternatives }) => alternatives.flatMap(({ stems }) => stems)))
}

function readStems(fields: string, wanted: Wanted): Found {
  const found: Found = new Map()
  for (const [field, line] of fields.split('\n').entries()) {
    if (line === '') continue
    const words = line.split(' ')
    const each = weightIn(field, words.length)
    for (const word of words) {
      if (!wanted.has(word)) continue
      const known = found.get(word)
      if (known) {
        known.weight += each
        known.bits |= 1 << field
      } else found.set(word, { weight: each, bits: 1 << field })
    }
  }
  return found
}

function rank(candidate: Candidate, groups: readonly Group[], wanted: Wanted, titleKey: string): Ranked {
  const found = readStems(candidate.fields, wanted)
  const scored = groups.map((group) => scoreGroup(group, found))
  const volume = volumeOf(candidate, groups, found)
  const total = scored.reduce((sum, { possible }) => sum + possible, 0)
  const match = total === 0 ? 0 : scored.reduce((sum, { earned }) => sum + earned, 0) / total
  const telling = scored.filter((_, i) => !groups[i]?.isStop)
  const isFound = ({ used }: (typeof scored)[number]) => used !== null
  const score =
    match +
    (popularityShare(telling.length) * candidate.popularity) / 100 +
    nearnessShare * candidate.nearness +
    titleBonus(candidate.titleKey, titleKey, telling.length) +
    (volume === null ? 0 : 0.8) -
    derivativeMalus(candidate.fields, groups)
  return {
    workId: candidate.workId,
    doc: candidate.doc,
    score,
    match,
    isFull: telling.every((each) => isFound(each) || each.group === volume),
    isNamed: telling.every((each) => each.isNamed || each.group === volume),
    nearness: candidate.nearness,
    used: scored.map(({ used }) => used),
  }
}

function scoreGroup(group: Group, found: Found) {
  const share = group.isStop ? stopWordShare : 1
  let earned = 0
  let used: Alternative | null = null
  let isNamed = false
  for (const alternative of group.alternatives) {
    const { impact, bits } = impactOf(alternative, found)
    if (impact === 0) continue
    isNamed ||= (bits & nameBits) !== 0
    const score = alternative.weight * alternative.idf * impact
    if (score <= earned) continue
    earned = score
    used = alternative
  }
  const possible = Math.max(...group.alternatives.map(({ idf }) => idf), 1)
  return { group, earned: earned * share, possible: possible * share, used, isNamed }
}

/** 0 when the work lacks it, towards 1 the more and the more prominently it has it. Both halves of a split word, or none, and in one field. */
function impactOf({ stems }: Alternative, found: Found): { impact: number; bits: number } {
  let sum = 0
  let bits = -1
  for (const stem of stems) {
    const has = found.get(stem)
    if (!has) return { impact: 0, bits: 0 }
    sum += saturate(has.weight)
    bits &= has.bits
  }
  return { impact: sum / stems.length, bits }
}

/** For who typed the title or its beginning; a long query is a description, where it would mislead. */
function titleBonus(candidateKey: string, typedKey: string, tellingWords: number): number {
  const share = tellingWords <= 2 ? 1 : tellingWords <= 4 ? 0.5 : 0
  if (typedKey.length < 2) return candidateKey === typedKey ? 0.8 : 0
  if (candidateKey === typedKey) return 0.8 * share
  return candidateKey.startsWith(typedKey) ? 0.6 * share : 0
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

function derivativeMalus(fields: string, groups: readonly Group[]): number {
  const lines = fields.split('\n')
  const name = ` ${lines[0]} ${lines[subtitleField]} `
  const asked = new Set(groups.flatMap(({ alternatives }) => alternatives.flatMap(({ stems }) => stems)))
  const isDerivative = derivatives.some(
    (words) => name.includes(` ${words}`) && !words.split(' ').some((word) => asked.has(word)),
  )
  return isDerivative ? 0.3 : 0
}
