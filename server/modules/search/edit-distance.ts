// How far apart two spellings are. Pure.

/**
 * The Damerau–Levenshtein distance (optimal string alignment: insert, delete, replace, swap neighbours) when it is what one may
 * mistype in a word of this length (1 up to four letters, 2 up to eight, else 3), null when it is more.
 */
export function nearness(typed: string, word: string): number | null {
  const max = typed.length <= 4 ? 1 : typed.length <= 8 ? 2 : 3
  if (Math.abs(typed.length - word.length) > max) return null
  const distance = editDistance(typed, word)
  return distance <= max ? distance : null
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
