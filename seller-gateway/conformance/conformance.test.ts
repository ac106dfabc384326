// The kit against a seller that is right, and against twenty that are wrong in one thing: it must pass the one and name what is wrong in each other.
import { afterEach, describe, expect, it } from 'vitest'
import { isbn } from '../testing/books.ts'
import { connectGrpcSubject, runKit, toReport } from './index.ts'
import type { CheckResult, KitOptions, Subject } from './index.ts'
import { defects } from './testing/defects.ts'
import { startReferenceSeller } from './testing/reference-seller.ts'
import { ReferenceShop } from './testing/reference-shop.ts'

const key = 'a key for tests'
const plenty = isbn(1)
const rare = isbn(2)
const copies = [
  { isbn13: plenty, condition: 'NEW' as const, cents: 1_250, quantity: 40 },
  { isbn13: plenty, condition: 'GOOD' as const, cents: 499, quantity: 20 },
  { isbn13: rare, condition: 'GOOD' as const, cents: 899, quantity: 2 },
]
const options: KitOptions = {
  isbns: [plenty, rare],
  currency: 'USD',
  currencies: ['USD', 'JPY', 'KWD'],
  perSecond: 10_000,
  expiryWaitMs: 2_000,
}

const open: (() => unknown)[] = []
afterEach(async () => {
  for (const close of open.splice(0)) await close()
})

async function connect(shop: ReferenceShop, service?: Parameters<typeof startReferenceSeller>[1]): Promise<Subject> {
  const server = await startReferenceSeller(shop, service)
  open.push(server.close)
  const subject = await connectGrpcSubject({
    address: server.address,
    isPlaintext: true,
    apiKey: key,
    resolve: async () => ({ address: '127.0.0.1', family: 4 }),
  })
  open.push(() => subject.close())
  return subject
}

async function run(subject: Subject, change: Partial<KitOptions> = {}): Promise<CheckResult[]> {
  return await Array.fromAsync(runKit(subject, { ...options, ...change }))
}

const named = (results: CheckResult[], state: 'PASSED' | 'FAILED' | 'SKIPPED') =>
  results.filter((one) => one.state === `CHECK_STATE_${state}`).map(({ check }) => check)

describe('the reference seller', () => {
  it('passes every check', async () => {
    const shop = new ReferenceShop({ copies, key })
    const results = await run(await connect(shop))
    expect(results.filter(({ state }) => state === 'CHECK_STATE_FAILED')).toEqual([])
    expect(named(results, 'SKIPPED')).toEqual(['place.expired-quote']) // it holds them for ten minutes
    expect(toReport(results, new Date()).conforms).toBe(true)
    expect(shop.copies).toEqual(copies) // all cancelled, all for sale again
    expect([...shop.orders.values()].filter(({ state }) => state !== 'CANCELLED')).toEqual([])
  })

  it('passes the check of expired quotes where they expire', async () => {
    const results = await run(await connect(new ReferenceShop({ copies, key, quoteValidMs: 1_000 })), {
      checks: ['place.expired-quote'],
    })
    expect(named(results, 'PASSED')).toEqual(['place.expired-quote'])
  })
})

describe('a seller that', () => {
  it.each(defects)('$name is caught by $check', async ({ check, also = [], shop, service, quoteValidMs }) => {
    const subject = await connect(new shop({ copies, key, ...(quoteValidMs && { quoteValidMs }) }), service)
    const results = await run(subject)
    expect(named(results, 'FAILED').toSorted()).toEqual([check, ...also].toSorted())
  })
})
