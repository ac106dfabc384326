// What a seller says over the Agentic Commerce Protocol (2026-04-17). Only the fields we use; unknown fields, statuses and codes are accepted.
import { z } from 'zod'

const Text = z.string().max(4_000)
const Totals = z.array(z.object({ type: Text, amount: z.int() })).max(50)
const Barcodes = z.array(z.object({ value: Text })).max(20)

const Variant = z.object({
  id: Text.min(1),
  condition: Text.optional(),
  barcodes: Barcodes.default([]),
  availability: z.object({ available: z.boolean().default(true) }).optional(),
  variant_options: z
    .array(z.object({ name: Text, value: Text }))
    .max(50)
    .default([]),
})
export type Variant = z.infer<typeof Variant>

export const Products = z.object({
  products: z.array(z.object({ variants: z.array(Variant).max(200).default([]) })).max(50),
})

const Order = z.object({
  id: Text.optional(),
  client_reference_id: Text,
  status: Text,
  created_at: z.iso.datetime().optional(),
  currency: Text.optional(),
  line_items: z
    .array(z.object({ barcodes: Barcodes.default([]), condition: Text.optional() }))
    .max(20)
    .default([]),
  totals: Totals.optional(),
})
export type Order = z.infer<typeof Order>
export { Order as OrderAnswer }

export const Session = z.object({
  id: Text.min(1),
  status: Text,
  currency: Text,
  line_items: z.array(z.object({ available_quantity: z.int().min(0).optional() })).max(20),
  fulfillment_options: z
    .array(
      z.object({
        type: Text,
        id: Text,
        earliest_delivery_time: z.iso.datetime().optional(),
        latest_delivery_time: z.iso.datetime().optional(),
      }),
    )
    .max(50),
  selected_fulfillment_options: z
    .array(z.object({ option_id: Text }))
    .max(20)
    .default([]),
  totals: Totals,
  messages: z
    .array(z.object({ type: Text, code: Text.optional(), content: Text.default('') }))
    .max(50)
    .default([]),
  expires_at: z.iso.datetime().optional(),
  order: Order.optional(),
})
export type Session = z.infer<typeof Session>

export const Delegated = z.object({ id: Text.min(1) })

/** A protocol error: flat. */
export const Trouble = z.object({ code: Text, message: Text.default('') })
export type Trouble = z.infer<typeof Trouble>

/** What a webhook is about; its order is not believed. */
export const OrderEvent = z.object({ data: z.object({ checkout_session_id: Text }) })
