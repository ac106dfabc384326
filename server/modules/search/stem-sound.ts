// How a word of Latin letters sounds in English, roughly: words that are told over the telephone and written down by ear get the same code.
// After Lawrence Philips, "Hanging on the Metaphone", Computer Language 7 (12), 1990, as an ordered list of rewritings. Pure.

/** Letters at the start that are not heard, and letters of another language that are heard as others. */
const openings: readonly (readonly [RegExp, string])[] = [
  [/^(?:a(?=e)|[gkp](?=n)|w(?=r))/, ''],
  [/^x/, 's'],
  [/^wh/, 'w'],
]

// Capitals are finished codes: what has become one is not rewritten again. X is "sh", 0 is "th".
const rewritings: readonly (readonly [RegExp, string])[] = [
  [/([^c])\1+/g, '$1'],
  [/(?:tzsch|tsch|tch|sch|sh|ch)/g, 'X'],
  [/mb$/g, 'M'],
  [/(?:c|s|t)i(?=[ao])/g, 'X'],
  [/s?c(?=[iey])/g, 'S'],
  [/dg(?=[iey])/g, 'J'],
  [/th/g, '0'],
  [/ph/g, 'F'],
  [/gh(?=[^aeiouy]|$)/g, ''],
  [/gn(?=$|ed$)/g, 'N'],
  [/g(?=[iey])/g, 'J'],
  [/ck|[cgkq]/g, 'K'],
  [/(?:tz|ts|[szß])/g, 'S'],
  [/x/g, 'KS'],
  [/[dt]/g, 'T'],
  [/v/g, 'F'],
  [/[wh](?![aeiouy])/g, ''],
  [/(?<=[A-Z0bfjlmnpr])h/g, ''],
]

/** The code of a word, at most six sounds; null for words that are not of Latin letters or too short to tell apart by ear. */
export function soundOf(word: string): string | null {
  if (!/^[a-z]{3,}$/.test(word)) return null
  let text = word
  for (const [pattern, by] of openings) text = text.replace(pattern, by)
  for (const [pattern, by] of rewritings) text = text.replace(pattern, by)
  const first = /^[aeiouy]/.test(text) ? 'A' : ''
  const code = first + text.replaceAll(/[aeiouy]/g, '').toUpperCase()
  return code.replaceAll(/(.)\1+/g, '$1').slice(0, 6) || null
}
