// Which documents of the posting lists come into question, and in which order before the ranking looks at them. Pure; no search may call this while
// another is inside, which one thread never does.
import type { Group } from './analyze-query.ts'
import type { PostingList } from './pack-postings.ts'
import { readingOf, worthOf, worthOfGroup } from './rank-words.ts'
import type { Reading } from './rank-words.ts'

/** Documents that one search can tell apart: 24 words of several alternatives, each of at most 3,000 a segment, never come near it. */
const documentsMax = 1 << 18
const slotsMin = 1 << 10

// One open-addressed table for the process, emptied by a new stamp; 14 MB, once, instead of a Map of objects for each search. A search uses as much of
// it as its lists are long: usually that fits a core's own cache, which halves its time. What is added up lies in the order in which documents came.
const stamps = new Uint32Array(documentsMax * 2)
const places = new Uint32Array(documentsMax * 2)
const found = new Uint32Array(documentsMax)
const sums = new Float32Array(documentsMax)
const best = new Float32Array(documentsMax)
const bits = new Uint32Array(documentsMax)
const known = new Uint8Array(documentsMax)
const stepOf = new Uint16Array(documentsMax)
let stamp = 0
let slotMask = 0

export interface Collected {
  /** Best first. */
  readonly docs: Int32Array
  /** The part of the score that the words earned, 0 to about 1; for docs[i]. */
  readonly match: Float32Array
  /** 1 where every word that says something was found; for docs[i]. */
  readonly isFull: Uint8Array
}

/**
 * Adds up what each document earns by the lists. `listsOf` gives a stem's lists in all segments. A group counts by its best alternative; of one that
 * needs two stems the rarer one's lists stand for both, and the ranking checks.
 */
export function collectCandidates(
  groups: readonly Group[],
  listsOf: (stem: string) => readonly PostingList[],
): Collected {
  const telling = groups.filter(({ isStop, alternatives }) => !isStop && alternatives.length > 0)
  const reading = readingOf(telling.length)
  // An impact is a byte: its power is looked up, not computed, for each of the thousands that a search adds up.
  const powers = Float32Array.from({ length: 256 }, (_, impact) => (impact / 255) ** reading.impactPower)
  const listed = telling.map(({ alternatives }) =>
    alternatives.map((alternative) => {
      const lists = alternative.stems.map(listsOf).toSorted((a, b) => lengthOf(a) - lengthOf(b))[0] ?? []
      return { alternative, lists }
    }),
  )
  const total = listed.flat().reduce((sum, { lists }) => sum + lengthOf(lists), 0)
  slotMask = slotsFor(total) - 1
  let count = 0
  stamp++
  for (const [g, alternatives] of listed.entries()) {
    for (const { alternative, lists } of alternatives) {
      const worth = worthOf(alternative, reading)
      const earned = powers.map((power) => power * worth)
      for (const list of lists) count = add(list, earned, 1 << g, count)
    }
    settle(1 << g, count)
  }
  return order(telling, reading, count)
}

/** A power of two, at least twice as many as may be needed. */
function slotsFor(documents: number): number {
  return Math.min(documentsMax * 2, Math.max(slotsMin, 2 << (31 - Math.clz32(2 * documents))))
}

function lengthOf(lists: readonly PostingList[]): number {
  return lists.reduce((sum, { docs }) => sum + docs.length, 0)
}

/** `earned`: what each impact earns. */
function add({ docs, impacts, popularities }: PostingList, earned: Float32Array, bit: number, count: number): number {
  for (let i = 0; i < docs.length; i++) {
    const doc = docs[i] as number
    let slot = Math.imul(doc, 0x9e3779b1) & slotMask
    while (stamps[slot] === stamp && found[places[slot] as number] !== doc) slot = (slot + 1) & slotMask
    if (stamps[slot] !== stamp) {
      if (count === documentsMax) continue
      stamps[slot] = stamp
      places[slot] = count
      found[count] = doc
      sums[count] = 0
      best[count] = 0
      bits[count] = 0
      known[count] = popularities[i] as number
      count++
    }
    const place = places[slot] as number
    const here = earned[impacts[i] as number] as number
    if (here > (best[place] as number)) best[place] = here
    bits[place] = (bits[place] as number) | bit
  }
  return count
}

/** Ends a group: what its best alternative earned is added. */
function settle(bit: number, count: number): void {
  for (let i = 0; i < count; i++) {
    if (((bits[i] as number) & bit) === 0) continue
    sums[i] = (sums[i] as number) + (best[i] as number)
    best[i] = 0
  }
}

/** Steps that scores are told apart by: 0.0005 of a score of up to about 2. */
const stepsPerScore = 2_000
const steps = 2 * stepsPerScore
const firstOfStep = new Int32Array(steps + 1)

/** By a counting sort, because all may be asked for and few ever are: sorting by comparison took longer than adding up. */
function order(telling: readonly Group[], reading: Reading, count: number): Collected {
  const total = telling.reduce((sum, group) => sum + worthOfGroup(group, reading), 0)
  const share = reading.popularity / 100
  const all = (1 << telling.length) - 1
  firstOfStep.fill(0)
  for (let i = 0; i < count; i++) {
    const score = (sums[i] as number) / total + share * (known[i] as number)
    const step = Math.max(0, steps - 1 - Math.round(score * stepsPerScore))
    stepOf[i] = step
    firstOfStep[step + 1] = (firstOfStep[step + 1] as number) + 1
  }
  for (let step = 1; step <= steps; step++)
    firstOfStep[step] = (firstOfStep[step] as number) + (firstOfStep[step - 1] as number)
  const docs = new Int32Array(count)
  const match = new Float32Array(count)
  const isFull = new Uint8Array(count)
  for (let i = 0; i < count; i++) {
    const step = stepOf[i] as number
    const place = firstOfStep[step] as number
    firstOfStep[step] = place + 1
    docs[place] = found[i] as number
    match[place] = (sums[i] as number) / total
    isFull[place] = Number(bits[i] === all)
  }
  return { docs, match, isFull }
}
