// What staff type into forms → what the server takes, or null. Pure.
import { fractionDigits, type MoneyLike } from '../ui/format.ts'

/** "12", "12.5" and "12,50" in this currency; null for anything else, and for nothing at all. */
export function readPrice(text: string, currency: string): MoneyLike | null {
  const digits = fractionDigits(currency)
  const [, whole, part = ''] = /^(\d{1,7})(?:[.,](\d{1,3}))?$/.exec(text.trim()) ?? []
  if (whole === undefined || part.length > digits) return null
  const minor = Number(whole + part.padEnd(digits, '0'))
  return minor > 0 ? { currency, minor } : null
}

/** A whole number between the two; a minus may be typed either way. */
export function readWhole(text: string, min: number, max: number): number | null {
  const plain = text.trim().replace('−', '-')
  if (!/^[+-]?\d{1,6}$/.test(plain)) return null
  const number = Number(plain)
  return number >= min && number <= max ? number : null
}

/** The 13 digits, without hyphens and spaces; whether it is a book is for the server to say. */
export function readIsbn13(text: string): string | null {
  const digits = text.replaceAll(/[\s\p{Pd}]/gu, '')
  return /^97[89]\d{10}$/.test(digits) ? digits : null
}
