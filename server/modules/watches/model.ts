// A watch: a book, what it may cost, and perhaps a mandate to buy it then. Amounts of a watch and its mandate are in one currency.
import { z } from 'zod'
import { Acceptable } from '#catalog'
import type { CatalogDeps } from '#catalog'
import type { MandatesDeps } from '#mandates'
import type { Boards } from '#offers'
import { Condition, ShipTo, conditions } from '#sellers'
import type { Db } from '#platform/db'
import { defineRefusals } from '#platform/errors'
import type { Ids } from '#platform/ids'
import { MoneyInput, MoneyView } from '#platform/money'

export interface WatchesDeps extends CatalogDeps, MandatesDeps {
  readonly db: Db
  readonly ids: Ids
}

/** Who looks needs somewhere to ask. */
export interface LookDeps extends WatchesDeps {
  readonly boards: Boards
}

const daysMax = 365 // a wish older than a year is asked for again, not assumed
const dayMs = 86_400_000

/** When a watch made at `at` ends unless it says so itself; also the latest that it may say. */
export const latestEnd = (at: Date): Date => new Date(at.getTime() + daysMax * dayMs)

const SellerIds = z
  .array(z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'is not the id of a seller'))
  .min(1, 'must name at least one')
  .max(100)

const MandateInput = z
  .strictObject({
    /** The most that one copy may cost, delivered. */
    capPerCopy: MoneyInput,
    count: z.int().min(1, 'must be at least 1').max(20, 'must be at most 20'),
    /** The most that all copies together may cost. */
    budget: MoneyInput,
    sellersAllowed: SellerIds.optional(),
    sellersRefused: SellerIds.optional(),
    expiresAt: z.iso.datetime().transform((text) => new Date(text)),
    paymentMethod: z.string().regex(/^pm_\w{3,60}$/, 'is not a payment method'),
    /** Typed by the shopper: money is spent without asking again. */
    confirm: z.literal('BUY FOR ME', 'must be the words BUY FOR ME'),
  })
  .refine(({ sellersAllowed, sellersRefused }) => !sellersAllowed || !sellersRefused, {
    path: ['sellersRefused'],
    message: 'give either the sellers allowed or those refused',
  })

/** What `watches.create` takes. */
export const WatchInput = z
  .strictObject({
    key: z.string().min(8, 'must be at least 8 characters').max(100),
    isbn13: z.string().max(32).optional(),
    acceptable: Acceptable.optional(),
    conditions: z.array(Condition).min(1, 'must name at least one').max(conditions.length),
    /** Landed: item, shipping and tax. */
    target: MoneyInput,
    destination: ShipTo,
    mandate: MandateInput.optional(),
  })
  .superRefine(({ isbn13, acceptable, target, mandate }, ctx) => {
    const wrong = (path: (string | number)[], message: string) => ctx.addIssue({ code: 'custom', path, message })
    if ((isbn13 === undefined) === (acceptable === undefined)) wrong(['isbn13'], 'give either isbn13 or acceptable')
    if (!mandate) return
    for (const name of ['capPerCopy', 'budget'] as const)
      if (mandate[name].currency !== target.currency) wrong(['mandate', name], `must be in ${target.currency}`)
    if (mandate.capPerCopy.minor < target.minor) wrong(['mandate', 'capPerCopy'], 'must be at least the target')
    if (mandate.budget.minor < target.minor) wrong(['mandate', 'budget'], 'must be at least the target')
  })
export type WatchInput = z.infer<typeof WatchInput>

/** UNCONFIRMED: the bank did not confirm its mandate. */
export const endReasons = ['REVOKED', 'EXPIRED', 'DONE', 'UNCONFIRMED'] as const

const SeenView = z.strictObject({ total: MoneyView, sellerId: z.string(), sellerName: z.string(), at: z.string() })

const UseView = z.strictObject({
  purchaseId: z.string(),
  /** RESERVED while the purchase is under way; RELEASED when it bought nothing. */
  state: z.enum(['RESERVED', 'CONSUMED', 'RELEASED']),
  reserved: MoneyView,
  spent: MoneyView.optional(),
  sellerName: z.string().optional(),
  at: z.string(),
})

const ConsentView = z.strictObject({
  /** It buys in ACTIVE and nowhere else. */
  state: z.enum(['PENDING', 'ACTION_REQUIRED', 'ACTIVE', 'FAILED', 'EXPIRED']),
  /** The bank's page; in ACTION_REQUIRED. */
  actionUrl: z.string().optional(),
  /** Until when the shopper can answer; in PENDING and ACTION_REQUIRED. */
  expiresAt: z.string().optional(),
  /** A sentence; in FAILED and EXPIRED. */
  reason: z.string().optional(),
})

const MandateView = z.strictObject({
  consent: ConsentView,
  capPerCopy: MoneyView,
  count: z.int(),
  bought: z.int(),
  underWay: z.int(),
  budget: MoneyView,
  spent: MoneyView,
  /** Set aside for purchases under way. */
  reserved: MoneyView,
  sellersAllowed: z.array(z.string()).optional(),
  sellersRefused: z.array(z.string()).optional(),
  /** Newest first. */
  purchases: z.array(UseView),
})

export const WatchView = z.strictObject({
  id: z.string(),
  state: z.enum(['ACTIVE', ...endReasons]),
  isbn13: z.string(),
  title: z.string(),
  conditions: z.array(Condition),
  target: MoneyView,
  destination: z.strictObject({ country: z.string(), postalCode: z.string().optional() }),
  createdAt: z.string(),
  expiresAt: z.string(),
  endedAt: z.string().optional(),
  /** False from when it fired until its price has risen again. */
  isArmed: z.boolean(),
  firedAt: z.string().optional(),
  /** What it last cost, over all editions accepted; absent before the first look and while nobody offers it. */
  lowest: SeenView.optional(),
  mandate: MandateView.optional(),
})
export type WatchView = z.infer<typeof WatchView>

/** The chart: a step line of what was asked, and points where it was bought. */
export const HistoryView = z.strictObject({
  currency: z.string(),
  target: MoneyView,
  /** Oldest first. Each holds until the next; no total: nobody offered a copy. */
  asked: z.array(z.strictObject({ at: z.string(), total: MoneyView.optional(), sellerName: z.string().optional() })),
  /**
   * By everybody who bought it through Quire, in the conditions of the watch; oldest first. `purchaseId`: one's own, whether a watch
   * bought it or not; of others only the day is told.
   */
  paid: z.array(
    z.strictObject({ at: z.string(), total: MoneyView, sellerName: z.string(), purchaseId: z.string().optional() }),
  ),
})
export type HistoryView = z.infer<typeof HistoryView>

export const refuse = defineRefusals('watches', {
  not_found: { trpc: 'NOT_FOUND', say: 'We cannot find that watch.' },
  key_reused: {
    trpc: 'UNPROCESSABLE_CONTENT',
    say: 'This request was already used for a different watch. Nothing new is watched. Please start again from the book.',
  },
  nothing_acceptable: {
    trpc: 'BAD_REQUEST',
    say: 'No edition of this book fits what you accept. Please allow more formats or languages.',
  },
  too_many: {
    trpc: 'CONFLICT',
    say: 'You watch as many books as one person can. Please end a watch that you no longer need.',
  },
  end_invalid: { trpc: 'BAD_REQUEST', say: 'Please choose an end between tomorrow and a year from now.' },
})
