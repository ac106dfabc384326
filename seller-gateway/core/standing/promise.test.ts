import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { noted, orderAsQuoted, placed, placedAtMs, quoted, seen } from '../../testing/promises.ts'
import { CallerGone, OrderPending, OrderRefused, SellerFailure, SellerSkipped } from '../seller-failure.ts'
import { eventsOfPlacing, openPromise, outcomes, settlePromise } from './promise.ts'
import type { Noted, PromiseEvent } from './promise.ts'

const inTime = placedAtMs + 1_000
const tooLate = quoted.expiresAtMs + 1

/** What an order came to after these events. */
function outcomeOf(events: readonly PromiseEvent[], atMs = inTime): string {
  const open = openPromise(noted(placed))
  if (!open) throw new Error('an order that was placed is a promise')
  return events.reduce((promise, event) => settlePromise(promise, noted(event, { atMs })), open).outcome
}
const refused = (reason: OrderRefused['reason']): PromiseEvent => ({ type: 'refused', reason })
const takenBack: PromiseEvent = { type: 'takenBack' }
const cancelled = seen({ state: 'CANCELLED' })

describe('an order', () => {
  it.each<[string, string, PromiseEvent[]]>([
    ['confirmed as quoted', 'KEPT', [seen()]],
    ['shipped', 'KEPT', [seen({ state: 'SHIPPED' })]],
    ['confirmed without a condition', 'KEPT', [seen({ condition: 'UNSPECIFIED' })]],
    ['confirmed for less', 'KEPT', [seen({ total: { currency: 'USD', minor: 1_100n } })]],
    ['confirmed for a cent more', 'OVERPRICED', [seen({ total: { currency: 'USD', minor: 1_235n } })]],
    ['confirmed in another currency', 'OTHER_TERMS', [seen({ total: { currency: 'EUR', minor: 1_234n } })]],
    ['confirmed without a total', 'OTHER_TERMS', [seen({ total: null })]],
    ['confirmed for another book', 'OTHER_TERMS', [seen({ isbn13: '9780441172719' })]],
    ['confirmed in another condition', 'OTHER_TERMS', [seen({ condition: 'ACCEPTABLE' })]],
    ['confirmed under another reference', 'OTHER_REFERENCE', [seen({ reference: 'att-2' })]],
    ['sold out', 'SOLD_OUT', [refused('SOLD_OUT')]],
    ['rejected', 'SOLD_OUT', [refused('REJECTED')]],
    ['called expired long before its time', 'SOLD_OUT', [refused('QUOTE_EXPIRED')]],
    ['refused for a higher price', 'PRICE_RAISED', [refused('PRICE_CHANGED')]],
    ['confirmed, then found cancelled', 'CANCELLED', [seen(), cancelled]],
    ['confirmed, then reported as cancelled', 'CANCELLED', [seen(), { type: 'cancelReported' }]],
    ['refused because it was cancelled', 'NOT_COUNTED', [refused('ORDER_CANCELLED')]],
    ['of no known outcome', 'OPEN', []],
    ['another under our reference, so not known', 'OPEN', [refused('REQUEST_ID_REUSED')]],
    ['only a tombstone', 'NOT_COUNTED', [seen({ state: 'CANCELLED', sellerOrderId: '', total: null })]],
    ['taken back by us', 'NOT_COUNTED', [takenBack, cancelled]],
    ['taken back by us and placed again', 'NOT_COUNTED', [takenBack, refused('ORDER_CANCELLED')]],
    ['kept, then taken back by us', 'KEPT', [seen(), takenBack, cancelled]],
    ['refused, and yet there', 'KEPT', [refused('SOLD_OUT'), seen()]],
    [
      'overpriced, so taken back by us',
      'OVERPRICED',
      [seen({ total: { currency: 'USD', minor: 9_999n } }), takenBack, cancelled],
    ],
  ])('%s: %s', (_, outcome, events) => {
    expect(outcomeOf(events)).toBe(outcome)
  })

  it.each(['SOLD_OUT', 'REJECTED', 'PRICE_CHANGED', 'QUOTE_EXPIRED'] as const)(
    'breaks no promise by %s once the quote has run out',
    (reason) => {
      expect(outcomeOf([refused(reason)], tooLate)).toBe('NOT_COUNTED')
    },
  )

  it('may be called expired a little early: clocks differ', () => {
    expect(outcomeOf([refused('QUOTE_EXPIRED')], quoted.expiresAtMs - 4_999)).toBe('NOT_COUNTED')
    expect(outcomeOf([refused('QUOTE_EXPIRED')], quoted.expiresAtMs - 5_000)).toBe('SOLD_OUT')
  })

  it('comes to the same in whatever order and however often it was seen, unless we took it back', () => {
    const some = fc.constantFrom<PromiseEvent>(
      placed,
      seen(),
      cancelled,
      { type: 'cancelReported' },
      seen({ reference: 'att-2' }),
      seen({ total: { currency: 'USD', minor: 2_000n } }),
      refused('SOLD_OUT'),
      refused('PRICE_CHANGED'),
      refused('QUOTE_EXPIRED'),
    )
    const shuffled = fc.array(some, { maxLength: 8 }).chain((events) =>
      fc.record({
        events: fc.constant(events),
        other: fc.shuffledSubarray([...events, ...events], { minLength: events.length * 2 }),
      }),
    )
    fc.assert(
      fc.property(shuffled, ({ events, other }) => {
        expect(outcomeOf(other)).toBe(outcomeOf(events))
        const gravest = Math.max(0, ...events.map((event) => outcomes.indexOf(outcomeOf([event]) as 'OPEN')))
        expect(outcomeOf(events)).toBe(outcomes[gravest])
      }),
    )
  })
})

describe('the end of placing', () => {
  const copy = { ...quoted, sellerId: 'papertrail', quoteRef: 'q-1' }
  it.each<[string, string[], unknown]>([
    ['was never let out', [], new SellerSkipped('busy')],
    ['never reached the seller', [], new SellerFailure('unavailable', 'no route', { actedOn: 'no' })],
    ['may have reached it', ['placed'], new SellerFailure('timeout', 'silence')],
    ['is still being thought about', ['placed'], new OrderPending('on its way')],
    ['lost its caller', ['placed'], new CallerGone('deadline')],
    ['was a fault of ours', ['placed'], new TypeError('x is undefined')],
    ['was a no', ['placed', 'refused'], new OrderRefused('SOLD_OUT', 'gone')],
  ])('of an order that %s says %j', (_, types, error) => {
    expect(eventsOfPlacing(copy, { error }).map(({ type }) => type)).toEqual(types)
  })

  it('says what the seller confirmed, and what it had quoted', () => {
    const order = orderAsQuoted()
    expect(eventsOfPlacing(copy, { order })).toEqual([placed, { type: 'seen', order }])
  })
})

it('knows nothing of an order whose placing it did not see', () => {
  const others: Noted[] = [noted(seen()), noted(takenBack), noted(refused('SOLD_OUT'))]
  for (const one of others) expect(openPromise(one)).toBeNull()
})
