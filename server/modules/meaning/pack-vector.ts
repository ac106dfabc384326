// Vectors in a byte a dimension, and how near one is to many. Pure.
// A byte is enough: the rounding error of a component is a 254th of the largest one, and errors of hundreds of components cancel out.

/** A vector, scaled so that its largest component is 127. Throws a RangeError for one without a direction. */
export function packVector(vector: readonly number[]): Int8Array {
  const largest = vector.reduce((max, value) => Math.max(max, Math.abs(value)), 0)
  if (!Number.isFinite(largest) || largest === 0) throw new RangeError('a vector needs a direction')
  return Int8Array.from(vector, (value) => Math.round((value / largest) * 127))
}

/** Euclidean. */
export function normOf(vector: Int8Array): number {
  let sum = 0
  for (const value of vector) sum += value * value
  return Math.sqrt(sum)
}

/** The cosines of `vector` and the packed vectors from row `from` to `to` (excluded), into `cosines`. `norms` are theirs. */
export function compareRows(
  vector: Int8Array,
  rows: { readonly packed: Int8Array; readonly norms: Float32Array },
  { from, to }: { from: number; to: number },
  cosines: Float32Array,
): void {
  const { length } = vector
  const norm = normOf(vector)
  for (let row = from; row < to; row++) {
    const start = row * length
    let dot = 0
    for (let i = 0; i < length; i++) dot += (vector[i] as number) * (rows.packed[start + i] as number)
    cosines[row] = dot / (norm * (rows.norms[row] as number))
  }
}

/** Standard deviations above the mean of all works: below the first a work is as near as chance has it, from the second on it is certainly meant. */
const deviations = { least: 3, most: 8 }

/**
 * How near each cosine is among all of them, 0 to 1. Models differ in what a cosine of 0.6 says, and in all of them the works that have nothing to
 * do with a text lie around a mean: what stands out from them counts, by how many standard deviations it does.
 */
export function toNearness(cosines: Float32Array): Float32Array {
  const mean = cosines.reduce((sum, value) => sum + value, 0) / cosines.length
  const variance = cosines.reduce((sum, value) => sum + (value - mean) ** 2, 0) / cosines.length
  const deviation = Math.sqrt(variance)
  const span = deviations.most - deviations.least
  return cosines.map((value) => {
    const above = deviation === 0 ? 0 : (value - mean) / deviation
    return Math.min(1, Math.max(0, (above - deviations.least) / span))
  })
}
