// What a GraphQL storefront says. Only the fields we ask for; a wrong one is bad_data.
import { z } from 'zod'

const Text = z.string().max(4_000)
const Amount = z.object({ amount: Text, currencyCode: Text })

/** The envelope: `data` is missing when nothing was executed, null when execution broke. */
export const Answer = z.object({
  data: z.record(z.string(), z.unknown()).nullable().optional(),
  errors: z
    .array(z.object({ message: Text.default(''), extensions: z.object({ code: Text.optional() }).default({}) }))
    .max(100)
    .default([]),
  extensions: z
    .object({
      cost: z
        .object({
          requestedQueryCost: z.number(),
          throttleStatus: z.object({ currentlyAvailable: z.number(), restoreRate: z.number().positive() }),
        })
        .optional(),
    })
    .optional(),
})
export type Answer = z.infer<typeof Answer>

const Variant = z.object({
  id: Text.min(1),
  barcode: Text,
  condition: Text,
  availableForSale: z.boolean(),
  quantityAvailable: z.int().min(0).nullable(),
  shipsFrom: Text,
  priceValidUntil: z.iso.datetime(),
  taxesIncluded: z.boolean(),
  price: Amount,
  shippingRate: z
    .object({ deliveryDaysMin: z.int().min(0).max(1_000), deliveryDaysMax: z.int().min(0).max(1_000), price: Amount })
    .nullable(),
})
export type Variant = z.infer<typeof Variant>

export const Variants = z.object({ nodes: z.array(Variant).max(50) })

const UserErrors = z
  .array(
    z.object({
      code: Text,
      field: z.array(Text).max(20).nullable().default(null),
      message: Text.default(''),
      currentTotal: Amount.nullable().default(null),
    }),
  )
  .max(20)

const Warnings = z.array(z.object({ code: Text, message: Text.default('') })).max(20)

/** What is the same in every payload of a mutation. */
const Payload = z.object({ userErrors: UserErrors, warnings: Warnings.default([]) })
export type Payload = z.infer<typeof Payload>

export const CartCreated = Payload.extend({
  cart: z
    .object({ id: Text.min(1), lines: z.array(z.unknown()).max(20), cost: z.object({ totalAmount: Amount }) })
    .nullable(),
})

export const Order = z.object({
  id: Text.nullable(),
  clientMutationId: Text,
  status: Text,
  createdAt: z.iso.datetime().nullable(),
  lines: z.array(z.object({ barcode: Text, condition: Text })).max(20),
  cost: z.object({ totalAmount: Amount }).nullable(),
})
export type Order = z.infer<typeof Order>

/** The payload of `cartSubmit` and `orderCancel`. */
export const Ordered = Payload.extend({ order: Order.nullable() })
