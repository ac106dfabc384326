// Boards without a gateway: what readers see while events come, end, fail and go stale. Time and sellers are the test's.
import fc from 'fast-check'
import { pino } from 'pino'
import { expect, it } from 'vitest'
import type { Quote, QuoteEvent, Sellers } from '#sellers'
import { money } from '#platform/money'
import { createBestAnswers } from './keep-best.ts'
import { createBoards } from './board.ts'
import type { Board, Boards } from './board.ts'
import { getBest } from './get-best.ts'
import { byTotal, collect } from './model.ts'
import type { OffersDeps } from './model.ts'
import { streamOffers } from './stream-offers.ts'

const key = { isbn13: '9780441172719', destination: { country: 'US' }, currency: 'USD' }
const start = Date.UTC(2026, 10, 21)

it('asks once for many readers, and again when the answer is no longer fresh', async () => {
  const world = createWorld()
  const [first, second] = [world.boards.open(key), world.boards.open(key)]
  expect(second).toBe(first)
  await world.answer([started('harbor'), quote('harbor', 900n), done('harbor')])
  expect(world.boards.open(key)).toBe(first)
  expect(world.asked()).toBe(1)
  world.later(15_001)
  expect(world.boards.open(key)).not.toBe(first)
  expect(world.asked()).toBe(2)
})

it('lets readers of the best price read on while the next board is being asked', async () => {
  const world = createWorld()
  const first = getBest(world.boards, key, undefined)
  await world.answer([started('harbor'), quote('harbor', 900n), done('harbor')])
  expect((await first).best?.total).toEqual({ currency: 'USD', minor: 900 })
  world.later(16_000)
  expect((await getBest(world.boards, key, undefined)).best?.total?.minor).toBe(900)
  expect(world.asked()).toBe(2)
  await world.answer([started('harbor'), quote('harbor', 800n), done('harbor')])
  expect((await getBest(world.boards, key, undefined)).best?.total?.minor).toBe(800)
})

it('shows nobody a price past its end', async () => {
  const world = createWorld()
  world.boards.open(key)
  await world.answer([started('harbor'), quote('harbor', 900n, { expiresAt: new Date(start + 5_000) }), done('harbor')])
  const before = world.boards.read(key)
  world.later(5_001)
  expect(world.boards.read(key)).not.toBe(before)
})

it('asks a seller that failed again soon', async () => {
  const world = createWorld()
  const board = world.boards.open(key)
  await world.answer([
    started('harbor'),
    { type: 'failed', sellerId: 'harbor', sellerName: 'Harbor', kind: 'TIMEOUT', elapsedMs: 9 },
  ])
  world.later(2_001)
  expect(world.boards.open(key)).not.toBe(board)
})

it('ends with a summary also when the gateway breaks off', async () => {
  const world = createWorld()
  const board = world.boards.open(key)
  await world.answer([started('harbor'), quote('harbor', 900n)], new Error('broken'))
  expect(board.events.at(-1)).toMatchObject({ type: 'summary', coverage: { asked: 1, answered: 0 } })
  expect(board.current().unanswered).toEqual([{ sellerId: 'harbor', sellerName: 'Harbor', why: 'ASKING' }])
})

it('gives a reader who reconnects what came after the last event seen, and everything when the id means nothing', async () => {
  const world = createWorld()
  const events = [started('harbor'), quote('harbor', 900n), done('harbor')]
  const all = read(world.boards, null)
  await world.answer(events)
  const ids = (await all).map(([id]) => id)
  expect(ids).toHaveLength(4) // and the summary
  expect((await read(world.boards, ids[1])).map(([id]) => id)).toEqual(ids.slice(2))
  expect(await read(world.boards, 'nonsense/12')).toHaveLength(4)
})

it('gives the same bytes to everybody who asks the same, as soon as everybody has answered', async () => {
  const world = createWorld()
  const answers = createBestAnswers(world.boards)
  const raw = encodeURIComponent(JSON.stringify({ ...key, conditions: ['NEW'] }))
  const first = answers(raw)
  const other = answers(encodeURIComponent(JSON.stringify({ ...key, conditions: ['GOOD'] })))
  expect(answers(raw)).toBe(first) // one answer for all who wait
  const best = getBest(world.boards, key, ['NEW'])
  await world.answer([started('harbor'), quote('harbor', 900n), done('harbor')])
  const bytes = await first
  expect(bytes?.toString()).toBe(JSON.stringify({ result: { data: await best } }))
  expect((await best).best).toMatchObject({ total: { minor: 900 } })
  expect(answers(raw)).toBe(bytes)
  expect((await other)?.toString()).toContain('"best":null')
  expect(answers('%7Bbroken')).toBeNull()
  world.later(31_000)
  expect(answers(raw)).not.toBe(bytes)
})

