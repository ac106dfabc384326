// The jobs of orders. What follows for the money is told here; refunds consume it.
import { z } from 'zod'
import { defineJob } from '#platform/jobs'

const OrderId = z.uuid()

/** The copies of this order will not come, though they are paid for: cancelled by the shopper, or given up by the seller. */
export const willNotCome = defineJob({
  name: 'orders.willNotCome',
  data: z.strictObject({ orderId: OrderId, by: z.string(), reason: z.string() }),
  queue: { policy: 'standard', retryLimit: 8, retryDelay: 2, retryBackoff: true, deadLetter: 'orders.dead' },
})

/** Time to ask its seller how an order stands. */
export const followOrder = defineJob({
  name: 'orders.followOrder',
  data: z.strictObject({ orderId: OrderId }),
  queue: { policy: 'standard', retryLimit: 3, retryDelay: 30, retryBackoff: true, deadLetter: 'orders.dead' },
  key: ({ orderId }) => orderId,
})

/** Time to look which orders' sellers are to be asked. */
export const followDue = defineJob({
  name: 'orders.followDue',
  data: z.strictObject({}),
  queue: { policy: 'singleton', retryLimit: 0 }, // the next minute brings the next
})

/** Time to look for orders that do not move on. */
export const stuckDue = defineJob({
  name: 'orders.stuckDue',
  data: z.strictObject({}),
  queue: { policy: 'singleton', retryLimit: 0 }, // the next five minutes bring the next
})
