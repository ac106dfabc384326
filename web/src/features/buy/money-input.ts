// What a person typed as an amount → minor units. Pure. Never guesses: an amount that reads two ways is asked for again.
import { fractionDigits } from '../../ui/format.ts'

export type AmountProblem = 'empty' | 'not_a_number' | 'ambiguous' | 'too_precise' | 'zero' | 'too_large'
export type ParsedAmount = { ok: true; minor: number } | { ok: false; problem: AmountProblem; digits: number }

/** A guard against a slipped key; the server has the same. */
export const maxMinor = 10_000_000

/** Reads "14", "14.00", "14,00", "$ 14", "1,234.50", "1.234,50" and "1 234,50". */
export function parseAmount(text: string, currency: string): ParsedAmount {
  const digits = fractionDigits(currency)
  const fail = (problem: AmountProblem): ParsedAmount => ({ ok: false, problem, digits })
  const bare = text.replace(/^[\s\p{Sc}A-Za-z]+|[\s\p{Sc}A-Za-z]+$/gu, '')
  if (bare === '') return fail(text.trim() === '' ? 'empty' : 'not_a_number')

  const split = splitNumber(bare, digits)
  if (typeof split === 'string') return fail(split)
  if (split.fraction.length > digits) return fail('too_precise')
  const minor = Number(split.whole + split.fraction.padEnd(digits, '0'))
  if (minor === 0) return fail('zero')
  return minor > maxMinor ? fail('too_large') : { ok: true, minor }
}

/** Tells grouping from decimals: "1,234.50" has both, so the last is the decimal sign; "1,234" alone could be either. */
function splitNumber(text: string, digits: number): { whole: string; fraction: string } | AmountProblem {
  if (!/^\d[\d.,'’\s]*$/.test(text)) return 'not_a_number'
  const signs = [...new Set(text.replace(/\d/g, ''))]
  const last = Math.max(text.lastIndexOf('.'), text.lastIndexOf(','))
  if (last === -1) return isGrouped(text) ? { whole: plain(text), fraction: '' } : 'not_a_number'

  const head = text.slice(0, last)
  const tail = text.slice(last + 1)
  if (!/^\d*$/.test(tail)) return 'not_a_number'
  const sign = text.charAt(last)
  if (head.includes(sign))
    return isGrouped(text) && signs.length === 1 ? { whole: plain(text), fraction: '' } : 'not_a_number'
  if (!isGrouped(head)) return 'not_a_number'
  if (tail.length === 3 && signs.length === 1) {
    // Without cents a comma can only group; otherwise "1,234" may be one thousand or a little more than one.
    return digits === 0 ? { whole: plain(text), fraction: '' } : 'ambiguous'
  }
  return { whole: plain(head), fraction: tail }
}

/** Digits alone, or in groups of three with one and the same sign between them. */
function isGrouped(text: string): boolean {
  return /^\d+$/.test(text) || /^\d{1,3}([.,'’\s])\d{3}(?:\1\d{3})*$/.test(text)
}

function plain(text: string): string {
  return text.replace(/\D/g, '')
}
