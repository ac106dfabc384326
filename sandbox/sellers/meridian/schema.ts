// Meridian's schema: the root fields, what may be selected of them, what they cost, and what they do.
import type { z } from 'zod'
import type { Seller } from '../../core/seller.ts'
import type { Carts } from './carts.ts'
import { BadDocument } from './document.ts'
import type { Field, Operation } from './document.ts'
import { CancelInput, CartInput, OrderArgs, SubmitInput, VariantsArgs, toOrder, toVariant, userError } from './wire.ts'

/** A root field, checked and ready to run. */
export interface Prepared {
  name: string
  kind: 'read' | 'place' | 'cancel'
  /** In points. */
  cost: number
  /** Gives the payload. Throws Declined. */
  act: (seller: Seller, carts: Carts) => unknown
  /** The payload as `data`: what was selected, under the names that were asked for. */
  show: (payload: unknown) => Record<string, unknown>
}

/** Checks an operation before anything is done. Throws BadDocument. */
export function prepare({ type, root }: Operation): Prepared {
  const found = Object.hasOwn(rootFields, root.name) ? rootFields[root.name] : undefined
  if (!found || found.type !== type) throw new BadDocument(`${type} has no field ${root.name}`)
  checkSelection(root, found.shape)
  const { cost, run } = found.bind(root.args)
  return {
    name: root.name,
    kind: found.kind,
    cost,
    act: run,
    show: (payload) => ({ [root.alias]: select(payload, root.fields) }),
  }
}

type Shape = { [field: string]: Shape | true }

interface RootField {
  type: 'query' | 'mutation'
  kind: Prepared['kind']
  shape: Shape
  bind: (args: unknown) => { cost: number; run: (seller: Seller, carts: Carts) => unknown }
}

const money: Shape = { amount: true, currencyCode: true }
const userErrors: Shape = { code: true, field: true, message: true, currentTotal: money }
const warnings: Shape = { code: true, target: true, message: true }
const order: Shape = {
  id: true,
  clientMutationId: true,
  status: true,
  createdAt: true,
  lines: { barcode: true, condition: true, quantity: true },
  cost: { totalAmount: money },
}
const variant: Shape = {
  id: true,
  barcode: true,
  title: true,
  condition: true,
  availableForSale: true,
  quantityAvailable: true,
  shipsFrom: true,
  priceValidUntil: true,
  taxesIncluded: true,
  price: money,
  includedTax: money,
  shippingRate: { title: true, deliveryDaysMin: true, deliveryDaysMax: true, price: money },
}
const cart: Shape = {
  id: true,
  clientMutationId: true,
  expiresAt: true,
  lines: { merchandiseId: true, quantity: true },
  cost: { subtotalAmount: money, shippingAmount: money, totalAmount: money },
}

const mutationCost = 10

const rootFields: Readonly<Record<string, RootField>> = {
  productVariants: {
    type: 'query',
    kind: 'read',
    shape: { nodes: variant },
    bind(args) {
      const { barcode, country, first } = read(VariantsArgs, args)
      return {
        cost: 2 + first,
        run: (seller) => ({
          nodes: seller.catalogue
            .offers(barcode, country, 'EUR')
            .slice(0, first)
            .map((offer) => toVariant(offer, country, seller.now())),
        }),
      }
    },
  },
  order: {
    type: 'query',
    kind: 'read',
    shape: order,
    bind(args) {
      const { clientMutationId } = read(OrderArgs, args)
      return {
        cost: 1,
        run: (seller) => {
          const held = seller.find(clientMutationId)
          return held && toOrder(held)
        },
      }
    },
  },
  cartCreate: mutation('cancel', { cart, userErrors, warnings }, CartInput, (input, _, carts) => carts.create(input)),
  cartSubmit: mutation('place', { order, userErrors, warnings }, SubmitInput, (input, _, carts) => carts.submit(input)),
  orderCancel: mutation('cancel', { order, userErrors }, CancelInput, ({ clientMutationId }, seller) => ({
    order: toOrder(seller.cancel(clientMutationId)),
    userErrors: [],
  })),
}

/** A mutation of one `input`, whose wrong fields are user errors; what only fills carts is of the kind `cancel`: no order is lost with it. */
function mutation<T>(
  kind: Prepared['kind'],
  shape: Shape,
  schema: z.ZodType<T>,
  run: (input: T, seller: Seller, carts: Carts) => Record<string, unknown>,
): RootField {
  return {
    type: 'mutation',
    kind,
    shape,
    bind(args) {
      const { input } = args as { input?: unknown }
      const parsed = schema.safeParse(input)
      if (parsed.success) return { cost: mutationCost, run: (seller, carts) => run(parsed.data, seller, carts) }
      const [issue] = parsed.error.issues
      const wrong = userError('INVALID', issue?.message ?? 'not valid', issue?.path.map(String))
      return { cost: mutationCost, run: () => ({ cart: null, order: null, userErrors: [wrong], warnings: [] }) }
    },
  }
}

function read<T>(schema: z.ZodType<T>, args: unknown): T {
  const parsed = schema.safeParse(args)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  throw new BadDocument(`${issue?.path.join('.') || 'arguments'}: ${issue?.message ?? 'not valid'}`)
}

function checkSelection({ name, fields }: Field, shape: Shape): void {
  if (!fields) throw new BadDocument(`${name} must have a selection`)
  for (const field of fields) {
    const inner = Object.hasOwn(shape, field.name) ? shape[field.name] : undefined
    if (inner === undefined) throw new BadDocument(`${name} has no field ${field.name}`)
    if (inner !== true) checkSelection(field, inner)
    else if (field.fields) throw new BadDocument(`${field.name} has no fields`)
  }
}

function select(value: unknown, fields: Field[] | null): unknown {
  if (value === null || !fields) return value
  if (Array.isArray(value)) return value.map((one) => select(one, fields))
  const object = value as Record<string, unknown>
  return Object.fromEntries(fields.map((field) => [field.alias, select(object[field.name], field.fields)]))
}
