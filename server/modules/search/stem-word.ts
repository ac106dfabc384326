// The Porter stemmer (M. F. Porter, "An algorithm for suffix stripping", 1980) for English words; other words stay as they are. Pure.

const C = '[^aeiou][^aeiouy]*' // a run of consonants
const V = '[aeiouy][aeiou]*' // a run of vowels
const measureOver0 = new RegExp(`^(${C})?${V}${C}`)
const measureIs1 = new RegExp(`^(${C})?${V}${C}(${V})?$`)
const measureOver1 = new RegExp(`^(${C})?${V}${C}${V}${C}`)
const hasVowel = new RegExp(`^(${C})?[aeiouy]`)
const endsShort = new RegExp(`^${C}[aeiouy][^aeiouwxy]$`) // consonant, vowel, consonant: hop, not bow

const step2: readonly (readonly [string, string])[] = [
  ['ational', 'ate'],
  ['tional', 'tion'],
  ['enci', 'ence'],
  ['anci', 'ance'],
  ['izer', 'ize'],
  ['bli', 'ble'],
  ['alli', 'al'],
  ['entli', 'ent'],
  ['eli', 'e'],
  ['ousli', 'ous'],
  ['ization', 'ize'],
  ['ation', 'ate'],
  ['ator', 'ate'],
  ['alism', 'al'],
  ['iveness', 'ive'],
  ['fulness', 'ful'],
  ['ousness', 'ous'],
  ['aliti', 'al'],
  ['iviti', 'ive'],
  ['biliti', 'ble'],
  ['logi', 'log'],
]
const step3: readonly (readonly [string, string])[] = [
  ['icate', 'ic'],
  ['ative', ''],
  ['alize', 'al'],
  ['iciti', 'ic'],
  ['ical', 'ic'],
  ['ful', ''],
  ['ness', ''],
]
const step4 = /^(.+?)(al|ance|ence|er|ic|able|ible|ant|ement|ment|ent|ou|ism|ate|iti|ous|ive|ize)$|^(.+?(?:s|t))(ion)$/

/** `gardens`, `gardening` → `garden`. Only words of plain Latin letters are touched, and of three letters only a final y. */
export function stemWord(word: string): string {
  const known = stems.get(word)
  if (known !== undefined) return known
  if (stems.size >= stemsMax) stems.clear()
  const stem = toStem(word)
  stems.set(word, stem)
  return stem
}

/** Stems of words that were stemmed before: texts repeat their words, and looking one up costs a twentieth of the rules. */
const stems = new Map<string, string>()
const stemsMax = 100_000

function toStem(word: string): string {
  if (word.length < 3 || !/^[a-z]+$/.test(word)) return word
  if (word.length === 3) return withoutFinalY(word)
  // A y that begins a word or follows a vowel is a consonant; capitals keep it apart meanwhile.
  let w = word.startsWith('y') ? `Y${word.slice(1)}` : word
  w = withoutPlural(w)
  w = withoutPast(w)
  w = withoutFinalY(w)
  w = replaceSuffix(w, step2)
  w = replaceSuffix(w, step3)
  w = withoutSuffix(w)
  return withoutFinalE(w).toLowerCase()
}

function withoutPlural(w: string): string {
  return w.replace(/(ss|i)es$/, '$1').replace(/([^s])s$/, '$1')
}

function withoutPast(w: string): string {
  if (w.endsWith('eed')) return measureOver0.test(w.slice(0, -3)) ? w.slice(0, -1) : w
  const rest = /^(.+?)(ed|ing)$/.exec(w)?.[1]
  if (rest === undefined || !hasVowel.test(rest)) return w
  if (/(at|bl|iz)$/.test(rest)) return `${rest}e`
  if (/([^aeiouylsz])\1$/.test(rest)) return rest.slice(0, -1)
  return endsShort.test(rest) ? `${rest}e` : rest
}

/** After a consonant only, as in the second edition of the algorithm: `sky` and `skies` are one, and so are `boy` and `boys`. */
function withoutFinalY(w: string): string {
  return w.replace(/(?<=.[^aeiouyY])y$/, 'i')
}

function replaceSuffix(w: string, rules: readonly (readonly [string, string])[]): string {
  for (const [suffix, replacement] of rules) {
    if (!w.endsWith(suffix)) continue
    const rest = w.slice(0, -suffix.length)
    return measureOver0.test(rest) ? rest + replacement : w
  }
  return w
}

function withoutSuffix(w: string): string {
  const match = step4.exec(w)
  const rest = match?.[1] ?? match?.[3]
  return rest !== undefined && measureOver1.test(rest) ? rest : w
}

function withoutFinalE(w: string): string {
  let result = w
  if (result.endsWith('e')) {
    const rest = result.slice(0, -1)
    if (measureOver1.test(rest) || (measureIs1.test(rest) && !endsShort.test(rest))) result = rest
  }
  return result.endsWith('ll') && measureOver1.test(result) ? result.slice(0, -1) : result
}
