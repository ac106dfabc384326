import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Condition, LiveEvent, Quote } from '../../api/shapes.ts'
import { boardRows, keptOf, obstacleOf, oneList, ownSellerId } from './board-rows.ts'
import { noOffers, offerReducer } from './offer-reducer.ts'

const all: Condition[] = ['NEW', 'LIKE_NEW', 'VERY_GOOD', 'GOOD', 'ACCEPTABLE']

function quote(sellerId: string, minor: number | null, more: Partial<Quote> = {}): Quote {
  const money = { currency: 'USD', minor: minor ?? 900 }
  return {
    quoteId: `${sellerId}-${minor}`,
    sellerId,
    sellerName: sellerId.toUpperCase(),
    isbn13: '9780340839935',
    condition: 'GOOD',
    item: money,
    sellerTotal: money,
    ...(minor !== null && {
      total: money,
      shipping: { currency: 'USD', minor: 0 },
      tax: { currency: 'USD', minor: 0 },
    }),
    fetchedAt: '2026-10-01T10:00:00.000Z',
    expiresAt: '2026-10-01T10:05:00.000Z',
    source: 'LIVE',
    buyable: true,
    ...more,
  }
}

const fold = (events: readonly LiveEvent[]) => events.reduce(offerReducer, noOffers)

/** What one seller may say, in the order it says it. */
const sellerStory = (sellerId: string): fc.Arbitrary<LiveEvent[]> => {
  const named = { sellerId, sellerName: sellerId.toUpperCase() }
  const quotes = fc
    .uniqueArray(fc.option(fc.integer({ min: 1, max: 5000 }), { freq: 5 }), { maxLength: 4 })
    .map((totals) => totals.map((total): LiveEvent => ({ type: 'quote', quote: quote(sellerId, total) })))
  const end: fc.Arbitrary<LiveEvent> = fc.constantFrom<LiveEvent>(
    { type: 'done', ...named, quoteCount: 1, elapsedMs: 10 },
    { type: 'failed', ...named, kind: 'TIMEOUT', elapsedMs: 10 },
  )
  return fc.oneof(
    fc.tuple(quotes, end).map(([some, last]): LiveEvent[] => [{ type: 'started', ...named }, ...some, last]),
    fc.constant<LiveEvent[]>([{ type: 'skipped', ...named, reason: 'BUSY' }]),
  )
}

const stories = fc.tuple(sellerStory('a'), sellerStory('b'), sellerStory('c'), sellerStory('d'))

describe('the fold', () => {
  it('does not depend on the order in which events arrive, nor on repeats', () => {
    const shuffled = stories.chain((each) => {
      const events = each.flat()
      const again = fc.subarray(events)
      return fc.record({
        events: fc.constant(events),
        other: again.chain((repeats) =>
          fc.shuffledSubarray([...events, ...repeats], { minLength: events.length + repeats.length }),
        ),
      })
    })
    fc.assert(fc.property(shuffled, ({ events, other }) => void expect(fold(other)).toEqual(fold(events))))
  })

  it('loses no quote', () => {
    fc.assert(
      fc.property(stories, (each) => {
        const events = each.flat()
        const rows = boardRows(fold(events), all)
        const shown = rows.flatMap(({ shown, others }) => (shown ? [shown, ...others] : []))
        expect(shown).toHaveLength(events.filter(({ type }) => type === 'quote').length)
      }),
    )
  })

  it('lets the end of a seller’s part outrank its beginning, whichever arrives first', () => {
    const named = { sellerId: 'a', sellerName: 'A' }
    const started: LiveEvent = { type: 'started', ...named }
    const failed: LiveEvent = { type: 'failed', ...named, kind: 'TIMEOUT', elapsedMs: 900 }
    const done: LiveEvent = { type: 'done', ...named, quoteCount: 0, elapsedMs: 5 }
    for (const events of [
      [started, failed],
      [failed, started],
    ]) {
      expect(fold(events).sellers.a?.status).toEqual({ kind: 'failed', failure: 'TIMEOUT' })
    }
    for (const events of [
      [started, done],
      [done, started],
    ]) {
      expect(fold(events).sellers.a?.status).toEqual({ kind: 'answered' })
    }
  })

  it('takes the newer of two words about one copy', () => {
    const old = quote('a', 900)
    const fresh = { ...old, total: { currency: 'USD', minor: 950 }, fetchedAt: '2026-10-01T10:00:01.000Z' }
    for (const events of [
      [old, fresh],
      [fresh, old],
    ]) {
      const state = fold(events.map((each): LiveEvent => ({ type: 'quote', quote: each })))
      expect(Object.values(state.sellers.a?.quotes ?? {})).toEqual([fresh])
    }
  })

  it('keeps the summary and starts again on reset', () => {
    const coverage = { asked: 1, answered: 1, failed: 0, skipped: 0 }
    const state = fold([{ type: 'summary', coverage, bestQuoteId: 'a-900', elapsedMs: 420 }])
    expect(state.summary).toEqual({ coverage, bestQuoteId: 'a-900', elapsedMs: 420 })
    expect(offerReducer(state, { type: 'reset' })).toEqual(noOffers)
  })
})

