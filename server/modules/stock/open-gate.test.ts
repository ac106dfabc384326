// The gate over a real Redis: what it spares PostgreSQL, and that nothing but time is lost when Redis lies, forgets, freezes or is not there.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createDb, createPool } from '#platform/db'
import type { Db } from '#platform/db'
import { systemIds } from '#platform/ids'
import { createLog } from '#platform/log'
import { money } from '#platform/money'
import { connectRedis } from '#platform/redis'
import type { Redis } from '#platform/redis'
import { at, books, clearShelf, importBooks, of } from '#testing/stock'
import { useDatabase } from '#testing/world'
import { hasRedis, startRedis } from '../../../scripts/redis.ts'
import type { ScratchRedis } from '../../../scripts/redis.ts'
import { adjustStock } from './adjust-stock.ts'
import type { StockLine } from './model.ts'
import { openGate, openStockGate } from './open-gate.ts'
import type { StockGate } from './open-gate.ts'
import { receiveGoods } from './receive-goods.ts'
import { openCounters } from './take-copies.ts'

const [emma, dune] = books
const log = createLog({ name: 'test', level: 'silent' })

it('is open where there is no Redis', async () => {
  await expect(openGate.admit([of(dune, 99)])).resolves.toBeUndefined()
})

describe.skipIf(!hasRedis())('with a redis-server on the PATH', () => {
  const database = useDatabase()
  let server: ScratchRedis
  let redis: Redis
  let db: Db
  let gate: StockGate

  beforeAll(async () => {
    server = await startRedis()
    db = createDb(createPool({ url: database.url, name: 'test', max: 4 }))
    await importBooks(db, books)
  })
  afterAll(async () => {
    redis.close()
    await server.stop()
    await db.destroy()
  })
  beforeEach(async () => {
    await clearShelf(db)
    for (const [isbn13, quantity] of [
      [emma, 5],
      [dune, 3],
    ] as const) {
      const line = { ...of(isbn13, quantity), price: money(900n, 'USD'), key: `goods ${isbn13}` }
      await receiveGoods({ db, ids: systemIds }, { line, by: 'test', at })
    }
    await connect()
    await flush()
  })

  async function connect() {
    redis?.close()
    redis = connectRedis(server.url, log)
    await redis.connected()
    gate = openStockGate({ db, redis })
  }
  const flush = () => redis.run('return redis.call("flushall")', [], [])
  const countOf = (isbn13: string) => redis.run('return redis.call("get", KEYS[1])', [`{stock}:${isbn13}:NEW`], [])
  const livesMs = (isbn13: string) => redis.run('return redis.call("pttl", KEYS[1])', [`{stock}:${isbn13}:NEW`], [])
  const outcomes = async (n: number, lines: StockLine[], of: StockGate = gate) => {
    const ends = await Promise.allSettled(Array.from({ length: n }, () => of.admit(lines)))
    return ends.filter(({ status }) => status === 'fulfilled').length
  }

  it('lets in as many as there are copies, and says what is left to the others', async () => {
    expect(await outcomes(50, [of(dune)])).toBe(3)
    await expect(gate.admit([of(dune)])).rejects.toMatchObject({
      code: 'stock.sold_out',
      facts: { shortages: [{ ...of(dune), left: 0 }] },
    })
  })

  it('takes a cart whole or not at all', async () => {
    await gate.admit([of(dune), of(emma)])
    await expect(gate.admit([of(emma, 2), of(dune, 9)])).rejects.toMatchObject({
      facts: { shortages: [{ ...of(dune, 9), left: 2 }] },
    })
    expect([await countOf(emma), await countOf(dune)]).toEqual(['4', '2'])
  })

  it('refuses what we never had, and a cart that is none', async () => {
    await expect(gate.admit([of('9780679783268')])).rejects.toMatchObject({ code: 'stock.sold_out' })
    await expect(gate.admit([])).rejects.toMatchObject({ code: 'stock.lines_invalid' })
  })

  it('knows no count for longer than five seconds, whatever is taken from it', async () => {
    await gate.admit([of(dune)])
    await gate.admit([of(dune)])
    const lives = Number(await livesMs(dune))
    expect(lives).toBeGreaterThan(0)
    expect(lives).toBeLessThanOrEqual(5_000)
  })

  it('heals from PostgreSQL when counts are lost, too low or too high', async () => {
    expect(await outcomes(9, [of(dune)])).toBe(3)
    await flush() // a restart, a failover to an empty replica
    expect(await outcomes(9, [of(dune)])).toBe(3)
    await adjustStock(
      { db, ids: systemIds },
      { ...of(dune), change: 2, reason: 'RECOUNTED', note: 'found two', key: 'found', by: 'test', at },
    )
    await redis.run('return redis.call("pexpire", KEYS[1], 0)', [`{stock}:${dune}:NEW`], []) // its time is over
    expect(await outcomes(9, [of(dune)])).toBe(5)
  })

  it('shares its counts with the other processes, and their looks among those who ask at once', async () => {
    const other = openStockGate({ db, redis })
    const [here, there] = await Promise.all([outcomes(20, [of(dune)]), outcomes(20, [of(dune)], other)])
    expect(here + there).toBe(3)
  })

  it('keeps a count that others have taken from since it was asked for', async () => {
    const counters = openCounters(redis)
    await counters.learn(of(dune), 3, 5_000)
    await counters.take([of(dune, 2)])
    await counters.learn(of(dune), 3, 5_000) // another process, which had looked before
    expect(await counters.take([of(dune, 2)])).toEqual({ verdict: 'short', counts: [1] })
  })

  it('is open while Redis is dead, and counts again when it is back', async () => {
    await server.kill()
    expect(await outcomes(20, [of(dune)])).toBe(20)
    await server.restart()
    await connect()
    expect(await outcomes(20, [of(dune)])).toBe(3)
  })

  it('is open while Redis does not answer', async () => {
    await gate.admit([of(dune)])
    server.freeze(true)
    try {
      expect(await outcomes(20, [of(dune)])).toBe(20)
    } finally {
      server.freeze(false)
    }
  })

  it('is open when PostgreSQL cannot be asked: the transaction will say so', async () => {
    const away = createDb(createPool({ url: 'postgres://nobody@127.0.0.1:1/none', name: 'test', max: 1 }))
    expect(await outcomes(3, [of(dune)], openStockGate({ db: away, redis }))).toBe(3)
    await away.destroy()
  })
})
