// What the router refuses before anything happens, as a browser reads it. What it does is in buying.test.ts.
import { fetchRequestHandler } from '@trpc/server/adapters/fetch'
import { pino } from 'pino'
import { expect, it } from 'vitest'
import { router } from '#platform/trpc'
import type { Caller } from '#platform/trpc'
import type { Driver } from './drive-purchases.ts'
import type { BuyingDeps } from './model.ts'
import { buyingRouter } from './router.ts'

/** Refused input must not get this far. */
const untouchable = new Proxy(
  {},
  {
    get: (_, name) => {
      throw new Error(`${String(name)} was touched`)
    },
  },
)
const routes = router({ buying: buyingRouter(untouchable as BuyingDeps, untouchable as Driver) })
const reader: Caller = { id: 'account-1', role: 'reader' }
const log = pino({ level: 'silent' })
const purchaseId = '019390e6-7000-7000-8000-000000000000'

const valid = {
  key: 'key-of-this-purchase',
  isbn13: '9780441172719',
  conditions: ['NEW'],
  maxTotal: { currency: 'USD', minor: 2_000 },
  destination: { country: 'US', postalCode: '12345' },
  paymentMethod: 'pm_card_visa',
}

interface Refused {
  message: string
  data: { code: string; refusal?: string; fields?: Record<string, string> }
}

async function ask(
  path: string,
  method: 'GET' | 'POST',
  input: unknown,
  caller: Caller | null = reader,
): Promise<Refused> {
  const query = method === 'GET' ? `?input=${encodeURIComponent(JSON.stringify(input))}` : ''
  const body = method === 'POST' ? { body: JSON.stringify(input), headers: { 'content-type': 'application/json' } } : {}
  const answer = await fetchRequestHandler({
    endpoint: '/trpc',
    router: routes,
    req: new Request(`http://quire.example/trpc/buying.${path}${query}`, { method, ...body }),
    createContext: ({ info }) => ({ requestId: 'request-1', caller, signal: info.signal, log }),
  })
  return ((await answer.json()) as { error: Refused }).error
}

it.each([
  ['start', 'POST', valid],
  ['list', 'GET', {}],
  ['get', 'GET', { purchaseId }],
  ['cancel', 'POST', { purchaseId }],
] as const)('%s needs somebody who is signed in', async (path, method, input) => {
  expect(await ask(path, method, input, null)).toMatchObject({
    message: 'Please sign in first.',
    data: { code: 'UNAUTHORIZED' },
  })
})

const acceptable = { workId: purchaseId }
it.each([
  ['a key that is too short', { key: 'short' }, 'key', 'must be at least 8 characters'],
  ['no key', { key: undefined }, 'key', undefined],
  ['a maximum of nothing', { maxTotal: { currency: 'USD', minor: 0 } }, 'maxTotal.minor', 'must be more than nothing'],
  ['a negative maximum', { maxTotal: { currency: 'USD', minor: -1 } }, 'maxTotal.minor', 'must be more than nothing'],
  ['a part of a cent', { maxTotal: { currency: 'USD', minor: 0.5 } }, 'maxTotal.minor', undefined],
  [
    'a slip of the finger',
    { maxTotal: { currency: 'USD', minor: 10_000_001 } },
    'maxTotal.minor',
    'is more than any book here costs',
  ],
  [
    'a currency nobody trades in',
    { maxTotal: { currency: 'XTS', minor: 1 } },
    'maxTotal.currency',
    'is not a currency Quire trades in',
  ],
  ['no condition', { conditions: [] }, 'conditions', 'must name at least one'],
  ['an unknown condition', { conditions: ['NEW', 'BURNT'] }, 'conditions.1', undefined],
  ['both a book and a work', { acceptable }, 'isbn13', 'give either isbn13 or acceptable'],
  ['neither a book nor a work', { isbn13: undefined }, 'isbn13', 'give either isbn13 or acceptable'],
  ['a work that is no id', { isbn13: undefined, acceptable: { workId: '7' } }, 'acceptable.workId', undefined],
  [
    'a country in words',
    { destination: { country: 'France' } },
    'destination.country',
    'must be a two-letter country code such as US',
  ],
  [
    'an address that is too long',
    { destination: { country: 'US', city: 'x'.repeat(101) } },
    'destination.city',
    'must be at most 100 characters',
  ],
  ['a card number', { paymentMethod: '4242424242424242' }, 'paymentMethod', 'is not a payment method'],
  ['something nobody asked for', { hurry: true }, 'input', undefined],
])('start refuses %s, and names the field', async (_, change, field, message) => {
  const error = await ask('start', 'POST', { ...valid, ...change })
  expect(error).toMatchObject({ data: { code: 'BAD_REQUEST', refusal: 'input.invalid' } })
  expect(Object.keys(error.data.fields ?? {})).toEqual([field])
  if (message) expect(error.data.fields?.[field]).toBe(message)
  expect(error.message).toBe(`Please check ${field}: ${error.data.fields?.[field]}.`)
})

it.each([
  ['get', 'GET'],
  ['cancel', 'POST'],
] as const)('%s refuses an id that is none', async (path, method) => {
  expect((await ask(path, method, { purchaseId: '1 or 1=1' })).data.fields).toEqual({
    purchaseId: 'is not the id of a purchase',
  })
})

it.each(['nonsense', 'WzEsMl0', ''])('list refuses %j as a place to go on from', async (cursor) => {
  expect(await ask('list', 'GET', { cursor })).toMatchObject({
    data: { code: 'BAD_REQUEST', refusal: 'buying.cursor_invalid' },
  })
})

it.each([0, 101, 1.5])('list refuses pages of %d', async (limit) => {
  expect(Object.keys((await ask('list', 'GET', { limit })).data.fields ?? {})).toEqual(['limit'])
})
