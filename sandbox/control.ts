// The control and journal endpoints: change any behaviour while the box runs, read every book it keeps.
import { z } from 'zod'
import type { Money } from '@quire/proto/money'
import { fromDecimal, isKnownCurrency, toView } from './core/amount.ts'
import { BehaviourPatch } from './core/behaviour.ts'
import { json } from './core/http.ts'
import type { HttpReply, HttpRequest, Route } from './core/http.ts'
import { isIsbn13 } from './core/isbn.ts'
import { toOrderView } from './core/orders.ts'
import { conditions } from './core/profile.ts'
import type { Seller } from './core/seller.ts'
import { IntentDamage, OrderDamage, damageIntent, damageOrder } from './damage.ts'
import { MailboxPatch } from './mailbox/model.ts'
import { ProviderPatch } from './payments/behaviour.ts'
import { toIntentView } from './payments/journal.ts'
import type { World } from './world.ts'

/** The control routes, at the root of the sandbox's HTTP port. `addressOf` says where a seller can be reached. */
export function controlRoutes(world: World, addressOf: (seller: Seller) => string): Route[] {
  const view = (seller: Seller) => toSellerView(seller, addressOf(seller))
  return [
    route('GET', '/healthz', () => json(200, { status: 'ok' })),
    route('GET', '/sellers', () => json(200, world.sellers().map(view))),
    route('GET', '/sellers/:name', (request) => json(200, view(getSeller(world, request)))),
    route('PATCH', '/sellers/:name', (request) => {
      const seller = getSeller(world, request)
      seller.behaviour = { ...seller.behaviour, ...definedOf(parse(BehaviourPatch, request)) }
      return json(200, view(seller))
    }),
    route('PUT', '/sellers/:name/offers/:isbn13', (request) => putOffer(getSeller(world, request), request)),
    route('GET', '/sellers/:name/offers/:isbn13', (request) => listOffers(getSeller(world, request), request)),
    route('GET', '/journal/sellers/:name/orders', (request) =>
      json(200, getSeller(world, request).orders().map(toOrderView)),
    ),
    route('GET', '/journal/sellers/:name/requests', (request) => json(200, getSeller(world, request).journal.list())),
    route('GET', '/payments', () => json(200, world.payments.behaviour)),
    route('PATCH', '/payments', (request) => {
      world.payments.behaviour = { ...world.payments.behaviour, ...definedOf(parse(ProviderPatch, request)) }
      return json(200, world.payments.behaviour)
    }),
    route('GET', '/journal/payments', () =>
      json(200, { ...world.payments.books.journal(), setups: world.payments.setups.journal() }),
    ),
    route('PATCH', '/journal/sellers/:name/orders/:reference', (request) => {
      const order = damageOrder(getSeller(world, request), request.params.reference ?? '', parse(OrderDamage, request))
      if (!order) throw new BadControl('reference', 'is no order of this seller', 404)
      return json(200, toOrderView(order))
    }),
    route('PATCH', '/journal/payments/:id', (request) => {
      const intent = damageIntent(world.payments.books, request.params.id ?? '', parse(IntentDamage, request))
      if (!intent) throw new BadControl('id', 'is no intent of the provider', 404)
      return json(200, toIntentView(intent))
    }),
    route('GET', '/journal/payments/mishaps', () => json(200, world.payments.mishaps)),
    route('PATCH', '/mailbox', (request) => {
      world.mailbox.behaviour = { ...world.mailbox.behaviour, ...definedOf(parse(MailboxPatch, request)) }
      return json(200, world.mailbox.behaviour)
    }),
    route('GET', '/journal/mailbox', () => json(200, world.mailbox.list().toReversed())),
    route('POST', '/reset', (request) => {
      const { seed } = parse(Reset, request)
      world.reset(seed)
      return json(200, { seed })
    }),
  ]
}

function toSellerView({ profile, behaviour }: Seller, address: string): Record<string, unknown> {
  const { name, title, protocol, currencies } = profile
  return { name, title, protocol, address, currencies, behaviour }
}

