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

/** How much more a step of impact weighs than one of popularity in the order of a list: enough to prefer the known among equally good. */
const impactSteps = 5
const weightMax = 255 * impactSteps + 100
const docsMax = 2 ** 31

/**
 * A posting as one number; ascending numbers are the order of a list: falling weight, then the lower document. 11 bits of weight, 31 of document, 8
 * of impact: whole numbers up to 2^53 are exact. Sorting numbers takes a tenth of what sorting objects takes, and a million of them 8 MB.
 */
export function keyOf({ doc, impact, popularity }: Posting): number {
  return ((weightMax - (impact * impactSteps + popularity)) * docsMax + doc) * 256 + impact
}

/** The best `listMax` of these, packed. `keys` are of keyOf, each document once, in any order. */
export function packKeys(keys: readonly number[] | Float64Array): Buffer {
  const sorted = Float64Array.from(keys).sort()
  const count = Math.min(sorted.length, listMax)
  const bytes = Buffer.alloc(count * 6)
  for (let i = 0; i < count; i++) {
    const key = sorted[i] as number
    const impact = key % 256
    const rest = (key - impact) / 256
    const doc = rest % docsMax
    bytes.writeUInt32LE(doc, i * 4)
    bytes[count * 4 + i] = impact
    bytes[count * 5 + i] = weightMax - (rest - doc) / docsMax - impact * impactSteps
  }
  return bytes
}

/** The lists of one stem in several segments as one; of a document in several of them, what the newest says. */
export function mergeLists(newestFirst: readonly Buffer[]): Buffer {
  const seen = new Set<number>()
  const keys: number[] = []
  for (const { docs, impacts, popularities } of newestFirst.map(unpackPostings))
    for (const [i, doc] of docs.entries()) {
      if (seen.has(doc)) continue
      seen.add(doc)
      keys.push(keyOf({ doc, impact: impacts[i] ?? 0, popularity: popularities[i] ?? 0 }))
    }
  return packKeys(keys)
}

export function unpackPostings(bytes: Buffer): PostingList {
  const count = bytes.length / 6
  const docs = new Uint32Array(count)
  for (let i = 0; i < count; i++) docs[i] = bytes.readUInt32LE(i * 4)
  return { docs, impacts: bytes.subarray(count * 4, count * 5), popularities: bytes.subarray(count * 5) }
}
