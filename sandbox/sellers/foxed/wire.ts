// Foxed's messages: what it accepts, and how it shows copies, conditions and orders.
import { z } from 'zod'
import type { Money } from '@quire/proto/money'
import { fromDecimal, toDecimal } from '../../core/amount.ts'
import type { Order } from '../../core/orders.ts'
import type { Condition } from '../../core/profile.ts'
import type { PlaceOrder } from '../../core/seller.ts'
import { FoxedError } from './errors.ts'

export const conditionNames: Record<Condition, { listing: string; grade: string }> = {
  NEW: { listing: 'NEW BOOK', grade: 'New' },
  LIKE_NEW: { listing: 'NOT NEW BOOK', grade: 'As New' },
  VERY_GOOD: { listing: 'NOT NEW BOOK', grade: 'Very Good' },
  GOOD: { listing: 'NOT NEW BOOK', grade: 'Good' },
  ACCEPTABLE: { listing: 'NOT NEW BOOK', grade: 'Fair' },
}

const Text = z.string().min(1).max(200)
const OptionalText = z.string().max(200).default('')

const OrderBody = z.object({
  referenceId: z.string().min(1).max(64),
  items: z.tuple([z.object({ bookId: Text, quantity: z.literal(1) })]),
  maxPrice: z
    .object({ amount: z.string(), currency: z.string() }) // a copy put up over control may be priced in any
    .transform(({ amount, currency }, ctx) => {
      const money = fromDecimal(amount, currency)
      if (money) return money
      ctx.addIssue({ code: 'custom', message: 'must be a decimal string in a known currency' })
      return z.NEVER
    }),
  shipTo: z.object({
    name: Text,
    address1: Text,
    address2: OptionalText,
    address3: OptionalText,
    city: Text,
    province: OptionalText,
    postalCode: Text,
    country: z.string().regex(/^[A-Z]{3}$/),
  }),
})

/** What the engine is asked for. Throws FoxedError 4220 naming the field, and 4222. */
export function readOrder(body: string, expiresAtMs: number): PlaceOrder {
  const read = OrderBody.safeParse(parseJson(body))
  if (!read.success) {
    const [issue] = read.error.issues
    throw new FoxedError(4220, `${issue?.path.join('.') || 'body'}: ${issue?.message ?? 'not valid'}`)
  }
  const { referenceId, items, maxPrice, shipTo: to } = read.data
  const country = toAlpha2(to.country)
  if (country === null) throw new FoxedError(4222, `Not sent to ${to.country}`)
  return {
    reference: referenceId,
    offerId: offerIdOf(items[0].bookId),
    currency: maxPrice.currency,
    limit: maxPrice,
    shipTo: {
      recipient: to.name,
      lines: [to.address1, to.address2, to.address3].filter((line) => line !== ''),
      city: to.city,
      region: to.province,
      postalCode: to.postalCode,
      country,
    },
    expiresAtMs,
  }
}

/** An order that was created and could not be filled. */
export interface Unfilled {
  orderId: string
  asked: PlaceOrder
  status: '14' | '53'
  /** With 53: what it would cost now. */
  currentTotal: Money | null
  at: Date
}

/** An order that is held. */
export function toOrder({ orderId, reference, offerId, isbn13, condition, state, total, at }: Order) {
  const { listing, grade } = conditionNames[condition]
  const status = state === 'ACCEPTED' ? '05' : '17'
  return {
    orderId,
    referenceId: reference,
    status,
    statusText: statusTexts[status],
    item: { bookId: bookIdOf(offerId), isbn13, listingCondition: listing, itemCondition: grade },
    total: toMoney(total),
    currentTotal: null,
    orderDate: at.toISOString(),
  }
}

/** An order that could not be filled. */
export function toUnfilled({ orderId, asked, status, currentTotal, at }: Unfilled) {
  return {
    orderId,
    referenceId: asked.reference,
    status,
    statusText: statusTexts[status],
    item: { bookId: bookIdOf(asked.offerId), isbn13: asked.offerId.split('-')[0] ?? '' },
    total: null,
    currentTotal: currentTotal && toMoney(currentTotal),
    orderDate: at.toISOString(),
  }
}

/** `<isbn13>-<nth>` → the ISBN and two more digits. */
export function bookIdOf(offerId: string): string {
  const [isbn13 = '', nth = ''] = offerId.split('-')
  return `${isbn13}${nth.padStart(2, '0')}`
}

/** Back again; anything else → an id that no offer has. */
function offerIdOf(bookId: string): string {
  const [, isbn13, nth] = /^(\d{13})(\d{2})$/.exec(bookId) ?? []
  return isbn13 === undefined ? '' : `${isbn13}-${Number(nth)}`
}

/** The two letters of a country with three; null for one that nobody here sends to. */
export function toAlpha2(alpha3: string): string | null {
  return countries[alpha3] ?? null
}

/** The referenceId in a body, for the journal. */
export function referenceIn(body: string): string | null {
  try {
    const { referenceId } = JSON.parse(body)
    return typeof referenceId === 'string' ? referenceId : null
  } catch {
    return null
  }
}

function toMoney(money: Money): { amount: string; currency: string } {
  return { amount: toDecimal(money), currency: money.currency }
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    throw new FoxedError(4220, 'body: is no JSON')
  }
}

const statusTexts = {
  '05': 'Ordered',
  '14': 'Item Unavailable',
  '17': 'Cancelled By Buyer',
  '53': 'Max Price Exceeded',
}

const countries: Readonly<Record<string, string>> = Object.fromEntries(
  (
    'GBR GB,IRL IE,FRA FR,DEU DE,ESP ES,ITA IT,NLD NL,BEL BE,LUX LU,AUT AT,CHE CH,PRT PT,DNK DK,SWE SE,NOR NO,FIN FI,' +
    'POL PL,CZE CZ,USA US,CAN CA,AUS AU,NZL NZ,JPN JP,IND IN'
  )
    .split(',')
    .map((pair) => pair.split(' ')),
)
