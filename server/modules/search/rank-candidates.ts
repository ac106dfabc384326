// The order of results: BM25F over the fields, popularity, and three rules about titles and series. Pure.
// The weights were measured on a catalogue of 21,739 editions; see relevance.test.ts before touching them.
import type { Alternative, Group } from './analyze-query.ts'
import { fieldNames, nameFields } from './to-document.ts'
import type { FieldName } from './to-document.ts'

export interface Candidate {
  readonly workId: string
  readonly titleKey: string
  /** 0 to 100. */
  readonly popularity: number
  readonly seriesNumber: string | null
  /** Stemmed fields, one a line, in the order of fieldNames. */
  readonly fields: string
}

export interface Ranked {
  readonly workId: string
  readonly score: number
  /** The part of the score that the words earned, 0 to about 1. */
  readonly match: number
  /** True when every word that says something is found somewhere in the work. */
  readonly isFull: boolean
  /** True when every one is found in what names the work: titles, authors, series, subtitle. */
  readonly isNamed: boolean
  /** For each group the alternative that counted most, null when none was found. */
  readonly used: readonly (Alternative | null)[]
}

/** Weight of a field, how strongly its length counts (b), and its usual length in words. */
export const fieldRules: Readonly<Record<FieldName, { weight: number; b: number; usual: number }>> = {
  title: { weight: 6, b: 0.6, usual: 4 },
  otherTitles: { weight: 3, b: 0.6, usual: 4 },
  authors: { weight: 5, b: 0.4, usual: 3 },
  series: { weight: 3.5, b: 0.4, usual: 2.5 },
  subtitle: { weight: 2.5, b: 0.6, usual: 6 },
  subjects: { weight: 1.2, b: 0.75, usual: 10 },
  description: { weight: 1, b: 0.75, usual: 50 },
}
const saturation = 1.2 // BM25's k1
const stopWordShare = 0.15

/** Books about the book, and bundles; a reader who means them says so. */
const derivatives = ['studi guid', 'cliff', 'sparknot', 'summari', 'box set', 'boxset', 'companion', 'workbook']

/** Best first; equal scores by popularity, then by id, so that pages fit together. */
export function rankCandidates(candidates: readonly Candidate[], groups: readonly Group[], titleKey: string): Ranked[] {
  const popularity = new Map(candidates.map((candidate) => [candidate.workId, candidate.popularity]))
  return candidates
    .map((candidate) => rank(candidate, groups, titleKey))
    .toSorted(
      (a, b) =>
        b.score - a.score ||
        (popularity.get(b.workId) ?? 0) - (popularity.get(a.workId) ?? 0) ||
        (a.workId < b.workId ? -1 : 1),
    )
}

function rank(candidate: Candidate, groups: readonly Group[], titleKey: string): Ranked {
  const fields = readFields(candidate.fields)
  const scored = groups.map((group) => scoreGroup(group, fields))
  const total = scored.reduce((sum, { possible }) => sum + possible, 0)
  const match = total === 0 ? 0 : scored.reduce((sum, { earned }) => sum + earned, 0) / total
  const telling = scored.filter((_, i) => !groups[i]?.isStop)
  const popularityShare = telling.length >= 5 ? 0.45 : 0.35
  const score =
    match +
    (popularityShare * candidate.popularity) / 100 +
    titleBonus(candidate.titleKey, titleKey, telling.length) +
    seriesBonus(candidate, groups, fields) -
    derivativeMalus(fields, groups)
  return {
    workId: candidate.workId,
    score,
    match,
    isFull: telling.every(({ used }) => used !== null),
    isNamed: telling.every(({ isNamed }) => isNamed),
    used: scored.map(({ used }) => used),
  }
}

type Fields = Readonly<Record<FieldName, readonly string[]>>

function readFields(text: string): Fields {
  const lines = text.split('\n')
  const entries = fieldNames.map((name, i) => [name, lines[i] ? lines[i].split(' ') : []])
  return Object.fromEntries(entries) as Fields
}

function scoreGroup(group: Group, fields: Fields) {
  const share = group.isStop ? stopWordShare : 1
  let earned = 0
  let used: Alternative | null = null
  let isNamed = false
  for (const alternative of group.alternatives) {
    const impact = impactOf(alternative, fields)
    if (impact === 0) continue
    isNamed ||= isInNames(alternative, fields)
    const score = alternative.weight * alternative.idf * impact
    if (score <= earned) continue
    earned = score
    used = alternative
  }
  const possible = Math.max(...group.alternatives.map(({ idf }) => idf), 1)
  return { earned: earned * share, possible: possible * share, used, isNamed }
}

function isInNames({ stems, kind }: Alternative, fields: Fields): boolean {
  const has = (words: readonly string[], stem: string) =>
    kind === 'beginning' ? words.some((word) => word.startsWith(stem)) : words.includes(stem)
  return nameFields.some((name) => stems.every((stem) => has(fields[name], stem)))
}

/** 0 when the work lacks it, towards 1 the more and the more prominently it has it. */
function impactOf(alternative: Alternative, fields: Fields): number {
  const { stems } = alternative
  let sum = 0
  for (const stem of stems) {
    const impact = stemImpact(stem, alternative.kind === 'beginning', fields)
    if (impact === 0) return 0 // both halves of a split word, or none
    sum += impact
  }
  return sum / stems.length
}

function stemImpact(stem: string, isBeginning: boolean, fields: Fields): number {
  let weighted = 0
  for (const name of fieldNames) {
    const words = fields[name]
    let count = 0
    for (const word of words) if (word === stem || (isBeginning && word.startsWith(stem))) count++
    if (count === 0) continue
    const { weight, b, usual } = fieldRules[name]
    weighted += (weight * count) / (1 - b + (b * words.length) / usual)
  }
  return weighted / (saturation + weighted)
}

/** For who typed the title or its beginning; a long query is a description, where it would mislead. */
function titleBonus(candidateKey: string, typedKey: string, tellingWords: number): number {
  const share = tellingWords <= 2 ? 1 : tellingWords <= 4 ? 0.5 : 0
  if (typedKey.length < 2) return candidateKey === typedKey ? 0.8 : 0
  if (candidateKey === typedKey) return 0.8 * share
  return candidateKey.startsWith(typedKey) ? 0.6 * share : 0
}

/** "dune 2": the number is the volume's when the series matches too. */
function seriesBonus({ seriesNumber }: Candidate, groups: readonly Group[], fields: Fields): number {
  if (seriesNumber === null || fields.series.length === 0) return 0
  const hasNumber = groups.some(
    (group) => group.alternatives.some(({ word }) => word === seriesNumber) || group.word === seriesNumber,
  )
  const hasSeries = groups.some((group) =>
    group.alternatives.some(({ stems }) => !group.isStop && stems.every((stem) => fields.series.includes(stem))),
  )
  return hasNumber && hasSeries ? 0.8 : 0
}

function derivativeMalus(fields: Fields, groups: readonly Group[]): number {
  const name = ` ${fields.title.join(' ')} ${fields.subtitle.join(' ')} `
  const asked = groups.flatMap(({ alternatives }) => alternatives.flatMap(({ stems }) => stems))
  const isDerivative = derivatives.some(
    (words) => name.includes(` ${words}`) && !words.split(' ').some((word) => asked.includes(word)),
  )
  return isDerivative ? 0.3 : 0
}
