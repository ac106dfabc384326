// What is read: each field of a quote or an order is a path or a constant, with a kind that checks it. Nothing is guessed: what is not as the
// mapping says is the seller's bad data, and says which field.
import type { Money } from '@quire/proto/money'
import { z } from 'zod'
import type { Condition, OrderState } from '../../core/adapter.ts'
import { parseAmount, readMinor } from '../../core/amounts.ts'
import { SellerFailure } from '../../core/seller-failure.ts'
import { parseListPath, parsePath, valueAt } from './path.ts'
import type { Path } from './path.ts'
import { chosen, compiled, oneOrMore } from './schemas.ts'

/** Where a reader reads: one element of a list, in the whole answer. */
export interface Source {
  element: unknown
  answer: unknown
  /** The currencies that this seller may use. */
  currencies: readonly string[]
  nowMs: number
}

const textMax = 4_000

const pathMax = 300
const At = compiled(pathMax, parsePath)
export const ListPath = compiled(pathMax, parseListPath)

/** `"path"`, `{ "at": "path" }` or `{ "is": constant }`. */
function atOrIs<A extends z.ZodType, B extends z.ZodType>(at: A, is: B) {
  const schema = chosen<A | B>((value) => (isConstant(value) ? is : at))
  return z.preprocess((value) => (typeof value === 'string' ? { at: value } : value), schema)
}

function isConstant(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'is' in value && !('at' in value)
}

const AtOnly = z.strictObject({ at: At })

export const TextField = atOrIs(AtOnly, z.strictObject({ is: z.string().max(200) }))
export const CountField = atOrIs(AtOnly, z.strictObject({ is: z.int().min(0).max(1_000_000) }))

const conditions = ['NEW', 'LIKE_NEW', 'VERY_GOOD', 'GOOD', 'ACCEPTABLE'] as const satisfies Condition[]
const states = ['ACCEPTED', 'SHIPPED', 'DELIVERED', 'CANCELLED'] as const satisfies OrderState[]

/** A constant, or a path with a table; what the table does not have is unspecified, which is never bought automatically. */
const named = <T extends string>(names: readonly [T, ...T[]]) =>
  atOrIs(
    z.strictObject({ at: At, map: z.record(z.string().max(200), z.enum(names)) }),
    z.strictObject({ is: z.enum(names) }),
  )

export const ConditionField = named(conditions)
export const StateField = named(states)

const currency = atOrIs(AtOnly, z.strictObject({ is: z.string().regex(/^[A-Z]{3}$/, 'must be an ISO 4217 code') }))

export const MoneyField = atOrIs(
  z.strictObject({
    at: At,
    /** `decimal`: "12.34" or 12.34; `minor`: 1234 for the same. */
    unit: z.enum(['decimal', 'minor']).default('decimal'),
    currency,
  }),
  // Free postage, tax that is in the price: an amount that the seller never says.
  z.strictObject({ is: z.string().regex(/^\d{1,6}(\.\d{1,3})?$/, 'must be a decimal such as "0.00"'), currency }),
)

export const DateField = atOrIs(
  z.strictObject({ at: At, as: z.enum(['iso', 'unixSeconds', 'unixMilliseconds', 'secondsFromNow']) }),
  z.strictObject({ is: z.int().min(1).max(86_400), as: z.literal('secondsFromNow') }),
)

/** Text; numbers are taken as written. Null when there is none. */
export function readText(field: z.infer<typeof TextField>, source: Source): string | null {
  if ('is' in field) return field.is
  const value = valueAt(field.at, source)
  if (value === undefined || value === null) return null
  if (typeof value === 'number' || (typeof value === 'string' && value.length <= textMax)) return String(value)
  throw wrong(field.at.text, 'is no text')
}

