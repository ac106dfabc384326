// What the router refuses before anything happens, and how a run streams, as a browser reads it. What the verbs do is in their own tests.
import { fetchRequestHandler } from '@trpc/server/adapters/fetch'
import { pino } from 'pino'
import { expect, it } from 'vitest'
import { router } from '#platform/trpc'
import type { Caller } from '#platform/trpc'
import type { DeskDeps } from './model.ts'
import { deskRouter } from './router.ts'
import type { Runs } from './run-conformance.ts'

/** Refused input must not get this far. */
const untouchable = new Proxy(
  {},
  {
    get: (_, name) => {
      throw new Error(`${String(name)} was touched`)
    },
  },
)
const reader: Caller = { id: 'account-1', role: 'reader' }
const log = pino({ level: 'silent' })
const key = '7b0f6f0e-6a51-4c58-9a4e-6c2f7a1c0d11'
const sellerId = 'corner-books'

const profile = {
  name: 'Corner Books',
  contactEmail: 'desk@corner.example',
  currency: 'GBP',
  currencies: ['GBP'],
  requestsPerSecond: 20,
  concurrentCalls: 8,
  quoteTimeoutMs: 1_500,
  orderTimeoutMs: 6_000,
  notFoundFinalAfterMs: null,
  testIsbn13s: ['9780441172719'],
  certificateFingerprints: [],
  shippingZones: [],
}
const connection = { kind: 'grpc', address: 'x:1', contractVersion: 'quire.seller.v1', apiKey: '', plaintext: false }

interface Refused {
  message: string
  data: { code: string; refusal?: string; fields?: Record<string, string> }
}

async function call(
  path: string,
  input: unknown,
  { caller = reader, runs = untouchable as Runs }: { caller?: Caller | null; runs?: Runs } = {},
): Promise<Response> {
  const isRead = ['list', 'get', 'runConformance'].includes(path)
  const query = isRead ? `?input=${encodeURIComponent(JSON.stringify(input))}` : ''
  const body = isRead ? {} : { body: JSON.stringify(input), headers: { 'content-type': 'application/json' } }
  return await fetchRequestHandler({
    endpoint: '/trpc',
    router: router({ desk: deskRouter(untouchable as DeskDeps, runs) }),
    req: new Request(`http://quire.example/trpc/desk.${path}${query}`, { method: isRead ? 'GET' : 'POST', ...body }),
    createContext: ({ info }) => ({ requestId: 'request-1', caller, signal: info.signal, log }),
  })
}

async function refusedBy(...given: Parameters<typeof call>): Promise<Refused> {
  return ((await (await call(...given)).json()) as { error: Refused }).error
}

it.each([
  ['list', undefined],
  ['get', { sellerId }],
  ['register', { key, profile, connection }],
  ['connect', { apiKey: 'qsk_1_2' }],
  ['update', { sellerId, key, profile }],
  ['verify', { sellerId }],
  ['createKey', { sellerId, key }],
  ['revokeKey', { sellerId, keyId: 'k1' }],
  ['takeOff', { sellerId }],
])('%s needs somebody who is signed in', async (path, input) => {
  expect((await refusedBy(path, input, { caller: null })).data.code).toBe('UNAUTHORIZED')
})

it.each([
  [{ profile: { ...profile, name: 'x' } }, 'profile.name', 'must have 2 characters at least'],
  [{ profile: { ...profile, currencies: ['GBP', 'XYZ'] } }, 'profile.currencies.1', 'such as EUR'],
  [{ profile: { ...profile, quoteTimeoutMs: 90 } }, 'profile.quoteTimeoutMs', 'must be 100 at least'],
  [{ profile: { ...profile, testIsbn13s: [] } }, 'profile.testIsbn13s', 'must name one book at least'],
  [{ connection: { ...connection, address: ' ' } }, 'connection.address', 'must be host:port'],
  [{ key: 'mine' }, 'key', 'must be a UUID'],
])('points at what is wrong: %j', async (change, field, sentence) => {
  const { data } = await refusedBy('register', { key, profile, connection, ...change })
  expect(data).toMatchObject({ code: 'BAD_REQUEST', refusal: 'input.invalid' })
  expect(data.fields?.[field]).toContain(sentence)
})

it('streams a run with ids that a broken connection resumes from', async () => {
  const asked: object[] = []
  const runs: Runs = {
    async *follow(what) {
      asked.push(what)
      yield { seq: what.seen + 1, event: { type: 'ended', sentence: 'That was all.' } }
    },
    close: () => {},
  }
  const first = await (await call('runConformance', { sellerId, runId: key }, { runs })).text()
  expect(first).toMatch(/data: .*That was all\..*\nid: 1\n/)
  const later = await (await call('runConformance', { sellerId, runId: key, lastEventId: '7' }, { runs })).text()
  expect(later).toContain('\nid: 8\n')
  const run = { accountId: 'account-1', sellerId, runId: key }
  expect(asked).toEqual([
    { ...run, seen: 0 },
    { ...run, seen: 7 },
  ])
})
