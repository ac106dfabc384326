// The Barn's desk: order files wait on it, are worked on, and their results are written down. Owns receipts and results.
import { z } from 'zod'
import { toDecimal } from '../../core/amount.ts'
import type { Order, Tombstone } from '../../core/orders.ts'
import type { PriceList } from '../../core/price-list.ts'
import { Refusal, Trouble } from '../../core/refusal.ts'
import type { RefusalCode } from '../../core/refusal.ts'
import type { PlaceOrder, Seller } from '../../core/seller.ts'
import { file, fromComma, line, toComma } from './files.ts'
import { conditionCodes } from './lines.ts'

const columns =
  'ACTION REFERENCE LIST ISBN CONDITION QUANTITY TOTAL CURRENCY NAME STREET1 STREET2 STREET3 CITY REGION POSTCODE COUNTRY'
const names = columns.split(' ')
const linesMax = 100
const listLifeMs = 6 * 3_600_000

/** A file that is not read at all. */
export class BadFile extends Error {}

/** One line of an order file, by column. */
export type Row = Record<string, string>

export class Desk {
  readonly #seller: Seller
  readonly #list: PriceList
  readonly #results = new Map<string, Result[]>()
  #receipts = 0

  constructor(seller: Seller, list: PriceList) {
    this.#seller = seller
    this.#list = list
  }

  /** Takes a file. The receipt number, and whether an order was booked already. */
  take(rows: readonly Row[]): { receipt: number; isBooked: boolean } {
    this.#receipts += 1
    const receipt = this.#receipts
    const results = rows.map((row) => {
      const result: Result = { receipt, action: row.ACTION ?? '', code: '01', text: 'RECEIVED', total: ['', ''] }
      const reference = row.REFERENCE ?? ''
      this.#results.set(reference, [...(this.#results.get(reference) ?? []), result])
      this.#seller.later(() => this.#work(row, result))
      return result
    })
    return { receipt, isBooked: results.some(({ code }) => code === '00') }
  }

  /** The result file of a reference; null when nothing with it has arrived. */
  results(reference: string): string | null {
    const results = this.#results.get(reference)
    if (!results) return null
    const lines = results.map(({ receipt, action, code, text, total }) =>
      line('R', String(receipt), action, code, text, ...total),
    )
    const standing = this.#standing(reference)
    if (standing) lines.push(standing)
    return file(line('H', 'RESULT', reference), lines.join(''), lines.length)
  }

  #work(row: Row, result: Result): void {
    try {
      if (row.ACTION === 'CANCEL') {
        this.#seller.cancel(row.REFERENCE ?? '')
        Object.assign(result, { code: '60', text: 'CANCELLED' })
        return
      }
      const { total } = this.#seller.place(this.#toPlaceOrder(row))
      Object.assign(result, { code: '00', text: 'ACCEPTED', total: [toComma(total), total.currency] })
    } catch (error) {
      Object.assign(result, toResult(error))
    }
  }

  #standing(reference: string): string | null {
    try {
      return standingLine(this.#seller.get(reference))
    } catch (error) {
      if (error instanceof Refusal) return null
      throw error
    }
  }

  #toPlaceOrder(row: Row): PlaceOrder {
    const read = OrderRow.safeParse(row)
    if (!read.success) throw new BadLine(`${read.error.issues[0]?.path.join('.')} NOT UNDERSTOOD`)
    const order = read.data
    const limit = fromComma(order.TOTAL, order.CURRENCY)
    if (!limit) throw new BadLine('TOTAL NOT UNDERSTOOD')
    const madeAt = this.#list.madeAt(order.LIST)
    const offers = this.#seller.catalogue.offers(order.ISBN, order.COUNTRY, 'EUR')
    const offer = offers.find(({ condition }) => conditionCodes[condition] === order.CONDITION)
    return {
      reference: order.REFERENCE,
      offerId: offer?.offerId ?? `${order.ISBN}-none`,
      currency: 'EUR',
      limit,
      expiresAtMs: madeAt === null ? 0 : madeAt + listLifeMs,
      shipTo: {
        recipient: order.NAME,
        lines: [order.STREET1, order.STREET2, order.STREET3].filter((text) => text !== ''),
        city: order.CITY,
        region: order.REGION,
        postalCode: order.POSTCODE,
        country: order.COUNTRY,
      },
    }
  }
}

