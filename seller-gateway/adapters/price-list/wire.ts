// What a seller's files say: price lists and their deltas, receipts, results. A file is used whole or not at all: without its trailer it was
// read while it was being written. A line that cannot be read is left out and counted, never guessed at.
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Money } from '@quire/proto/money'
import { z } from 'zod'
import type { Condition } from '../../core/adapter.ts'
import { parseAmount } from '../../core/amounts.ts'
import type { AmountRule } from '../../core/amounts.ts'
import { isIsbn13 } from '../../core/isbn.ts'
import { parseAnswer } from '../../core/parse-answer.ts'
import { SellerFailure } from '../../core/seller-failure.ts'
import { readRecords } from './records.ts'

/** One kind of copy, as listed. */
export interface ListedCopy {
  condition: Condition
  /** With tax. */
  price: Money
  /** At least so many; 0 when sold out. */
  quantity: number
  /** By zone; null where it is not sent. */
  postage: (Money | null)[]
}

export interface ListFile {
  /** The list's number; opaque. */
  id: string
  /** The list that a delta goes on from; null for a whole list. */
  from: string | null
  madeAt: Date
  /** By ISBN-13. In a delta, a book without copies is gone. */
  books: Map<string, ListedCopy[]>
  /** Lines that could not be read. */
  unreadable: number
}

// A list has some twelve thousand lines; four times that is a mistake or an attack, also where it grows by one delta after the other.
export const listedMax = 50_000
// A spreadsheet spoils some ISBNs. When it is a tenth of all lines, the format has changed and nothing in it can be trusted.
const unreadableShareMax = 0.1
// So many lines at once: a list must not hold up everybody else's quotes.
const linesAtOnce = 500

/** Their codes. A map: what strangers write must not find an object's own properties. */
export const conditionOf: ReadonlyMap<string, Condition> = new Map([
  ['N', 'NEW'],
  ['L', 'LIKE_NEW'],
  ['V', 'VERY_GOOD'],
  ['G', 'GOOD'],
  ['A', 'ACCEPTABLE'],
])

const Header = z.tuple([z.literal('H'), z.string(), z.string().min(1).max(64), z.iso.datetime()])
const DeltaHeader = z.tuple([
  z.literal('D'),
  z.string(),
  z.string().min(1).max(64),
  z.string().min(1).max(64),
  z.iso.datetime(),
])

/** Bytes in Windows-1252 → a list or a delta. Throws SellerFailure `bad_data` for a file that is not whole or not a list. */
export async function readListFile(bytes: Uint8Array, currencies: readonly string[]): Promise<ListFile> {
  let file: ListFile | null = null
  let count = 0
  let end: string | null = null
  const amounts = memoAmounts(currencies)
  for (const row of readRecords(new TextDecoder('windows-1252').decode(bytes))) {
    if (end !== null) throw incomplete('goes on after its trailer')
    if (!file) file = readHeader(row)
    else if (row[0] === 'T' && row.length === 2) end = row[1] ?? ''
    else {
      addLine(file, row, amounts)
      count += 1
      if (count > listedMax) throw new SellerFailure('bad_data', `its price list has more than ${listedMax} lines`)
      if (count % linesAtOnce === 0) await nextTurn()
    }
  }
  if (!file || end !== String(count)) throw incomplete('is not complete')
  if (file.unreadable > Math.max(10, count * unreadableShareMax))
    throw new SellerFailure('bad_data', `${file.unreadable} of ${count} lines of its price list cannot be read`)
  return file
}

/**
 * A listed ISBN → ISBN-13, or null when it cannot be known which book it is. An ISBN-10 may have lost its leading zeros (to six characters: no
 * publisher has more of them); its check digit proves it. What a spreadsheet has rounded (`9,78E+12`) is lost.
 */
export function readListedIsbn(text: string): string | null {
  if (/^\d{13}$/.test(text)) return isIsbn13(text) ? text : null
  if (!/^\d{5,9}[\dX]$/.test(text)) return null
  const isbn10 = text.padStart(10, '0')
  const weighted = Array.from(isbn10).reduce((all, sign, at) => all + (sign === 'X' ? 10 : Number(sign)) * (10 - at), 0)
  if (weighted % 11 !== 0) return null
  const body = `978${isbn10.slice(0, 9)}`
  const sum = Array.from(body).reduce((all, digit, at) => all + Number(digit) * (at % 2 === 0 ? 1 : 3), 0)
  return `${body}${(10 - (sum % 10)) % 10}`
}

/** "8,99" → an amount. Throws SellerFailure `bad_data`. */
export function readComma(text: string, currency: string, rule: AmountRule): Money {
  if (!/^\d+(,\d+)?$/.test(text))
    throw new SellerFailure('bad_data', `${JSON.stringify(text.slice(0, 40))} is no price`)
  return parseAmount(text.replace(',', '.'), currency, rule)
}

