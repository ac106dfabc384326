// quotes-cold: rounds of quotes that nobody has cached, through server and gateway, against the same calls to the same sellers by a bare loop.
// The loop is one process with undici, and grpc-js for the seller that speaks gRPC. A round is the requests that the gateway sends, each as often:
// one to each of seven sellers, and to Lantern a session more for each copy that it lists. It reads every body, and parses only Lantern's list,
// which says what to ask next. The three sellers with price lists are asked by neither side: the gateway answers for them from the list in its
// memory, and parses, checks, converts and signs what it answers besides.
import { randomUUID } from 'node:crypto'
import { Metadata, credentials, makeClientConstructor } from '@grpc/grpc-js'
import { sellerService } from '@quire/proto'
import type { seller } from '@quire/proto'
import { Pool } from 'undici'
import { isbnOf, readBest } from './books.ts'
import { inTurns, loopLoad, report } from './measure.ts'
import type { Report } from './measure.ts'
import { openBenchStack } from './stack.ts'
import type { BenchStack } from './stack.ts'

const load = { lanes: 16, seconds: 5 }
const warmUp = { lanes: 16, seconds: 3 } // until both sides' code is compiled
const listSellers = ['bargain-barn', 'continental', 'continental-us']

export async function quotesCold(say: (line: string) => void): Promise<Report> {
  say('Starting a Quire of its own …')
  const stack = await openBenchStack()
  const bare = await openBareSellers(stack)
  const server = new Pool(stack.serverUrl)
  let next = 0 // no book is asked for twice, by either side
  const throughQuire = async () => void (await readBest(server, isbnOf(next++)))
  const bareRound = () => bare.ask(isbnOf(next++))
  try {
    await holdLists(stack.sandboxUrl)
    await loopLoad(throughQuire, warmUp)
    await loopLoad(bareRound, warmUp)
    const { asked } = await readBest(server, isbnOf(next++))
    say(`Asking ${asked} sellers for books nobody has asked for, in turns with a bare loop …`)
    const sides = await inTurns({
      measured: () => loopLoad(throughQuire, load),
      ceiling: () => loopLoad(bareRound, load),
    })
    return report('quotes-cold', 'rounds/s', sides, { sellers: asked, lanes: load.lanes })
  } finally {
    await server.close()
    await bare.close()
    await stack.close()
  }
}

/** Calm sellers make a new list for each look, so that tests see every change; these make one as often as in their contracts. */
async function holdLists(sandboxUrl: string): Promise<void> {
  for (const seller of listSellers) {
    const body = JSON.stringify({ listEveryMs: 60_000 })
    const answer = await fetch(`${sandboxUrl}/sellers/${seller}`, { method: 'PATCH', body })
    if (!answer.ok) throw new Error(`${seller}: ${answer.status}`)
  }
}