function putOffer(seller: Seller, request: HttpRequest): HttpReply {
  const isbn13 = getIsbn(request)
  const asked = parse(OfferBody, request)
  const currency = asked.currency ?? currencyIn(asked.price) ?? seller.profile.currencies[0]
  if (!isKnownCurrency(currency)) throw new BadControl('currency', 'is not one Quire knows')
  const price = readAmount('price', asked.price, currency)
  const shipping = readAmount('shipping', asked.shipping, currency)
  const { condition, quantity } = asked
  seller.catalogue.fix(isbn13, { price, shipping, condition, quantity })
  return json(200, { isbn13, currency, price: toView(price), shipping: toView(shipping), condition, quantity })
}

function listOffers(seller: Seller, request: HttpRequest): HttpReply {
  const { profile, catalogue } = seller
  const currency = request.url.searchParams.get('currency') ?? profile.currencies[0]
  if (!profile.currencies.includes(currency))
    throw new BadControl('currency', `must be ${profile.currencies.join(', ')}`)
  const country = request.url.searchParams.get('country') ?? profile.shipsFrom(currency)
  return json(
    200,
    catalogue.offers(getIsbn(request), country, currency).map((offer) => ({
      offerId: offer.offerId,
      isbn13: offer.isbn13,
      condition: offer.condition,
      quantity: offer.quantity,
      item: toView(offer.item),
      tax: toView(offer.tax),
      isShippingHidden: offer.isShippingHidden,
      shipping: offer.shipping && toView(offer.shipping),
      total: offer.total && toView(offer.total),
    })),
  )
}

function route(method: string, path: string, act: (request: HttpRequest) => HttpReply): Route {
  return {
    method,
    path,
    handler: (request) => {
      try {
        return act(request)
      } catch (error) {
        if (!(error instanceof BadControl)) throw error
        const { field, message } = error
        return json(error.status, { error: { field, message: `${field} ${message}` } })
      }
    },
  }
}

function getSeller(world: World, { params }: HttpRequest): Seller {
  const name = params.name ?? ''
  const found = world.findSeller(name)
  if (found) return found
  const names = world.sellers().map((seller) => seller.profile.name)
  throw new BadControl('name', `${JSON.stringify(name)} is no seller; there are ${names.join(', ')}`, 404)
}

function getIsbn({ params }: HttpRequest): string {
  const isbn13 = params.isbn13 ?? ''
  if (!isIsbn13(isbn13)) throw new BadControl('isbn13', 'must be a valid ISBN-13, digits only')
  return isbn13
}

function parse<T>(schema: z.ZodType<T>, { body }: HttpRequest): T {
  const read = schema.safeParse(parseJson(body))
  if (read.success) return read.data
  const [issue] = read.error.issues
  const unknown = issue?.code === 'unrecognized_keys' ? issue.keys[0] : undefined
  const field = [...(issue?.path ?? []), ...(unknown === undefined ? [] : [unknown])].join('.') || 'body'
  throw new BadControl(field, unknown === undefined ? `is not valid: ${issue?.message}` : 'is not a knob')
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body === '' ? '{}' : body)
  } catch {
    throw new BadControl('body', 'is not JSON')
  }
}

function readAmount(field: string, amount: Amount, currency: string): Money {
  if (typeof amount === 'object') {
    if (amount.currency === currency) return { currency, minor: BigInt(amount.minor) }
    throw new BadControl(field, `is in ${amount.currency}, the offer in ${currency}`)
  }
  const money = fromDecimal(String(amount), currency)
  if (!money) throw new BadControl(field, `is no amount of ${currency}`)
  return money
}

function currencyIn(amount: Amount): string | undefined {
  return typeof amount === 'object' ? amount.currency : undefined
}

function definedOf<T extends object>(patch: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>
  }
}

/** A control request that cannot be done; 400, or 404 for a seller that does not exist. */
class BadControl extends Error {
  readonly field: string
  readonly status: number

  constructor(field: string, message: string, status = 400) {
    super(message)
    this.field = field
    this.status = status
  }
}

const Amount = z.union([
  z.string(),
  z.number(),
  z.strictObject({ currency: z.string(), minor: z.number().int().min(0).max(1e12) }),
])
type Amount = z.infer<typeof Amount>

const OfferBody = z.strictObject({
  price: Amount,
  shipping: Amount.default('0'),
  currency: z.string().optional(),
  condition: z.enum(conditions).default('NEW'),
  quantity: z.number().int().min(0).max(1_000_000).default(1),
})

const Reset = z.strictObject({ seed: z.number().int().default(1) })