function readHeader(row: readonly string[]): ListFile {
  const isDelta = row[0] === 'D'
  const [, , from, id, madeAt] = isDelta ? parseAnswer(DeltaHeader, row) : ['', '', null, ...parseTail(row)]
  return { id, from, madeAt: new Date(madeAt), books: new Map(), unreadable: 0 }
}

function parseTail(row: readonly string[]): [string, string] {
  const [, , id, madeAt] = parseAnswer(Header, row)
  return [id, madeAt]
}

/** Amounts of one file: thousands of lines share a few hundred. Null for what is none. */
type Amounts = (text: string, currency: string, mayBeZero: boolean) => Money | null

function memoAmounts(currencies: readonly string[]): Amounts {
  const known = new Map<string, Money | null>()
  return (text, currency, mayBeZero) => {
    const key = `${text} ${currency} ${mayBeZero}`
    const found = known.get(key)
    if (found !== undefined) return found
    const amount = tryAmount(text, currency, { currencies, mayBeZero })
    known.set(key, amount)
    return amount
  }
}

function tryAmount(text: string, currency: string, rule: AmountRule): Money | null {
  try {
    return readComma(text, currency, rule)
  } catch (error) {
    if (error instanceof SellerFailure) return null
    throw error
  }
}

function addLine(file: ListFile, row: readonly string[], amounts: Amounts): void {
  const isbn13 = readListedIsbn(row[0] ?? '')
  const copy = isbn13 === null ? null : readCopy(row, amounts)
  if (isbn13 === null || !copy) {
    file.unreadable += 1
    return
  }
  // The seller says so: a later line replaces an earlier one.
  const others = file.books.get(isbn13)?.filter(({ condition }) => condition !== copy.condition) ?? []
  file.books.set(isbn13, [...others, copy])
}

function readCopy(row: readonly string[], amounts: Amounts): ListedCopy | null {
  const [, , code = '', price = '', currency = '', stock = '', ...zones] = row
  const condition = conditionOf.get(code)
  const [, quantity] = /^(\d{1,6})\+?$/.exec(stock) ?? []
  const amount = amounts(price, currency, false)
  const postage = zones.map((zone) => (zone === '' ? null : amounts(zone, currency, true)))
  const isReadable = zones.length === 3 && postage.every((one, zone) => one !== null || zones[zone] === '')
  if (!condition || quantity === undefined || !amount || !isReadable) return null
  return { condition, price: amount, quantity: Number(quantity), postage }
}

function incomplete(what: string): SellerFailure {
  return new SellerFailure('bad_data', `its file ${what}`)
}

const Text = z.string().max(200)

const Received = z.tuple([z.literal('RECEIVED'), z.string().regex(/^\d{1,12}$/), z.literal('1')])

/** The receipt of a file with one line. Throws SellerFailure `bad_data`. */
export function readReceipt(text: string): string {
  const [row] = [...readRecords(text)]
  return parseAnswer(Received, row)[1]
}

const Line = z.tuple([z.literal('R'), Text, Text, z.string().regex(/^\d\d$/), Text, Text, Text])
const Standing = z.tuple([
  z.literal('S'),
  Text,
  Text,
  Text,
  Text,
  Text,
  Text,
  z.union([z.literal(''), z.iso.datetime()]),
])

/** What one line of ours came to. */
export interface Result {
  receipt: string
  code: string
  text: string
  /** With a decimal comma; empty where there is none. */
  total: string
  currency: string
}

export interface ResultFile {
  reference: string
  results: Result[]
  /** What stands under the reference now; null when nothing does. */
  standing: {
    state: string
    orderId: string
    isbn13: string
    condition: string
    total: string
    currency: string
    at: string
  } | null
}

/** A result file. Throws SellerFailure: `unavailable` when it is still being written, `bad_data` when it cannot be read. */
export function readResultFile(text: string): ResultFile {
  const [header, ...rest] = [...readRecords(text)]
  const trailer = rest.pop()
  const [, , reference] = parseAnswer(z.tuple([z.literal('H'), z.literal('RESULT'), Text]), header)
  if (trailer?.[0] !== 'T' || trailer[1] !== String(rest.length))
    throw new SellerFailure('unavailable', 'its result file is still being written')
  const file: ResultFile = { reference, results: [], standing: null }
  for (const row of rest) {
    if (row[0] === 'S') {
      const [, state, orderId, isbn13, condition, total, currency, at] = parseAnswer(Standing, row)
      file.standing = { state, orderId, isbn13, condition, total, currency, at }
    } else {
      const [, receipt, , code, said, total, currency] = parseAnswer(Line, row)
      file.results.push({ receipt, code, text: said, total, currency })
    }
  }
  return file
}