it('tells browsers everything about a quote but the token that orders it', async () => {
  const world = createWorld()
  const seen = read(world.boards, null)
  await world.answer([started('harbor'), quote('harbor', 900n), done('harbor')])
  expect(JSON.stringify(await seen)).not.toContain('secret-token')
})

it('buys only by conditions that were asked for, and never a quote with an unknown part', async () => {
  const world = createWorld()
  const good = getBest(world.boards, key, ['GOOD'])
  await world.answer([
    started('harbor'),
    quote('harbor', 900n),
    quote('harbor', 1n, { total: null, sellerTotal: null }),
    quote('harbor', 950n, { condition: 'GOOD' }),
    done('harbor'),
  ])
  expect(await good).toMatchObject({ best: { total: { minor: 950 } }, quotes: [{}] })
  expect(await getBest(world.boards, key, undefined)).toMatchObject({
    best: { total: { minor: 900 } },
    quotes: [{}, {}, { buyable: false }],
  })
})

it('orders quotes by landed total, whatever order they came in', () => {
  const totals = fc.array(fc.option(fc.bigInt({ min: 0n, max: 5_000n })), { maxLength: 12 })
  fc.assert(
    fc.property(totals, fc.infiniteStream(fc.nat()), (minors, noise) => {
      const quotes = minors.map((minor, i) =>
        quoteOf('harbor', minor ?? 0n, {
          quoteId: `q${i}`,
          ...(minor === null ? { total: null, sellerTotal: null } : {}),
        }),
      )
      const mixed = quotes.toSorted(() => ((noise.next().value ?? 0) % 3) - 1)
      const sorted = collect(mixed.map((each) => ({ type: 'quote', quote: each }))).quotes
      expect(sorted).toEqual(quotes.toSorted(byTotal))
      const known = sorted.flatMap(({ total }) => (total ? [total.minor] : []))
      expect(known).toEqual(known.toSorted((a, b) => Number(a - b)))
      expect(sorted.slice(known.length).every(({ total }) => total === null)).toBe(true)
    }),
  )
})

/** Sellers that answer when the test says so. */
function createWorld() {
  let nowMs = start
  let asked = 0
  let next = Promise.withResolvers<{ events: QuoteEvent[]; error: Error | undefined }>()
  const finished: Board[] = []
  const sellers = {
    async *streamQuotes() {
      asked++
      const { events, error } = await next.promise
      yield* events
      if (error) throw error
      const coverage = { asked: 1, answered: 1, failed: 0, skipped: 0 }
      yield { type: 'summary', coverage, bestQuoteId: null, elapsedMs: 1 } satisfies QuoteEvent
    },
  } as unknown as Sellers
  let ids = 0
  const deps = {
    sellers,
    clock: { now: () => new Date(nowMs), sleep: () => Promise.resolve() },
    ids: { next: () => `board-${++ids}` },
    log: pino({ level: 'silent' }),
  } as unknown as OffersDeps
  const boards: Boards = createBoards(deps, (_, board) => finished.push(board))
  return {
    boards,
    asked: () => asked,
    later: (ms: number) => void (nowMs += ms),
    async answer(events: QuoteEvent[], error?: Error) {
      const board = boards.open(key)
      next.resolve({ events, error })
      next = Promise.withResolvers()
      await board.finished
    },
  }
}

async function read(boards: Boards, lastEventId: string | null | undefined) {
  return await Array.fromAsync(streamOffers(boards, key, lastEventId, undefined))
}

function started(sellerId: string): QuoteEvent {
  return { type: 'started', sellerId, sellerName: 'Harbor' }
}

function done(sellerId: string): QuoteEvent {
  return { type: 'done', sellerId, sellerName: 'Harbor', quoteCount: 1, elapsedMs: 5 }
}

function quote(sellerId: string, minor: bigint, more: Partial<Quote> = {}): QuoteEvent {
  return { type: 'quote', quote: quoteOf(sellerId, minor, more) }
}

function quoteOf(sellerId: string, minor: bigint, more: Partial<Quote> = {}): Quote {
  const total = money(minor, 'USD')
  const at = new Date(start)
  return {
    quoteId: `${sellerId}-${minor}`,
    sellerId,
    sellerName: 'Harbor',
    isbn13: key.isbn13,
    condition: 'NEW',
    item: total,
    shipping: money(0n, 'USD'),
    tax: money(0n, 'USD'),
    total,
    sellerTotal: total,
    fx: null,
    quantity: 1,
    shipsFrom: 'US',
    deliveryDays: { min: 2, max: 5 },
    fetchedAt: at,
    expiresAt: new Date(start + 600_000),
    source: 'LIVE',
    orderToken: 'secret-token',
    isAutoBuyEligible: true,
    ...more,
  }
}
