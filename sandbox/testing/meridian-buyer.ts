// A buyer at Meridian.
import type { Money } from '@quire/proto/money'
import { toDecimal } from '../core/amount.ts'
import type { Sandbox } from '../index.ts'
import { address, map, over, readMoney } from './buyer.ts'
import type { Buyer, Outcome, SeenOrder } from './buyer.ts'

/** Buys at Meridian. */
export function meridianBuyer(sandbox: Sandbox): Buyer {
  const ask = (query: string, variables: object, signal?: AbortSignal) =>
    over(postGraphql(sandbox, { query, variables }, { signal }), (text, { status }): Outcome<MeridianData> => {
      if (status !== 200) return { kind: 'trouble', what: String(status) }
      const { data, errors } = JSON.parse(text) as MeridianAnswer
      if (!data || errors) return { kind: 'trouble', what: errors?.[0]?.extensions.code ?? 'no data' }
      return { kind: 'ok', value: data }
    })
  return {
    seller: 'meridian',
    currency: 'EUR',
    async quote(isbn13, signal) {
      const found = await ask(documents.quotes, { barcode: isbn13, country: 'GB', first: 10 }, signal)
      return map(found, ({ productVariants: { nodes } = { nodes: [] } }) =>
        nodes.flatMap(({ id, price, shippingRate, quantityAvailable: quantity }) => {
          if (!shippingRate || quantity === 0) return []
          const [item, shipping] = [read(price), read(shippingRate.price)]
          return [{ id, total: { ...item, minor: item.minor + shipping.minor }, quantity }]
        }),
      )
    },
    async place(reference, { id, total }, signal) {
      const created = await ask(documents.create, { input: toCartInput(reference, id) }, signal)
      const cart = refusedOr(created, ({ cartCreate }) => cartCreate)
      if (cart.kind !== 'ok') return cart
      const input = { cartId: cart.value.cart?.id, clientMutationId: reference, expectedTotal: toMoney(total) }
      const submitted = await ask(documents.submit, { input }, signal)
      return map(
        refusedOr(submitted, ({ cartSubmit }) => cartSubmit),
        toOrder,
      )
    },
    async get(reference) {
      const found = await ask(documents.find, { id: reference })
      if (found.kind === 'ok' && !found.value.order) return { kind: 'refused', code: 'ORDER_NOT_FOUND' }
      return map(found, toOrder)
    },
    async cancel(reference) {
      const cancelled = await ask(documents.cancel, { input: { clientMutationId: reference } })
      return map(cancelled, ({ orderCancel }) => toOrder(orderCancel ?? {}))
    },
    close() {},
  }
}

/** Posts one request as Meridian wants it. */
export function postGraphql(
  sandbox: Sandbox,
  body: unknown,
  { token = 'meridian-token', signal }: { token?: string; signal?: AbortSignal | undefined } = {},
): Promise<Response> {
  return fetch(`${sandbox.url}/meridian/api/2026-10/graphql.json`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-meridian-storefront-token': token },
    body: typeof body === 'string' ? body : JSON.stringify(body),
    signal: signal ?? null,
  })
}

export function toCartInput(reference: string, merchandiseId: string) {
  const { recipient, lines, city, postalCode, country } = address
  const deliveryAddress = {
    name: recipient,
    address1: lines[0],
    address2: lines[1],
    city,
    zip: postalCode,
    countryCode: country,
  }
  return { clientMutationId: reference, lines: [{ merchandiseId, quantity: 1 }], deliveryAddress }
}

const money = '{ amount currencyCode }'
const order = `order { id clientMutationId status cost { totalAmount ${money} } }`

export const documents = {
  quotes: `query Quotes($barcode: String!, $country: String!, $first: Int!) {
    productVariants(barcode: $barcode, country: $country, first: $first) {
      nodes { id quantityAvailable availableForSale taxesIncluded price ${money} includedTax ${money} shippingRate { price ${money} } }
    }
  }`,
  create: `mutation ($input: CartInput!) {
    cartCreate(input: $input) { cart { id cost { totalAmount ${money} } lines { quantity } } userErrors { code field } warnings { code target } }
  }`,
  submit: `mutation ($input: CartSubmitInput!) {
    cartSubmit(input: $input) { ${order} userErrors { code field currentTotal ${money} } warnings { code target } }
  }`,
  find: `query ($id: String!) { ${order.replace('order', 'order(clientMutationId: $id)')} }`,
  cancel: `mutation ($input: OrderCancelInput!) { orderCancel(input: $input) { ${order} userErrors { code } } }`,
}

function refusedOr(
  outcome: Outcome<MeridianData>,
  payloadOf: (data: MeridianData) => MeridianPayload | undefined,
): Outcome<MeridianPayload> {
  if (outcome.kind !== 'ok') return outcome
  const payload = payloadOf(outcome.value) ?? {}
  const [problem] = payload.userErrors ?? []
  if (problem) {
    const total = problem.currentTotal && read(problem.currentTotal)
    return { kind: 'refused', code: meridianCodes[problem.code] ?? problem.code, ...(total && { total }) }
  }
  if (payload.warnings?.[0]) return { kind: 'refused', code: 'SOLD_OUT' }
  return { kind: 'ok', value: payload }
}

function toOrder({ order: held }: Pick<MeridianPayload, 'order'>): SeenOrder {
  return { orderId: held?.id ?? '', state: held?.status ?? '', total: held?.cost ? read(held.cost.totalAmount) : null }
}

function toMoney(money: Money): MeridianMoney {
  return { amount: toDecimal(money), currencyCode: money.currency }
}

function read({ amount, currencyCode }: MeridianMoney): Money {
  return readMoney(amount, currencyCode)
}

const meridianCodes: Record<string, string> = {
  TOTAL_ABOVE_EXPECTED: 'PRICE_CHANGED',
  CLIENT_MUTATION_ID_REUSED: 'REFERENCE_REUSED',
}

interface MeridianMoney {
  amount: string
  currencyCode: string
}

interface MeridianOrder {
  id: string | null
  status: string
  cost: { totalAmount: MeridianMoney } | null
}

interface MeridianPayload {
  cart?: { id: string } | null
  order?: MeridianOrder | null
  userErrors?: { code: string; currentTotal?: MeridianMoney | null }[]
  warnings?: { code: string }[]
}

interface MeridianData {
  productVariants?: {
    nodes: {
      id: string
      quantityAvailable: number
      price: MeridianMoney
      shippingRate: { price: MeridianMoney } | null
    }[]
  }
  cartCreate?: MeridianPayload
  cartSubmit?: MeridianPayload
  orderCancel?: MeridianPayload
  order?: MeridianOrder | null
}

export interface MeridianAnswer {
  data?: MeridianData | null
  errors?: { message: string; extensions: { code: string } }[]
  extensions?: { cost: { requestedQueryCost: number; actualQueryCost: number | null; throttleStatus: Throttle } }
}

interface Throttle {
  maximumAvailable: number
  currentlyAvailable: number
  restoreRate: number
}
