// Many carts at the same time over the same few titles: no deadlock, nothing sold twice, and at the end every number is what its facts add up to.
import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { createDb, createPool } from '#platform/db'
import type { Db, Tx } from '#platform/db'
import { systemIds } from '#platform/ids'
import { money } from '#platform/money'
import { clearShelf, importBooks } from '#testing/stock'
import { useDatabase } from '#testing/world'
import { checkStock } from './check-stock.ts'
import { nameOf } from './decide-reservation.ts'
import { listStock } from './list-stock.ts'
import { shortagesOf } from './model.ts'
import type { StockLine } from './model.ts'
import { receiveGoods } from './receive-goods.ts'
import { reserveStock } from './reserve-stock.ts'
import { returnStock } from './return-stock.ts'
import { consumeReservation, expireReservation, releaseReservation } from './settle-reservation.ts'

const database = useDatabase()
const isbns = ['9780141439518', '9780441172719', '9780679783268', '9780140449136', '9780261103344', '9780375508325']
const at = new Date('2026-11-22T12:00:00Z')
const expiresAt = new Date('2026-11-22T12:15:00Z')
const after = new Date('2026-11-22T12:16:00Z')
const copies = 60
const jobs = { send: async () => {}, drop: async () => {} }
let db: Db

beforeAll(async () => {
  const pool = createPool({ url: database.url, name: 'test', max: 32 })
  pool.options.connectionTimeoutMillis = 60_000 // five hundred wait in line here, on a machine that does other things too
  db = createDb(pool)
  await importBooks(db, isbns)
})
afterAll(() => db.destroy())
beforeEach(async () => {
  await clearShelf(db)
  for (const isbn13 of isbns) await receive(isbn13, copies)
})

const receive = (isbn13: string, quantity: number) => {
  const line = { isbn13, condition: 'NEW', quantity, price: money(900n, 'USD'), key: randomUUID() } as const
  return receiveGoods({ db, ids: systemIds }, { line, by: 'test', at })
}

/** Without the second try that production has: what this finds, a shopper would otherwise wait for. */
const once = <T>(work: (tx: Tx) => Promise<T>) => db.transaction().execute(work)

type End = 'bought' | 'released' | 'expired' | 'returned' | 'left' | 'delivery'
interface Cart {
  readonly lines: readonly StockLine[]
  readonly end: End
}

const line = fc.record<StockLine>({
  isbn13: fc.constantFrom(...isbns),
  condition: fc.constant('NEW'),
  quantity: fc.integer({ min: 1, max: 3 }),
})
const cart = fc.record<Cart>({
  lines: fc.array(line, { minLength: 1, maxLength: 4 }), // in any order, the same title twice too
  end: fc.constantFrom('bought', 'released', 'expired', 'returned', 'left', 'delivery'),
})

/** One shopper from the cart to the end; what stayed sold, by item. */
async function shop({ lines, end }: Cart): Promise<Map<string, number> | null> {
  if (end === 'delivery') {
    await receive(lines[0]?.isbn13 ?? '', 1)
    return null
  }
  const id = randomUUID()
  const held = await once((tx) => reserveStock({ jobs }, tx, { id, lines, by: 'test', at, expiresAt }))
  if (end === 'left') return null
  if (end === 'released') await once((tx) => releaseReservation(tx, { id, by: 'test', at }))
  if (end === 'expired') await expireReservation(db, { id, at: after })
  if (end !== 'bought' && end !== 'returned') return null
  await once((tx) => consumeReservation(tx, { id, by: 'test', at }))
  const [first] = held.lines
  if (end === 'returned' && first) {
    const back = { reservationId: id, lines: [first], key: id, by: 'test', at }
    await Promise.all([1, 2].map(() => once((tx) => returnStock({ ids: systemIds }, tx, back)))) // twice at once: once
  }
  const kept = end === 'returned' ? held.lines.slice(1) : held.lines
  return new Map(kept.map((each) => [nameOf(each), each.quantity]))
}

