// How far apart two spellings are: insertions, deletions, replacements and swaps of neighbours (Damerau–Levenshtein, optimal string alignment). Pure.

/** What one may mistype in a word of this length. */
export function mistypedMax(length: number): number {
  if (length <= 4) return 1
  return length <= 8 ? 2 : 3
}

/** The distance when it is what one may mistype in a word of this length, null when it is more. */
export function nearness(typed: string, word: string): number | null {
  const max = mistypedMax(typed.length)
  if (Math.abs(typed.length - word.length) > max) return null
  const distance = editDistance(typed, word)
  return distance <= max ? distance : null
}

/** Letters that one integer of 32 bits holds, with one to spare for the carry. */
export const comparableMax = 31

/**
 * `nearness` to many words, which are given as UTF-16 code units `from` up to `to`. Bit-parallel: a word costs a dozen operations a letter, whatever the
 * length of what was typed, which is at most `comparableMax` (H. Hyyrö, A bit-vector algorithm for computing Levenshtein and Damerau edit distances,
 * Nordic Journal of Computing 10, 2003).
 */
export function compareTo(typed: string): (units: Uint16Array, from: number, to: number) => number | null {
  const max = mistypedMax(typed.length)
  const placesOf = placesIn(typed)
  const last = 1 << (typed.length - 1)
  return (units, from, to) => {
    // The column of the table under the letter that was last read, as differences from line to line: where it rises, where it falls, and where the
    // diagonal stays as it is.
    let rises = -1
    let falls = 0
    let stays = 0
    let before = 0
    let distance = typed.length
    for (let at = from; at < to; at++) {
      const same = placesOf(units[at] as number)
      const swapped = ((~stays & same) << 1) & before
      stays = (((same & rises) + rises) ^ rises) | same | falls | swapped
      const up = falls | ~(stays | rises)
      const down = stays & rises
      if (up & last) distance++
      if (down & last) distance--
      if (distance - (to - at - 1) > max) return null // each letter that is left takes away one at most
      const upNext = (up << 1) | 1
      rises = (down << 1) | ~(stays | upNext)
      falls = upNext & stays
      before = same
    }
    return distance <= max ? distance : null
  }
}

/** In which places of a word a letter stands, as bits. */
function placesIn(word: string): (unit: number) => number {
  const ascii = new Int32Array(128)
  const others = new Map<number, number>()
  const placesOf = (unit: number) => (unit < ascii.length ? (ascii[unit] as number) : (others.get(unit) ?? 0))
  for (let i = 0; i < word.length; i++) {
    const unit = word.charCodeAt(i)
    const places = placesOf(unit) | (1 << i)
    if (unit < ascii.length) ascii[unit] = places
    else others.set(unit, places)
  }
  return placesOf
}

/** Insertions, deletions, replacements and swaps of neighbours that make `b` of `a`. */
export function editDistance(a: string, b: string): number {
  let beforeLast: number[] = []
  let last = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const isSame = a[i - 1] === b[j - 1]
      let cost = Math.min(at(last, j) + 1, at(row, j - 1) + 1, at(last, j - 1) + (isSame ? 0 : 1))
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        cost = Math.min(cost, at(beforeLast, j - 2) + 1)
      row.push(cost)
    }
    beforeLast = last
    last = row
  }
  return at(last, b.length)
}

function at(row: readonly number[], index: number): number {
  return row[index] ?? Infinity
}