/** A whole number that is not negative. Null when there is none. */
export function readCount(field: z.infer<typeof CountField>, source: Source): number | null {
  if ('is' in field) return field.is
  const value = valueAt(field.at, source)
  if (value === undefined || value === null) return null
  const count = typeof value === 'string' && /^\d{1,7}$/.test(value) ? Number(value) : value
  if (typeof count === 'number' && Number.isSafeInteger(count) && count >= 0 && count <= 1_000_000) return count
  throw wrong(field.at.text, 'is no count')
}

export function readCondition(field: z.infer<typeof ConditionField>, source: Source): Condition {
  return readNamed(field, source) ?? 'UNSPECIFIED'
}

export function readState(field: z.infer<typeof StateField>, source: Source): OrderState {
  return readNamed(field, source) ?? 'UNSPECIFIED'
}

function readNamed<T extends string>(
  field: { at: Path; map: Record<string, T> } | { is: T },
  source: Source,
): T | undefined {
  if ('is' in field) return field.is
  const text = readText({ at: field.at }, source)
  return text !== null && Object.hasOwn(field.map, text) ? field.map[text] : undefined
}

/** An amount; null when there is none. */
export function readMoney(field: z.infer<typeof MoneyField>, source: Source, { mayBeZero = false } = {}): Money | null {
  const isConstant = 'is' in field
  const value = isConstant ? field.is : valueAt(field.at, source)
  if (value === undefined || value === null) return null
  const at = isConstant ? field.is : field.at.text
  const code = readText(field.currency, source)?.toUpperCase()
  if (code === undefined) throw wrong(at, 'has no currency')
  const rule = { currencies: source.currencies, mayBeZero }
  const isMinor = !isConstant && field.unit === 'minor'
  return isMinor ? readMinor(toInteger(at, value), code, rule) : parseAmount(toDecimalText(at, value), code, rule)
}

/** A JSON number is written as it was meant: 6.4 is "6.4". What arithmetic has spoilt (0.30000000000000004) has too many decimals. */
function toDecimalText(at: string, value: unknown): string {
  if (typeof value === 'string' || typeof value === 'number') return String(value)
  throw wrong(at, 'is no amount')
}

const Iso = z.iso.datetime({ offset: true })

/** An instant; null when there is none. */
export function readDate(field: z.infer<typeof DateField>, source: Source): Date | null {
  if ('is' in field) return new Date(source.nowMs + field.is * 1000)
  const value = valueAt(field.at, source)
  if (value === undefined || value === null) return null
  if (field.as === 'iso') {
    const text = Iso.safeParse(value)
    if (!text.success) throw wrong(field.at.text, 'is no date')
    return new Date(text.data)
  }
  const number = toInteger(field.at.text, value)
  if (field.as === 'secondsFromNow') return checkedDate(field.at.text, source.nowMs + number * 1000)
  return checkedDate(field.at.text, field.as === 'unixSeconds' ? number * 1000 : number)
}

function checkedDate(at: string, ms: number): Date {
  const date = new Date(ms)
  if (Number.isNaN(date.getTime())) throw wrong(at, 'is no date')
  return date
}

function toInteger(at: string, value: unknown): number {
  const number = typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : value
  if (typeof number === 'number' && Number.isSafeInteger(number)) return number
  throw wrong(at, 'is no whole number')
}

function wrong(at: string, what: string): SellerFailure {
  return new SellerFailure('bad_data', `${at} ${what}`)
}

// Whether something in an answer is as a rule says.
const Constant = z.union([z.string().max(200), z.number(), z.boolean()], 'must be a text, a number, true or false')

export const ConditionOn = z.strictObject({
  at: At,
  /** One of these. */
  is: oneOrMore(Constant, 50).optional(),
  /** Anything at all, or nothing. */
  exists: z.boolean().optional(),
})

/** True when what is at the path is one of the constants, or is there at all. */
export function holds(
  { at, is, exists }: z.infer<typeof ConditionOn>,
  source: Pick<Source, 'element' | 'answer'>,
): boolean {
  const value = valueAt(at, source)
  const isThere = value !== undefined && value !== null
  if (exists !== undefined && isThere !== exists) return false
  return is === undefined ? exists !== undefined : is.some((one) => one === value)
}
