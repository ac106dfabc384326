// A shopper's browser as far as the benchmark of the checkout needs it: an account of its own, a cart, and an order of what is in it.
import { randomUUID } from 'node:crypto'
import { Pool as Http } from 'undici'
import type { BuyingStack } from './stack.ts'

/** To where nothing is taxed. */
const address = {
  recipient: 'R. Reader',
  lines: ['1 Long Lane'],
  city: 'Dallas',
  region: 'TX',
  postalCode: '75201',
  country: 'US',
}
const { country, postalCode } = address

/** What can be put into a cart. */
export type Wanted =
  | { kind: 'copy'; isbn13: string; condition: 'NEW'; quantity: number }
  | { kind: 'cheapest'; isbn13: string; conditions: ['NEW']; maxTotal: { currency: 'USD'; minor: number } }

export interface Shopper {
  /** Puts these into the cart, one after the other, and gives the fingerprint of what is shown then. */
  fill(wanted: readonly Wanted[]): Promise<string>
  /** Places the cart as it was shown; gives the checkout's id. */
  place(fingerprint: string): Promise<string>
  close(): Promise<void>
}

/** Signs a new person up, over a keep-alive connection of their own. */
export async function signUp({ serverUrl }: Pick<BuyingStack, 'serverUrl'>): Promise<Shopper> {
  const http = new Http(serverUrl, { connections: 1 })
  const person = { name: 'R. Reader', email: `${randomUUID()}@example.com`, password: randomUUID() }
  const signedUp = await post('/api/auth/sign-up/email', person, '')
  const cookie = [signedUp.headers['set-cookie'] ?? []].flat().map((line) => line.split(';')[0]).join('; ') // prettier-ignore
  if (cookie === '') throw new Error(`nobody could sign up: ${signedUp.text}`)

  async function post(path: string, body: object, as: string) {
    const headers = { 'content-type': 'application/json', cookie: as }
    const answer = await http.request({ path, method: 'POST', headers, body: JSON.stringify(body) })
    const text = await answer.body.text()
    if (answer.statusCode !== 200) throw new Error(`${path}: ${answer.statusCode} ${text}`)
    return { headers: answer.headers, text }
  }

  async function call<T>(procedure: string, input: object): Promise<T> {
    const { text } = await post(`/trpc/${procedure}`, input, cookie)
    return (JSON.parse(text) as { result: { data: T } }).result.data
  }

  return {
    async fill(wanted) {
      let shown = ''
      for (const line of wanted) {
        const destination = { country, postalCode }
        const { fingerprint } = await call<{ fingerprint: string }>('cart.add', {
          key: randomUUID(),
          line,
          destination,
        })
        shown = fingerprint
      }
      return shown
    },
    async place(fingerprint) {
      const order = { key: randomUUID(), fingerprint, address, paymentMethod: 'pm_card_visa' }
      return (await call<{ id: string }>('checkout.place', order)).id
    },
    close: () => http.close(),
  }
}
