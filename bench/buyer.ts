// A reader's browser as far as a benchmark needs it, and what the sellers ask for the books that it buys.
import { Pool as Http, request } from 'undici'
import type { BuyingStack } from './stack.ts'

/** Take an order in one call; of the others some take it by file or document, which lies on a desk first. */
export const promptSellers = [
  'harbor',
  'northgate',
  'fleet-street',
  'lantern',
  'meridian',
  'papertrail',
  'foxed',
] as const
/** Those of them that are spoken to over HTTP. */
export const httpSellers = promptSellers.filter((seller) => seller !== 'fleet-street')
const listSellers = ['bargain-barn', 'continental', 'continental-us']
const copies = 1_000_000 // so that none sells out
const usdCents = { cheapest: 1_500, step: 40 } // each next seller asks so much more: every purchase has a choice to make
const maxMinor = 9_000

export interface Buyer {
  /** Starts the purchase of one copy and gives its id. */
  start(isbn13: string): Promise<string>
  close(): Promise<void>
}

/** Signs in and buys over keep-alive connections. */
export async function signIn({ serverUrl, reader }: Pick<BuyingStack, 'serverUrl' | 'reader'>): Promise<Buyer> {
  const http = new Http(serverUrl, { connections: 64 })
  const post = (path: string, body: object, cookie = '') =>
    http.request({
      path,
      method: 'POST',
      headers: { 'content-type': 'application/json', cookie },
      body: JSON.stringify(body),
    })
  const signedIn = await post('/api/auth/sign-in/email', reader)
  await signedIn.body.dump()
  const cookie = [signedIn.headers['set-cookie'] ?? []].flat().map((line) => line.split(';')[0]).join('; ') // prettier-ignore
  if (signedIn.statusCode !== 200 || cookie === '')
    throw new Error(`the reader could not sign in: ${signedIn.statusCode}`)
  return {
    async start(isbn13) {
      const request = { ...wanted, key: crypto.randomUUID(), isbn13 }
      const { statusCode, body } = await post('/trpc/buying.start', request, cookie)
      const text = await body.text()
      if (statusCode !== 200) throw new Error(`buying.start: ${statusCode} ${text}`)
      return (JSON.parse(text) as { result: { data: { id: string } } }).result.data.id
    },
    close: () => http.close(),
  }
}

const wanted = {
  conditions: ['NEW', 'LIKE_NEW', 'VERY_GOOD', 'GOOD', 'ACCEPTABLE'],
  maxTotal: { currency: 'USD', minor: maxMinor },
  destination: {
    recipient: 'R. Reader',
    lines: ['1 Long Lane'],
    city: 'Springfield',
    region: 'IL',
    country: 'US',
    postalCode: '62701',
  },
  paymentMethod: 'pm_card_visa',
}

/** Puts each of the books into the shops of `sellers`, each in turn the cheapest, and into nobody else's; lists are held. */
export async function stockShops(
  sandboxUrl: string,
  isbns: readonly string[],
  sellers: readonly string[] = promptSellers,
): Promise<void> {
  const others = [...promptSellers, ...listSellers].filter((seller) => !sellers.includes(seller))
  for (const seller of listSellers) await setBehaviour(sandboxUrl, `sellers/${seller}`, { listEveryMs: 60_000 })
  for (const [nth, isbn13] of isbns.entries()) {
    const offered = sellers.map((seller, i) => {
      const rank = (i + nth) % sellers.length
      const price = { currency: 'USD', minor: usdCents.cheapest + usdCents.step * rank }
      return send('PUT', `${sandboxUrl}/sellers/${seller}/offers/${isbn13}`, { price, quantity: copies })
    })
    const price = { currency: 'USD', minor: usdCents.cheapest }
    const none = others.map((seller) =>
      send('PUT', `${sandboxUrl}/sellers/${seller}/offers/${isbn13}`, { price, quantity: 0 }),
    )
    await Promise.all([...offered, ...none])
  }
}

/** Turns knobs of a seller, `sellers/<name>`, or of the payment provider, `payments`. */
export async function setBehaviour(sandboxUrl: string, whose: string, knobs: object): Promise<void> {
  await send('PATCH', `${sandboxUrl}/${whose}`, knobs)
}

async function send(method: 'PUT' | 'PATCH', url: string, body: object): Promise<void> {
  const answer = await request(url, { method, body: JSON.stringify(body) })
  const text = await answer.body.text()
  if (answer.statusCode !== 200) throw new Error(`${method} ${url}: ${answer.statusCode} ${text}`)
}
