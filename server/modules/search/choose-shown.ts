// Which of the ranked works a search shows, and what it says it looked for; the same for every engine. Pure.
import type { Group } from './analyze-query.ts'
import type { Ranked } from './rank-candidates.ts'

/** A query of more words is a description: no name has them all, however they are spelt. */
export const reconsideredMax = 4
/** With so many works that have all the words, those that have only some are left out. */
const enoughFull = 10
/** Works that have only some words are shown while they match at least this part of what the best one does. */
const partialShare = 0.35

/** Groups that a search goes by: they say something, and some book has a word of theirs. */
export function tellingOf(groups: readonly Group[]): Group[] {
  return groups.filter(({ isStop, alternatives }) => !isStop && alternatives.length > 0)
}

/** Whether a word has become able to mean more than `before`. */
export function isMore(groups: readonly Group[], before: readonly Group[]): boolean {
  return groups.some(({ alternatives }, i) => alternatives.length > (before[i]?.alternatives.length ?? 0))
}

/**
 * Who named a book wants it and its like; who described one wants guesses. If the best hit is named by all the words, or many works have them all,
 * only those are shown; else also the works that have some of them, as long as they match at least `leastMatch`.
 */
export function chooseShown(ranked: readonly Ranked[]): {
  readonly shown: readonly Ranked[]
  readonly isFullOnly: boolean
  readonly leastMatch: number
} {
  const full = ranked.filter(({ isFull, nearness }) => isFull || nearness > 0)
  const isFullOnly = full.length >= enoughFull || (ranked[0]?.isNamed ?? false)
  const leastMatch = partialShare * Math.max(0, ...ranked.map(({ match }) => match))
  const isShown = ({ isFull, nearness, match }: Ranked) => isFull || nearness > 0 || match >= leastMatch
  return { shown: isFullOnly ? full : ranked.filter(isShown), isFullOnly, leastMatch }
}

/** The words as they had to be read to find the best hit; null when they were read as typed. */
export function toCorrectedText(groups: readonly Group[], best: Ranked | undefined): string | null {
  const read = groups.map(({ word }, i) => {
    const used = best?.used[i]
    return used?.kind === 'correction' ? used.word : word
  })
  return read.some((word, i) => word !== groups[i]?.word) ? read.join(' ') : null
}
