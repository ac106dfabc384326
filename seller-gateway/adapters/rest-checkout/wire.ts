// What a REST marketplace with checkout sessions says. Only the fields we use; unknown fields are accepted, a wrong one is bad_data.
import { z } from 'zod'

const Text = z.string().max(4_000)
const Amount = z.object({ value: Text, currency: Text })

const Item = z.object({
  itemId: Text.min(1),
  gtin: Text.optional(),
  price: Amount.optional(),
  conditionId: Text.optional(),
  buyingOptions: z.array(Text).max(20),
  shippingOptions: z
    .array(
      z.object({
        shippingCostType: Text,
        shippingCost: Amount.optional(),
        minEstimatedDeliveryDate: z.iso.datetime().optional(),
        maxEstimatedDeliveryDate: z.iso.datetime().optional(),
      }),
    )
    .max(20)
    .optional(),
  estimatedTax: Amount.optional(),
  estimatedAvailableQuantity: z.int().min(0).optional(),
  itemLocation: z.object({ country: Text }).optional(),
  itemEndDate: z.iso.datetime().optional(),
})
export type Item = z.infer<typeof Item>

export const SearchPage = z.object({
  total: z.int().min(0),
  itemSummaries: z.array(Item).max(200).default([]),
  next: Text.optional(),
})

export const Token = z.object({ access_token: Text.min(1), expires_in: z.number().positive() })

export const Session = z.object({ checkoutSessionId: Text.min(1) })

export const PurchaseOrder = z.object({
  purchaseOrderId: Text.optional(),
  clientReference: Text,
  purchaseOrderStatus: Text,
  purchaseOrderCreationDate: z.iso.datetime().optional(),
  lineItems: z
    .array(z.object({ gtin: Text, quantity: z.int(), conditionId: Text.optional() }))
    .max(20)
    .default([]),
  pricingSummary: z.object({ total: Amount }).optional(),
})
export type PurchaseOrder = z.infer<typeof PurchaseOrder>

export const Placed = z.object({ purchaseOrder: PurchaseOrder })

export const Trouble = z.object({
  errors: z
    .array(
      z.object({
        errorId: z.int(),
        message: Text.default(''),
        parameters: z.array(z.object({ name: Text, value: Text })).default([]),
      }),
    )
    .min(1),
})
export type TroubleItem = z.infer<typeof Trouble>['errors'][number]
