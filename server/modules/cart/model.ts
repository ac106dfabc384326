// What a cart is: lines that somebody means to buy, each with what was accepted when it was last looked at.
import { z } from 'zod'
import type { Clock } from '#platform/clock'
import type { Db } from '#platform/db'
import { defineRefusals } from '#platform/errors'
import type { Ids } from '#platform/ids'
import { isIsbn13 } from '#platform/isbn'
import type { Log } from '#platform/log'
import { MoneyInput, MoneyView } from '#platform/money'
import type { Money } from '#platform/money'
import { TotalsView } from '#rates'
import type { Totals } from '#rates'
import { Condition } from '#sellers'

export interface CartDeps {
  readonly db: Db
  readonly clock: Clock
  readonly ids: Ids
  readonly log: Log
}

/** Whose cart: the account's, the browser's (by the token in its cookie), or both, which are one cart then. */
export interface CartOwner {
  readonly accountId: string | null
  readonly token: string | null
}

/** So many copies of ours, at the price each that the shopper accepted last. */
export interface CopyLine {
  readonly kind: 'copy'
  readonly id: string
  readonly isbn13: string
  readonly condition: Condition
  readonly quantity: number
  readonly accepted: Money
  readonly addedAt: Date
  readonly changedAt: Date
}

/** One copy from whoever is cheapest, in one of these conditions, within this landed total: becomes a purchase. */
export interface CheapestLine {
  readonly kind: 'cheapest'
  readonly id: string
  readonly isbn13: string
  readonly conditions: readonly Condition[]
  readonly maxTotal: Money
  readonly quantity: 1
  readonly addedAt: Date
  readonly changedAt: Date
}

/** One ebook of ours, for good, at the price that the shopper accepted last. A licence is bought once. */
export interface EbookLine {
  readonly kind: 'ebook'
  readonly id: string
  readonly isbn13: string
  readonly accepted: Money
  readonly quantity: 1
  readonly addedAt: Date
  readonly changedAt: Date
}

export type CartLine = CopyLine | CheapestLine | EbookLine

/** What became different since the line was accepted. `say` is for the shopper and holds the old and the new value. */
export type Change =
  | { readonly kind: 'price_up' | 'price_down' | 'currency_changed'; readonly before: Money; readonly now: Money }
  | { readonly kind: 'fewer_left'; readonly wanted: number; readonly left: number }
  | { readonly kind: 'sold_out'; readonly wanted: number }
  /** Of an ebook: not for sale in this currency any more, the account's own already, or in an order of theirs that is being paid. */
  | { readonly kind: 'not_sold' | 'owned' | 'being_bought' }

/** A copy line beside the shelf as it is now. */
export interface PricedCopy extends CopyLine {
  /** Each; null when nothing is on the shelf. */
  readonly price: Money | null
  /** Copies that are free. */
  readonly available: number
  readonly changes: readonly Change[]
}

/** An ebook line beside what it costs now. */
export interface PricedEbook extends EbookLine {
  /** Null when it cannot be bought: `changes` says why. */
  readonly price: Money | null
  readonly changes: readonly Change[]
}

export type PricedLine = PricedCopy | PricedEbook | (CheapestLine & { readonly changes: readonly Change[] })

/** A cart as it is shown: priced now, with the totals of our own copies for a destination. */
export interface PricedCart {
  /** Oldest first. */
  readonly lines: readonly PricedLine[]
  /** Of the copies and ebooks that can be had; null without them or without a destination. */
  readonly totals: Totals | null
  /** True when there are lines and each can be had as it stands. */
  readonly isOrderable: boolean
  /** Of all that is shown: two looks with the same fingerprint showed the same lines, prices and totals. */
  readonly fingerprint: string
}

/** How much a cart holds. Data, so that every rule that needs them is given them. */
export interface CartLimits {
  readonly linesMax: number
  readonly quantityMax: number
}

/** As many as one reservation of stock takes: what fits the cart can be ordered. */
export const cartLimits: CartLimits = { linesMax: 50, quantityMax: 99 }
/** A guest's cart is forgotten after so long without a change; its cookie lives as long. */
export const guestDays = 60

