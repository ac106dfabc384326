// Damage to the books that the box keeps, so that whoever compares theirs with these finds something: an order or an intent that says
// something else than it did, or is gone. Nobody is told: no webhook, no movement.
import { z } from 'zod'
import type { Order } from './core/orders.ts'
import type { Seller } from './core/seller.ts'
import type { Books } from './payments/books.ts'
import type { Intent } from './payments/objects.ts'

/** `PATCH /journal/sellers/:name/orders/:reference`. */
export const OrderDamage = z.strictObject({
  isForgotten: z.literal(true).optional(),
  state: z.enum(['ACCEPTED', 'CANCELLED']).optional(),
  totalMinor: z.number().int().min(0).max(1e12).optional(),
})

/** `PATCH /journal/payments/:id`. */
export const IntentDamage = z.strictObject({
  isForgotten: z.literal(true).optional(),
  status: z.enum(['requires_payment_method', 'requires_capture', 'succeeded', 'canceled']).optional(),
  authorizedMinor: z.number().int().min(0).max(1e12).optional(),
  capturedMinor: z.number().int().min(0).max(1e12).optional(),
})

/** Changes an order in its seller's books; null when there is none under this reference. */
export function damageOrder(seller: Seller, reference: string, damage: z.infer<typeof OrderDamage>): Order | null {
  const order = seller.orders().find((each) => each.reference === reference)
  if (!order) return null
  if (damage.isForgotten) seller.forget(reference)
  order.state = damage.state ?? order.state
  if (damage.totalMinor !== undefined) order.total = { ...order.total, minor: BigInt(damage.totalMinor) }
  return order
}

/** Changes an intent in the provider's books; null when there is none of this id. */
export function damageIntent(books: Books, id: string, damage: z.infer<typeof IntentDamage>): Intent | null {
  const intent = books.intents().find((each) => each.id === id)
  if (!intent) return null
  if (damage.isForgotten) books.forgetIntent(id)
  intent.status = damage.status ?? intent.status
  intent.authorizedMinor = damage.authorizedMinor ?? intent.authorizedMinor
  intent.capturedMinor = damage.capturedMinor ?? intent.capturedMinor
  return intent
}