/** The sellers' own interfaces, with nothing of ours in between. */
async function openBareSellers({ sandboxUrl, sandboxGrpcAddr }: BenchStack) {
  const pool = new Pool(sandboxUrl, { connections: 64 })
  const token = await harborToken(pool)
  const Client = makeClientConstructor(sellerService, 'SellerService')
  const options = { 'grpc.enable_channelz': 0 }
  const grpc = new Client(
    sandboxGrpcAddr,
    credentials.createInsecure(),
    options,
  ) as unknown as seller.SellerServiceClient
  const metadata = new Metadata()
  metadata.set('authorization', 'Bearer fleet-street-key')

  async function http(
    path: string,
    init: { method: 'GET' | 'POST'; headers: Record<string, string>; body?: string },
    good: readonly number[] = [200, 201],
  ): Promise<string> {
    const headers = { 'user-agent': 'quire-bench', 'accept-encoding': 'gzip', ...init.headers }
    const { statusCode, body } = await pool.request({ path, ...init, headers })
    const text = await body.text()
    if (!good.includes(statusCode)) throw new Error(`${path}: ${statusCode}`)
    return text
  }
  /** The feed's variants, then a session for each copy that is in stock. */
  async function overAcp(isbn13: string): Promise<void> {
    const headers = { authorization: 'Bearer lantern-key', 'api-version': '2026-04-17' }
    const found = await http(`/lantern/products?gtin=${isbn13}`, { method: 'GET', headers })
    for (const id of paperCopies(found))
      await http('/lantern/checkout_sessions', {
        method: 'POST',
        headers: { ...headers, 'content-type': 'application/json', 'idempotency-key': randomUUID() },
        body: sessionBody(id),
      })
  }
  async function overGrpc(isbn13: string): Promise<void> {
    const call = grpc.getQuotes({ isbn13, destination: { country: 'US' }, currency: 'USD' }, metadata)
    for await (const _ of call as AsyncIterable<unknown>);
  }

  return {
    async ask(isbn13: string): Promise<void> {
      const search = `/harbor/buy/browse/v1/item_summary/search?q=${isbn13}&deliveryCountry=US&limit=50`
      const marketplace = { authorization: `Bearer ${token}`, 'x-harbor-marketplace': 'HARBOR_US' }
      const soap = {
        'content-type': 'text/xml; charset=utf-8',
        soapaction: '"urn:northgate:trade:v1#PriceAndAvailability"',
      }
      const graphql = { 'content-type': 'application/json', 'x-meridian-storefront-token': 'meridian-token' }
      const papertrail = { 'x-api-key': 'papertrail-key' }
      await Promise.all([
        http(search, { method: 'GET', headers: marketplace }),
        http('/northgate/soap', { method: 'POST', headers: soap, body: envelope(isbn13) }),
        http(`/foxed/search?clientkey=foxed-client-key&isbn=${isbn13}&currency=USD&destinationcountry=USA`, {
          method: 'GET',
          headers: {},
        }),
        http('/meridian/api/2026-10/graphql.json', { method: 'POST', headers: graphql, body: variants(isbn13) }),
        overGrpc(isbn13),
        overAcp(isbn13),
        http(`/papertrail/v1/books/${isbn13}/offers?country=US`, { method: 'GET', headers: papertrail }, [200, 404]),
      ])
    },
    async close(): Promise<void> {
      grpc.close()
      await pool.close()
    },
  }
}

async function harborToken(pool: Pool): Promise<string> {
  const { body } = await pool.request({
    path: '/harbor/identity/v1/oauth2/token',
    method: 'POST',
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      authorization: `Basic ${Buffer.from('harbor-client:harbor-secret').toString('base64')}`,
    },
    body: 'grant_type=client_credentials&scope=https%3A%2F%2Fharbor.example%2Foauth%2Fbuy',
  })
  const { access_token: token } = (await body.json()) as { access_token?: string }
  if (!token) throw new Error('Harbor gave no token')
  return token
}

function paperCopies(products: string): string[] {
  const feed = JSON.parse(products) as { products: { variants: FeedVariant[] }[] }
  const variants = feed.products.flatMap((product) => product.variants)
  return variants.flatMap(({ id, title, availability }) => (title === 'Paper' && availability.available ? [id] : []))
}

interface FeedVariant {
  id: string
  title: string
  availability: { available: boolean }
}

function sessionBody(id: string): string {
  const address = { name: '', line_one: '', city: '', state: '', country: 'US', postal_code: '' }
  return JSON.stringify({ currency: 'usd', line_items: [{ id }], capabilities: {}, fulfillment_details: { address } })
}

function variants(barcode: string): string {
  const query = `query Quotes($barcode: String!, $country: String!, $first: Int!) {
  productVariants(barcode: $barcode, country: $country, first: $first) { nodes {
    id barcode condition availableForSale quantityAvailable shipsFrom priceValidUntil taxesIncluded price { amount currencyCode }
    shippingRate { deliveryDaysMin deliveryDaysMax price { amount currencyCode } } } } }`
  return JSON.stringify({ query, variables: { barcode, country: 'US', first: 10 } })
}

function envelope(isbn13: string): string {
  return `<soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"><soap:Body>
<PriceAndAvailability xmlns="urn:northgate:trade:v1"><AccountNumber>QUIRE01</AccountNumber><Password>northgate-secret</Password>
<EAN13>${isbn13}</EAN13><Quantity>1</Quantity><DeliveryCountry>US</DeliveryCountry></PriceAndAvailability></soap:Body></soap:Envelope>`
}
