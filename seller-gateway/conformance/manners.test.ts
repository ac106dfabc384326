// How the kit behaves towards a seller: it leaves nothing standing, whatever happens to the run, and says so when it could not do its work.
import { afterEach, expect, it } from 'vitest'
import { isbn } from '../testing/books.ts'
import { connectGrpcSubject, kitVersion, runKit, toMarkdown, toReport } from './index.ts'
import type { CheckResult, KitOptions, Subject } from './index.ts'
import { startReferenceSeller } from './testing/reference-seller.ts'
import { ReferenceShop, refused } from './testing/reference-shop.ts'

const key = 'a key for tests'
const copies = [{ isbn13: isbn(1), condition: 'NEW' as const, cents: 1_250, quantity: 40 }]
const options: KitOptions = { isbns: [isbn(1)], currency: 'USD', currencies: ['USD', 'JPY', 'KWD'], perSecond: 10_000 }

const open: (() => unknown)[] = []
afterEach(async () => {
  for (const close of open.splice(0)) await close()
})

async function connect(shop: ReferenceShop): Promise<Subject> {
  const server = await startReferenceSeller(shop)
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

const standing = (shop: ReferenceShop) => [...shop.orders.values()].filter(({ state }) => state === 'ACCEPTED')
const find = (results: readonly CheckResult[], name: string) => results.find(({ check }) => check === name)

it('cancels what it ordered when it is stopped in the middle of a check', async () => {
  const stop = new AbortController()
  const shop = new (class extends ReferenceShop {
    override sell(...sale: Parameters<ReferenceShop['sell']>) {
      const order = super.sell(...sale)
      if (this.orders.size === 5) stop.abort()
      return order
    }
  })({ copies, key })
  const results = await Array.fromAsync(runKit(await connect(shop), { ...options, signal: stop.signal }))
  expect(shop.orders.size).toBe(5)
  expect(standing(shop)).toEqual([])
  expect(find(results, 'run.orders-cancelled')?.state).toBe('CHECK_STATE_PASSED')
  expect(find(results, 'wire.no-key')).toMatchObject({
    state: 'CHECK_STATE_SKIPPED',
    detail: 'The run was ended before this check was made.',
  })
  expect(find(results, 'run.completed')?.state).toBe('CHECK_STATE_FAILED')
  expect(toReport(results, new Date()).conforms).toBe(false)
})

it('cancels what it ordered when its reader leaves', async () => {
  const shop = new ReferenceShop({ copies, key })
  const subject = await connect(shop)
  let isDeaf = true
  const no = { kind: 'refused', reason: 'TOO_EARLY', newTotal: null, violations: [], said: 'not now' } as const
  const later: Subject = { ...subject, cancel: async (...ask) => (isDeaf ? no : await subject.cancel(...ask)) }
  for await (const { check } of runKit(later, { ...options, checks: ['place.confirms', 'place.as-quoted'] })) {
    expect(check).toBe('place.confirms')
    expect(standing(shop)).toHaveLength(1)
    isDeaf = false
    break
  }
  expect(standing(shop)).toEqual([])
})

it('goes on after a check that broke, and cancels what that had ordered', async () => {
  const shop = new ReferenceShop({ copies, key })
  const subject = await connect(shop)
  const broken: Subject = {
    ...subject,
    find: () => Promise.reject(new TypeError('cannot read properties of undefined')),
  }
  const results = await Array.fromAsync(runKit(broken, { ...options, checks: ['lookup.finds', 'cancel.twice'] }))
  expect(find(results, 'lookup.finds')).toMatchObject({
    state: 'CHECK_STATE_FAILED',
    received: 'the check broke: TypeError: cannot read properties of undefined',
  })
  expect(find(results, 'cancel.twice')?.state).toBe('CHECK_STATE_PASSED')
  expect(standing(shop)).toEqual([])
})

it('says which orders may stand where cancelling fails', async () => {
  const shop = new (class extends ReferenceShop {
    override cancel(): never {
      throw refused('TOO_LATE', 'It is packed')
    }
  })({ copies, key })
  const results = await Array.fromAsync(runKit(await connect(shop), { ...options, checks: ['place.confirms'] }))
  const [order] = standing(shop)
  expect(find(results, 'run.orders-cancelled')?.received).toBe(`these may stand: ${order?.reference}`)
})

it('orders nothing at a seller that cannot cancel, unless it is allowed to', async () => {
  const shop = new ReferenceShop({ copies, key })
  const subject = await connect(shop)
  const final: Subject = { ...subject, can: { ...subject.can, cancel: false } }
  const results = await Array.fromAsync(runKit(final, options))
  expect(shop.orders.size).toBe(0)
  expect(find(results, 'place.confirms')?.detail).toMatch(/^This seller cancels nothing/)
  expect(find(results, 'run.completed')?.state).toBe('CHECK_STATE_FAILED')

  const allowed = { ...options, mayLeaveOrders: true, checks: ['place.confirms'] }
  const [placed] = await Array.fromAsync(runKit(final, allowed))
  expect(placed?.state).toBe('CHECK_STATE_PASSED')
  expect(standing(shop)).toHaveLength(1)
})

it('is no pass when the time is up, or when no test book is on offer', async () => {
  const subject = await connect(new ReferenceShop({ copies, key }))
  const hurried = await Array.fromAsync(runKit(subject, { ...options, timeLimitMs: 1, perSecond: 1, concurrent: 1 }))
  expect(toReport(hurried, new Date()).conforms).toBe(false)

  const without = await Array.fromAsync(runKit(subject, { ...options, isbns: [isbn(7)] }))
  expect(find(without, 'run.book-on-offer')?.state).toBe('CHECK_STATE_FAILED')
  expect(find(without, 'place.confirms')?.state).toBe('CHECK_STATE_SKIPPED')
  expect(toReport(without, new Date()).conforms).toBe(false)
})

it('waits where the seller asks it to slow down', async () => {
  const busy = new ReferenceShop({ copies, key })
  const subject = await connect(busy)
  let refusals = 2
  const throttled: Subject = {
    ...subject,
    place: async (...ask) => {
      if (refusals === 0) return await subject.place(...ask)
      refusals -= 1
      return { kind: 'failed', failure: 'throttled', retryAfterMs: 1, said: 'slow down' }
    },
  }
  const [placed] = await Array.fromAsync(runKit(throttled, { ...options, checks: ['place.confirms'] }))
  expect(placed?.state).toBe('CHECK_STATE_PASSED')
})

it('refuses a check that it does not have', async () => {
  const subject = await connect(new ReferenceShop({ copies, key }))
  await expect(runKit(subject, { ...options, checks: ['place.nothing'] }).next()).rejects.toThrow(
    'checks: there is no check place.nothing',
  )
})

it('reports the words of a seller as text, and what to do about them', async () => {
  const shop = new (class extends ReferenceShop {
    override take(): never {
      throw refused('SOLD_OUT', '\u001b[2Jgone ``` # ok')
    }
  })({ copies, key })
  const results = await Array.fromAsync(runKit(await connect(shop), { ...options, checks: ['place.confirms'] }))
  const text = toMarkdown(toReport(results, new Date()), 'a shop')
  expect(text).toContain(`Kit ${kitVersion}. `)
  expect(text).not.toContain('\u001b')
  expect(text).toContain('The seller does not conform: 1 required check failed.')
  expect(text).toContain('````\nFAILED_PRECONDITION "·[2Jgone ``` # ok" (reason SOLD_OUT)\n````')
  expect(text).toContain('What to do: Answer with the whole order once the copy is set aside')
})
