// The canonical form of a licence document (LCP 1.0 §5.3), which is what its signature is over: members sorted by Unicode code point at every
// level, no white space, escapes only where JSON requires them.

/** JSON text of a value in canonical form. Throws a TypeError for what a licence never holds: fractions, lone surrogates, undefined. */
export function toCanonical(value: unknown): string {
  if (value === null || typeof value === 'boolean') return String(value)
  if (typeof value === 'number') return toInteger(value)
  if (typeof value === 'string') return toQuoted(value)
  if (Array.isArray(value)) return `[${value.map(toCanonical).join(',')}]`
  if (typeof value === 'object') return toMembers(value)
  throw new TypeError(`a licence holds no ${typeof value}`)
}

function toMembers(value: object): string {
  const members = Object.entries(value)
    .toSorted(([a], [b]) => byCodePoint(a, b))
    .map(([name, inner]) => `${toQuoted(name)}:${toCanonical(inner)}`)
  return `{${members.join(',')}}`
}

/** Fractions would need an exponent (rule 4), of which readers make different things; no right of ours has one. */
function toInteger(value: number): string {
  if (!Number.isSafeInteger(value)) throw new TypeError(`${value} is no integer that every reader knows`)
  return String(value)
}

/** As JSON writes it, but with upper-case digits in \u escapes (rule 5). */
function toQuoted(text: string): string {
  if (!text.isWellFormed()) throw new TypeError('a licence holds no half characters')
  return JSON.stringify(text).replaceAll(/\\(\\|u[0-9a-f]{4})/g, (escape, rest: string) =>
    rest === '\\' ? escape : `\\u${rest.slice(1).toUpperCase()}`,
  )
}

/** JavaScript compares UTF-16 units, which puts what lies beyond the basic plane before U+E000…; code points do not. */
function byCodePoint(a: string, b: string): number {
  const [left, right] = [[...a], [...b]]
  for (let i = 0; i < left.length && i < right.length; i++) {
    const difference = (left[i]?.codePointAt(0) ?? 0) - (right[i]?.codePointAt(0) ?? 0)
    if (difference !== 0) return difference
  }
  return left.length - right.length
}
