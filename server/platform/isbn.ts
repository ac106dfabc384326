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
  const compact = text
    .normalize('NFKC')
    .replaceAll(separators, ' ')
    .replace(/^ *(urn:)?isbn( ?1[03](?=[ :]))?:?/i, '')
    .replaceAll(' ', '')
    .toUpperCase()
  if (!/^\d{9}[\dX]$|^\d{13}$/.test(compact)) return { fault: /^[\dX]*$/.test(compact) ? 'length' : 'characters' }
  if (compact.length === 10) {
    return isbn10Check(compact.slice(0, 9)) === compact[9]
      ? { isbn13: withCheckDigit(`978${compact.slice(0, 9)}`) }
      : { fault: 'check_digit' }
  }
  if (!/^97[89]/.test(compact)) return { fault: 'prefix' }
  return isbn13Check(compact.slice(0, 12)) === compact[12] ? { isbn13: compact } : { fault: 'check_digit' }
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
