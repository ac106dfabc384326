// Which bytes a Range header asks for (RFC 9110 §14.2).
import type { ByteRange } from './model.ts'

/** `unsatisfiable` is answered with 416. */
export type Wanted = ByteRange | 'whole' | 'unsatisfiable'

/**
 * One range of bytes out of `bytes`. What is no such range (another unit, several ranges, nonsense) counts as not asked for, as the RFC
 * allows; one that begins behind the end is unsatisfiable.
 */
export function toRange(header: string | undefined, bytes: number): Wanted {
  const [, from, to] = /^bytes=(\d{0,15})-(\d{0,15})$/i.exec(header?.trim() ?? '') ?? []
  if (from === undefined || to === undefined || from + to === '') return 'whole'
  return from === '' ? toSuffix(Number(to), bytes) : toFromTo(Number(from), to === '' ? bytes - 1 : Number(to), bytes)
}

/** The last `wanted` bytes. */
function toSuffix(wanted: number, bytes: number): Wanted {
  const count = Math.min(wanted, bytes)
  return count === 0 ? 'unsatisfiable' : { first: bytes - count, last: bytes - 1 }
}

function toFromTo(first: number, last: number, bytes: number): Wanted {
  if (first >= bytes) return 'unsatisfiable'
  return last < first ? 'whole' : { first, last: Math.min(last, bytes - 1) }
}
