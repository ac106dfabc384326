// What the shop needs of the world, what an order of it is, and what a quote must say to be ordered.
import { z } from 'zod'
import { Condition, ownSeller } from '#sellers'
import type { Seller, SellerOrder } from '#sellers'
import type { Clock } from '#platform/clock'
import type { Db } from '#platform/db'
import type { Ids } from '#platform/ids'
import type { Jobs } from '#platform/jobs'
import type { Log } from '#platform/log'
import type { Money } from '#platform/money'

export interface ShopDeps {
  readonly db: Db
  readonly jobs: Jobs
  readonly ids: Ids
  readonly clock: Clock
  readonly log: Log
}

/** The shop as a seller: what it can do is what PostgreSQL can. */
export const shop: Seller = {
  ...ownSeller,
  protocol: 'own',
  currency: 'USD',
  canCancel: true, // before any order came, too
  canLookUp: true,
  replaysOrders: true,
  notFoundFinalAfterMs: null, // an order that is under way may still commit; a cancelled reference is final
  isAutoBuyEligible: true,
}

/** What is ordered: one copy at the price that was quoted. Never leaves the server. */
export const OrderToken = z.strictObject({
  isbn13: z.string(),
  condition: Condition,
  currency: z.string(),
  minor: z.string().regex(/^\d+$/),
})
export type OrderToken = z.infer<typeof OrderToken>

export interface ShopOrder {
  readonly reference: string
  /** Null for a reference that was cancelled before an order came. */
  readonly copy: { readonly isbn13: string; readonly condition: Condition; readonly total: Money } | null
  readonly cancelledAt: Date | null
}

export function toSellerOrder({ reference, copy, cancelledAt }: ShopOrder): SellerOrder {
  return {
    sellerId: ownSeller.id,
    reference,
    sellerOrderId: copy ? reference : '',
    state: cancelledAt ? 'CANCELLED' : 'ACCEPTED', // what becomes of it is the order's own story here
    isbn13: copy?.isbn13 ?? '',
    condition: copy?.condition ?? 'UNSPECIFIED',
    total: copy?.total ?? null,
  }
}