/** The lines of an order file by column. Throws BadFile. */
export function readOrderFile(lines: string[][] | null): Row[] {
  const [header, ...rest] = lines ?? []
  if (!header || header.join(' ') !== columns) throw new BadFile('THE FIRST LINE MUST NAME THE COLUMNS')
  if (rest.length === 0 || rest.length > linesMax) throw new BadFile(`1 TO ${linesMax} LINES`)
  return rest.map((fields) => {
    if (fields.length !== names.length) throw new BadFile('A LINE HAS TOO FEW OR TOO MANY FIELDS')
    const row: Row = Object.fromEntries(names.map((name, i) => [name, fields[i] ?? '']))
    if (!/^[\w.:-]{1,64}$/.test(row.REFERENCE ?? '')) throw new BadFile('REFERENCE')
    if (row.ACTION !== 'ORDER' && row.ACTION !== 'CANCEL') throw new BadFile('ACTION')
    return row
  })
}

function toResult(error: unknown): Partial<Result> {
  if (error instanceof BadLine) return { code: '50', text: error.message }
  if (error instanceof Trouble) return { code: '90', text: 'NOT DECIDED' }
  if (!(error instanceof Refusal)) throw error
  const { code, total } = error
  return { ...refusals[code], ...(total && { total: [toComma(total), total.currency] }) }
}

function standingLine(order: Order | Tombstone): string {
  if (!('isbn13' in order)) return line('S', order.state, '', '', '', '', '', '')
  const { state, orderId, isbn13, condition, total, at } = order
  const amount = toDecimal(total).replace('.', ',')
  return line('S', state, orderId, isbn13, conditionCodes[condition], amount, total.currency, at.toISOString())
}

/** A line that cannot be worked on; code 50. */
class BadLine extends Error {}

const refusals: Record<RefusalCode, Pick<Result, 'code' | 'text'>> = {
  NO_SUCH_OFFER: { code: '30', text: 'NO SUCH BOOK' },
  SOLD_OUT: { code: '10', text: 'SOLD OUT' },
  PRICE_CHANGED: { code: '20', text: 'PRICE CHANGED' },
  QUOTE_EXPIRED: { code: '20', text: 'PRICE CHANGED' },
  NOT_SENT_THERE: { code: '31', text: 'NOT SENT THERE' },
  REFERENCE_REUSED: { code: '40', text: 'REFERENCE USED' },
  ORDER_CANCELLED: { code: '41', text: 'REFERENCE CANCELLED' },
  ORDER_NOT_FOUND: { code: '30', text: 'NO SUCH ORDER' },
}

const Text = z.string().min(1).max(200)
const OptionalText = z.string().max(200)

const OrderRow = z.object({
  REFERENCE: Text,
  LIST: OptionalText,
  ISBN: z.string().regex(/^\d{13}$/),
  CONDITION: z.enum(['N', 'L', 'V', 'G', 'A']),
  QUANTITY: z.literal('1'),
  TOTAL: Text,
  CURRENCY: Text,
  NAME: Text,
  STREET1: Text,
  STREET2: OptionalText,
  STREET3: OptionalText,
  CITY: Text,
  REGION: OptionalText,
  POSTCODE: OptionalText,
  COUNTRY: z.string().regex(/^[A-Z]{2}$/),
})

interface Result {
  receipt: number
  action: string
  code: string
  text: string
  /** Amount and currency; empty where there is none. */
  total: [string, string]
}