it.each([1, 2, 3, 4, 5])(
  '500 carts at once keep the books, seed %i',
  async (seed) => {
    const carts = fc.sample(cart, { seed, numRuns: 500 })
    let fault: unknown = null // a deadlock, or anything else that no shopper may see
    const shopUnlessBroken = async (each: Cart) => {
      if (fault !== null) return null
      return shop(each).catch((error: unknown) => {
        if (!shortagesOf(error)) fault ??= error
        return 'sold out' as const
      })
    }
    const ends = await Promise.all(carts.map(shopUnlessBroken))
    expect(fault).toBeNull()
    const sold = new Map<string, number>()
    for (const end of ends)
      for (const [name, quantity] of end instanceof Map ? end : []) sold.set(name, (sold.get(name) ?? 0) + quantity)
    expect(ends).toContain('sold out') // more is wanted than there is: that is the test
    expect(await checkStock(db)).toEqual([])
    const { items } = await listStock(db, { limit: 100, isLow: false })
    for (const item of items) {
      const delivered = carts.filter(({ end, lines }) => end === 'delivery' && lines[0]?.isbn13 === item.isbn13).length
      expect(item.onHand).toBe(copies + delivered - (sold.get(nameOf(item)) ?? 0))
    }
  },
  120_000,
)

it('follows a plain model through any sequence of what can happen', async () => {
  type Step = {
    readonly kind: 'reserve' | 'consume' | 'release' | 'expire' | 'receive'
    readonly quantity: number
    readonly of: number
  }
  const step = fc.record<Step>({
    kind: fc.constantFrom('reserve', 'consume', 'release', 'expire', 'receive'),
    quantity: fc.integer({ min: 1, max: 40 }),
    of: fc.nat(3),
  })
  const isbn13 = isbns[0] ?? ''
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 15 }), async (steps) => {
      await clearShelf(db)
      await receive(isbn13, copies)
      const model = { onHand: copies, reserved: 0 }
      const held: { id: string; quantity: number; state: string }[] = []
      const settle = async (state: string, each: (typeof held)[number], work: () => Promise<unknown>) => {
        const isOver = each.state !== 'HELD'
        await work().catch((error: unknown) =>
          expect([isOver, error]).toEqual([true, expect.objectContaining({ code: 'stock.reservation_over' })]),
        )
        if (isOver) return
        each.state = state
        model.reserved -= each.quantity
        if (state === 'CONSUMED') model.onHand -= each.quantity
      }
      for (const { kind, quantity, of } of steps) {
        const each = held[of]
        const command = { id: each?.id ?? '', by: 'test', at }
        if (kind === 'receive') {
          await receive(isbn13, quantity)
          model.onHand += quantity
        } else if (kind === 'reserve') {
          const id = randomUUID()
          const lines = [{ isbn13, condition: 'NEW', quantity } as const]
          const isEnough = model.onHand - model.reserved >= quantity
          const made = await once((tx) => reserveStock({ jobs }, tx, { id, lines, by: 'test', at, expiresAt })).catch(
            shortagesOf,
          )
          expect(Array.isArray(made)).toBe(!isEnough)
          if (isEnough) {
            held.push({ id, quantity, state: 'HELD' })
            model.reserved += quantity
          }
        } else if (each) {
          if (kind === 'consume') await settle('CONSUMED', each, () => once((tx) => consumeReservation(tx, command)))
          if (kind === 'release') await settle('RELEASED', each, () => once((tx) => releaseReservation(tx, command)))
          if (kind === 'expire') await settle('EXPIRED', each, () => expireReservation(db, { id: each.id, at: after }))
        }
        const { items } = await listStock(db, { limit: 1, isLow: false, isbn13 })
        expect(items[0]).toMatchObject(model)
      }
    }),
    { numRuns: 40 },
  )
}, 120_000)