export const Quantity = z
  .int('must be a whole number')
  .min(1, 'must be at least 1')
  .max(cartLimits.quantityMax, `must be at most ${cartLimits.quantityMax}`)
export const Key = z.string().trim().min(8).max(100)
export const LineId = z.string().max(100)
const Isbn13 = z.string().refine(isIsbn13, 'must be an ISBN-13')

/** What can be put into a cart. */
export const NewLine = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('copy'),
    isbn13: Isbn13,
    condition: Condition,
    quantity: Quantity.default(1),
    /** The price that was shown beside the button: when it is another by now, the cart says so. */
    price: MoneyInput.optional(),
  }),
  z.strictObject({
    kind: z.literal('cheapest'),
    isbn13: Isbn13,
    conditions: z.array(Condition).min(1, 'must name at least one').max(5),
    maxTotal: MoneyInput,
  }),
  z.strictObject({
    kind: z.literal('ebook'),
    isbn13: Isbn13,
    /** The price that was shown beside the button; in its currency it is bought. When it is another by now, the cart says so. */
    price: MoneyInput,
  }),
])
export type NewLine = z.infer<typeof NewLine>

const ChangeView = z.strictObject({
  kind: z.enum([
    'price_up',
    'price_down',
    'currency_changed',
    'fewer_left',
    'sold_out',
    'not_sold',
    'owned',
    'being_bought',
  ]),
  /** With the old and the new value. */
  say: z.string(),
})

const LineBase = {
  id: z.string(),
  isbn13: z.string(),
  /** Null only when the edition has left the catalogue. */
  title: z.string().nullable(),
  authors: z.array(z.string()),
  format: z.string().nullable(),
  quantity: z.int(),
  changes: z.array(ChangeView),
}

const CartLineView = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('copy'),
    ...LineBase,
    condition: Condition,
    price: MoneyView.nullable(),
    /** price × quantity. */
    goods: MoneyView.nullable(),
    available: z.int(),
  }),
  z.strictObject({
    kind: z.literal('cheapest'),
    ...LineBase,
    conditions: z.array(Condition),
    maxTotal: MoneyView,
  }),
  z.strictObject({
    kind: z.literal('ebook'),
    ...LineBase,
    /** Null when it cannot be bought. */
    price: MoneyView.nullable(),
  }),
])
export type CartLineView = z.infer<typeof CartLineView>

export const CartView = z.strictObject({
  lines: z.array(CartLineView),
  /** Σ quantity. */
  count: z.int(),
  totals: TotalsView.nullable(),
  isOrderable: z.boolean(),
  fingerprint: z.string(),
})
export type CartView = z.infer<typeof CartView>

export const refuse = defineRefusals('cart', {
  edition_not_found: { trpc: 'NOT_FOUND', say: 'We do not know this book. Nothing was put into your cart.' },
  not_on_shelf: {
    trpc: 'CONFLICT',
    say: 'We have no copy of this book in this condition just now. Your cart is as it was.',
  },
  ebook_not_sold: {
    trpc: 'CONFLICT',
    say: 'We do not sell this ebook in this currency. Your cart is as it was.',
  },
  ebook_owned: { trpc: 'CONFLICT', say: 'You own this ebook already. Read it from your library.' },
  ebook_being_bought: {
    trpc: 'CONFLICT',
    say: 'You are buying this ebook already: its order is being paid. Your cart is as it was.',
  },
  line_not_found: { trpc: 'NOT_FOUND', say: 'This is not in your cart any more.' },
  full: { trpc: 'CONFLICT', say: `A cart holds ${cartLimits.linesMax} different things. Please order these first.` },
  too_many: {
    trpc: 'BAD_REQUEST',
    say: `A cart holds ${cartLimits.quantityMax} copies of one book. Your cart is as it was.`,
  },
  bought_once: { trpc: 'BAD_REQUEST', say: 'This is bought once; its quantity cannot be changed.' },
  changed: { trpc: 'CONFLICT', say: 'Something in your cart changed just now. Please look at it again.' },
})