describe('the rows', () => {
  it('stand by landed total, then those still asking, then those without', () => {
    const state = fold([
      { type: 'skipped', sellerId: 'resting', sellerName: 'Resting', reason: 'BREAKER_OPEN' },
      { type: 'failed', sellerId: 'late', sellerName: 'Late', kind: 'TIMEOUT', elapsedMs: 900 },
      { type: 'done', sellerId: 'empty', sellerName: 'Empty', quoteCount: 0, elapsedMs: 5 },
      { type: 'started', sellerId: 'slow', sellerName: 'Slow' },
      { type: 'quote', quote: quote('dear', 2000) },
      { type: 'quote', quote: quote('unsure', null) },
      { type: 'quote', quote: quote('cheap', 1000) },
    ])
    expect(boardRows(state, all).map(({ sellerId }) => sellerId)).toEqual([
      'cheap',
      'dear',
      'unsure',
      'slow',
      'empty',
      'late',
      'resting',
    ])
  })

  it('show the cheapest copy that would do, and the others below it', () => {
    const state = fold([
      { type: 'quote', quote: quote('a', 500, { condition: 'ACCEPTABLE' }) },
      { type: 'quote', quote: quote('a', 800, { condition: 'NEW' }) },
      { type: 'quote', quote: quote('a', 700, { condition: 'NEW', buyable: false }) },
    ])
    const [row] = boardRows(state, ['NEW'])
    expect(row?.shown?.quoteId).toBe('a-800')
    expect(row?.isEligible).toBe(true)
    expect(row?.others.map((other) => obstacleOf(other, ['NEW']))).toEqual(['otherCondition', 'notBuyable'])
  })

  it('say how many of a hundred promises a seller keeps, and nothing of one with few orders', () => {
    expect(keptOf({ keptBasisPoints: 9_899, orderCount: 10 })).toBe(98)
    expect(keptOf({ keptBasisPoints: 9_999, orderCount: 5_000 })).toBe(99) // never a hundred, unless it is
    expect(keptOf({ keptBasisPoints: 9_899, orderCount: 9 })).toBeNull()
  })

  it('never call a copy with an unknown total eligible', () => {
    const [row] = boardRows(fold([{ type: 'quote', quote: quote('a', null) }]), all)
    expect(row).toMatchObject({ isEligible: false, shown: { quoteId: 'a-null' } })
  })
})

describe('one list of all ways', () => {
  const other = fc.record({ id: fc.uuid(), minor: fc.option(fc.integer({ min: 0, max: 5000 })) })
  const asked = fc
    .uniqueArray(
      fc.record({ name: fc.constantFrom('a', 'b', 'c', 'd'), minor: fc.option(fc.integer({ min: 1, max: 5000 })) }),
      {
        selector: ({ name }) => name,
      },
    )
    .map((sellers) =>
      sellers.flatMap(({ name, minor }): LiveEvent[] => [
        { type: 'started', sellerId: name, sellerName: name.toUpperCase() },
        ...(minor === null ? [] : [{ type: 'quote' as const, quote: quote(name, minor) }]),
      ]),
    )
  const costOf = (row: ReturnType<typeof oneList>[number]) =>
    ('minor' in row ? row.minor : (row.shown?.total?.minor ?? null)) ?? Infinity

  it('has every row once, what is known by what it costs, and what cannot be compared after that', () => {
    fc.assert(
      fc.property(asked, fc.array(other, { maxLength: 4 }), (events, others) => {
        const rows = boardRows(fold(events), all)
        const list = oneList(rows, others)
        expect(new Set(list)).toEqual(new Set([...rows, ...others]))
        expect(list).toHaveLength(rows.length + others.length)
        const costs = list.map(costOf)
        expect(costs).toEqual(costs.toSorted((a, b) => a - b))
      }),
    )
  })
})

it('places a copy of our own by what is known of it while its tax waits for a postal code, and no seller’s', () => {
  const untaxed = (sellerId: string): LiveEvent => ({
    type: 'quote',
    quote: quote(sellerId, null, { shipping: { currency: 'USD', minor: 300 } }), // 9.00 and 3.00
  })
  const known = (sellerId: string, minor: number): LiveEvent => ({ type: 'quote', quote: quote(sellerId, minor) })
  const rows = boardRows(
    fold([untaxed(ownSellerId), untaxed('other'), known('cheap', 1_100), known('dear', 1_300)]),
    all,
  )
  expect(rows.map(({ sellerId }) => sellerId)).toEqual(['cheap', ownSellerId, 'dear', 'other'])
  expect(rows.map(({ isEligible }) => isEligible)).toEqual([true, false, true, false])
})
