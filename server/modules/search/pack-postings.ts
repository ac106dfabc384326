// Posting lists as bytes: for one stem the documents that have it, by falling static score. Pure.
// The layout is columns: n document numbers (uint32, little endian), n impacts (uint8), n popularities (uint8).

/**
 * Documents of one list. A word of more documents keeps those in which it weighs most: of a million editions the reader of "love" sees the best
 * 3,000, and a search costs no more than 3,000 steps a word. (Three blocks of 1,000 gave 0.851 where ten gave 0.848; docs/decisions/0037.)
 */
export const listMax = 3_000

/** One document of a list: how prominent the stem is in it (0 to 255) and how well known it is (0 to 100). */
export interface Posting {
  readonly doc: number
  readonly impact: number
  readonly popularity: number
}

export interface PostingList {
  readonly docs: Uint32Array
  readonly impacts: Uint8Array
  readonly popularities: Uint8Array
}

/** Popularity as part of what a list is sorted by: enough to prefer the known among equally good. */
const popularityShare = 0.2

/** The best `listMax` of these, packed. */
export function packPostings(postings: readonly Posting[]): Buffer {
  const best = postings.toSorted((a, b) => weightOf(b) - weightOf(a) || a.doc - b.doc).slice(0, listMax)
  const count = best.length
  const bytes = Buffer.alloc(count * 6)
  for (const [i, { doc, impact, popularity }] of best.entries()) {
    bytes.writeUInt32LE(doc, i * 4)
    bytes[count * 4 + i] = impact
    bytes[count * 5 + i] = popularity
  }
  return bytes
}

export function unpackPostings(bytes: Buffer): PostingList {
  const count = bytes.length / 6
  const docs = new Uint32Array(count)
  for (let i = 0; i < count; i++) docs[i] = bytes.readUInt32LE(i * 4)
  return { docs, impacts: bytes.subarray(count * 4, count * 5), popularities: bytes.subarray(count * 5) }
}

/** The lists of one stem in several segments as one; of a document in several of them, what the newest says. */
export function mergePostings(newestFirst: readonly PostingList[]): Posting[] {
  const seen = new Set<number>()
  const merged: Posting[] = []
  for (const { docs, impacts, popularities } of newestFirst)
    for (const [i, doc] of docs.entries()) {
      if (seen.has(doc)) continue
      seen.add(doc)
      merged.push({ doc, impact: impacts[i] ?? 0, popularity: popularities[i] ?? 0 })
    }
  return merged
}

function weightOf({ impact, popularity }: Posting): number {
  return impact + popularityShare * popularity
}
