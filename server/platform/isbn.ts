// ISBNs in every form people and machines write them, made into one: 13 digits.

/** Why a text is not an ISBN. */
export type IsbnFault = 'length' | 'characters' | 'check_digit' | 'prefix'

/** Spaces, every kind of dash and minus, and the marks without width that come along when copying from a page. */
const separators = /[\s\p{Pd}\p{Cf}\u2212]/gu

/**
 * Reads an ISBN-10 or ISBN-13 with or without hyphens, spaces, dashes and an "ISBN" prefix, checks its check digit
 * (ISO 2108) and gives the ISBN-13, or says what is wrong.
 */
export function parseIsbn(text: string): { isbn13: string } | { fault: IsbnFault } {
  const compact = compactIsbn(text)
  if (!/^\d{9}[\dX]$|^\d{13}$/.test(compact)) return { fault: /^[\dX]*$/.test(compact) ? 'length' : 'characters' }
  if (compact.length === 10) {
    return isbn10Check(compact.slice(0, 9)) === compact[9]
      ? { isbn13: withCheckDigit(`978${compact.slice(0, 9)}`) }
      : { fault: 'check_digit' }
  }
  if (!/^97[89]/.test(compact)) return { fault: 'prefix' }
  return isbn13Check(compact.slice(0, 12)) === compact[12] ? { isbn13: compact } : { fault: 'check_digit' }
}

/** The characters of a number, without what people and machines put around them. */
function compactIsbn(text: string): string {
  return text
    .normalize('NFKC')
    .replaceAll(separators, ' ')
    .replace(/^ *(urn:)?isbn( ?1[03](?=[ :]))?:?/i, '')
    .replaceAll(' ', '')
    .toUpperCase()
}

/**
 * ISBN-13s that somebody may have meant who typed a number with a wrong digit, two swapped or one missing; the likeliest first. Empty for a right number
 * and for what is no number.
 */
export function nearIsbns(text: string): string[] {
  const compact = compactIsbn(text)
  const parsed = parseIsbn(text)
  const isMistyped = 'fault' in parsed && parsed.fault === 'check_digit'
  if (!isMistyped && !/^\d{9}$|^97[89]\d{9}$/.test(compact)) return []
  const guesses = isMistyped ? [...withOtherCheck(compact), ...mistypings(compact)] : completions(compact)
  const right = guesses.flatMap((guess) => {
    const read = parseIsbn(guess)
    return 'isbn13' in read ? [read.isbn13] : []
  })
  return [...new Set(right)]
}

const digits = '0123456789'.split('')

function withOtherCheck(compact: string): string[] {
  return [...digits, 'X'].map((digit) => compact.slice(0, -1) + digit)
}

/** Two neighbours swapped, or one digit another one. */
function mistypings(compact: string): string[] {
  const places = [...compact].map((_, i) => i)
  const swaps = places.slice(1).map((i) => compact.slice(0, i - 1) + compact[i] + compact[i - 1] + compact.slice(i + 1))
  const others = places.flatMap((i) => digits.map((digit) => compact.slice(0, i) + digit + compact.slice(i + 1)))
  return [...swaps, ...others]
}

/** One digit more at any place, the last first; of nine digits also the numbers of before 1970, which began with no 0. */
function completions(compact: string): string[] {
  const places = Array.from({ length: compact.length + 1 }, (_, i) => compact.length - i)
  const longer = places.flatMap((i) =>
    [...digits, ...(i === 9 ? ['X'] : [])].map((digit) => compact.slice(0, i) + digit + compact.slice(i)),
  )
  return compact.length === 9 ? [`0${compact}`, ...longer] : longer
}

/** True for exactly 13 digits with the right prefix and check digit. */
export function isIsbn13(text: string): boolean {
  return /^97[89]\d{10}$/.test(text) && isbn13Check(text.slice(0, 12)) === text[12]
}

/** The ISBN-10 of a 978 ISBN-13, or null for 979, which has none. */
export function toIsbn10(isbn13: string): string | null {
  if (!isbn13.startsWith('978')) return null
  const body = isbn13.slice(3, 12)
  return body + isbn10Check(body)
}

/** The ISBN-13 whose first twelve digits these are. */
export function withCheckDigit(twelve: string): string {
  return twelve + isbn13Check(twelve)
}

function isbn13Check(twelve: string): string {
  let sum = 0
  for (let i = 0; i < 12; i++) sum += Number(twelve[i]) * (i % 2 === 0 ? 1 : 3)
  return String((10 - (sum % 10)) % 10)
}

function isbn10Check(nine: string): string {
  let sum = 0
  for (let i = 0; i < 9; i++) sum += Number(nine[i]) * (10 - i)
  const check = (11 - (sum % 11)) % 11
  return check === 10 ? 'X' : String(check)
}
