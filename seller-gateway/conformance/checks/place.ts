// PlaceOrder: one order as quoted, and a clear no for everything else.
import { toProtoMoney } from '@quire/proto/money'
import type { Money } from '@quire/proto/money'
import { NotApplicable } from '../check.ts'
import type { Check } from '../check.ts'
import type { SeenQuote } from '../subject.ts'
import { landed, showTotal } from '../trial.ts'
import type { Trial } from '../trial.ts'

const clocksApartMs = 5 * 60_000
const referenceMax = 64

export const placeChecks: Check[] = [
  {
    name: 'place.confirms',
    rule: 'An order at the quoted price is accepted, under our reference and with a number of the seller.',
    required: true,
    needs: ['orders'],
    expected: 'an order with our request_id, an order_id and the state ACCEPTED',
    advice: 'Answer with the whole order once the copy is set aside; do not answer before.',
    async run(t) {
      const ask = t.askFor(await t.offer())
      const order = t.value(await t.place(ask))
      t.must(order.reference === ask.reference && order.orderId !== '' && order.state === 'ACCEPTED', t.received)
    },
  },
  {
    name: 'place.as-quoted',
    rule: 'What is confirmed is what was quoted: the same book in the same condition.',
    required: true,
    needs: ['orders'],
    expected: 'isbn13 and condition as in the quote',
    advice: 'Read the book and the condition from the copy that you set aside. Another one than quoted is cancelled.',
    async run(t) {
      const { quote, order } = await t.buy()
      t.must(
        order.isbn13 === quote.isbn13 && order.condition === quote.condition,
        t.received,
        `${quote.isbn13} ${quote.condition}`,
      )
    },
  },
  {
    name: 'place.create-time',
    rule: 'An order says when it was accepted.',
    required: false,
    needs: ['orders', 'grpc'],
    expected: 'create_time within five minutes of now',
    advice: 'Set create_time in UTC when you accept the order, and keep your clock right.',
    async run(t) {
      const { order } = await t.buy()
      t.must(Math.abs((order.createdAt?.getTime() ?? 0) - Date.now()) <= clocksApartMs, t.received)
    },
  },
  {
    name: 'place.numbers-differ',
    rule: 'Two orders have two numbers.',
    required: true,
    needs: ['orders'],
    expected: 'another order_id for another request_id',
    advice: 'Number each order anew; the same quote may be ordered twice under two references.',
    async run(t) {
      const { order, quote } = await t.buy({}, 2)
      const other = t.value(await t.place(t.askFor(quote)))
      t.must(order.orderId !== other.orderId, `both are ${order.orderId}`)
    },
  },
  {
    name: 'place.same-request-twice',
    rule: 'The same request_id with the same content answers with the first order again.',
    required: true,
    needs: ['orders', 'replays'],
    expected: 'the same order_id, state and total as the first answer',
    advice:
      'Keep request_id with the order, unique in your database, and answer a repeat from there: we repeat after every lost answer.',
    async run(t) {
      const { ask, order } = await t.buy()
      const again = t.value(await t.place(ask))
      t.must(again.orderId === order.orderId && again.state === order.state, t.received, `order ${order.orderId} again`)
    },
  },
  {
    name: 'place.reference-reused',
    rule: 'The same request_id with other content is refused with ALREADY_EXISTS, reason REQUEST_ID_REUSED, and the first order stands.',
    required: true,
    needs: ['orders', 'replays'],
    expected: 'ALREADY_EXISTS, ErrorInfo reason REQUEST_ID_REUSED',
    advice:
      'Keep what was asked for with the order and compare: an address that differs must not be answered with the old order.',
    async run(t) {
      const { ask, order } = await t.buy()
      const shipTo = { ...t.settings.shipTo, recipient: 'Somebody Else', city: 'Leeds' }
      t.mustRefuse(await t.place({ ...ask, shipTo }), 'REQUEST_ID_REUSED')
      const found = t.subject.can.lookUp ? t.value(await t.find(ask.reference)) : null
      const isSame = found === null || (found.orderId === order.orderId && found.state === order.state)
      t.must(isSame, t.received, 'the first order as it was')
    },
  },
  {
    name: 'place.above-limit',
    rule: 'Above limit_total the seller refuses with PRICE_CHANGED and sells nothing.',
    required: true,
    needs: ['orders'],
    expected: 'FAILED_PRECONDITION, ErrorInfo reason PRICE_CHANGED; GetOrder answers NOT_FOUND',
    advice: 'Compare what you would charge now with limit_total before you set the copy aside.',
    async run(t) {
      const { ask } = await belowQuote(t)
      t.mustRefuse(await t.place(ask), 'PRICE_CHANGED')
      await t.mustHoldNone(ask.reference)
    },
  },
  {
    name: 'place.names-new-total',
    rule: 'A refusal with PRICE_CHANGED says the new landed total.',
    required: true,
    needs: ['orders'],
    expected: 'ErrorInfo metadata currency and minor with the total in minor units',
    advice:
      'Put {"currency": "GBP", "minor": "1139"} into ErrorInfo.metadata; the reader may still want it at that price.',
    async run(t) {
      const { ask, total } = await belowQuote(t)
      const answer = await t.place(ask)
      if (answer.kind !== 'refused' || answer.reason !== 'PRICE_CHANGED')
        throw new NotApplicable('it does not refuse with PRICE_CHANGED: see place.above-limit')
      const { newTotal } = answer
      const isRight = newTotal?.currency === total.currency && newTotal.minor === total.minor.toString()
      t.must(isRight, answer.said, `metadata currency=${total.currency}, minor=${total.minor} (${showTotal(total)})`)
    },
  },
  {
    name: 'place.other-currency',
    rule: 'A limit in another currency than the quote is refused, whatever the figure.',
    required: true,
    needs: ['orders', 'grpc'],
    expected: 'INVALID_ARGUMENT or FAILED_PRECONDITION; GetOrder answers NOT_FOUND',
    advice: 'Compare currency_code before the amount: 2,000 yen are not 2,000 pounds.',
    async run(t) {
      const quote = await t.offer()
      const ask = t.askFor(quote)
      const currency = landed(quote)?.currency === 'JPY' ? 'USD' : 'JPY'
      t.mustRefuse(await t.place({ ...ask, limit: { currencyCode: currency, units: '99000', nanos: 0 } }))
      await t.mustHoldNone(ask.reference)
    },
  },
  {
    name: 'place.long-reference',
    rule: 'A request_id may have 64 characters, and comes back whole.',
    required: true,
    needs: ['orders'],
    expected: 'an order under all 64 characters',
    advice: 'Make the column long enough; a reference that is cut off finds another order.',
    async run(t) {
      const reference = `${t.reference()}-`.padEnd(referenceMax, 'x')
      const { order } = await t.buy({ reference })
      t.must(order.reference === reference, t.received)
    },
  },
  {
    name: 'place.too-long-reference',
    rule: 'A request_id of more than 64 characters is refused with INVALID_ARGUMENT.',
    required: false,
    needs: ['orders', 'grpc'],
    expected: 'INVALID_ARGUMENT with a BadRequest violation of request_id',
    advice: 'Check the length before anything else; never cut it.',
    run: (t) => refusesField(t, { reference: `${t.reference()}-`.padEnd(referenceMax + 1, 'x') }, /request_?id/i),
  },
  {
    name: 'place.no-reference',
    rule: 'An order without a request_id is refused with INVALID_ARGUMENT, which names the field.',
    required: true,
    needs: ['orders', 'grpc'],
    expected: 'INVALID_ARGUMENT with a BadRequest violation of request_id',
    advice: 'Refuse an empty request_id: two orders without one would be taken for one.',
    run: (t) => refusesField(t, { reference: '' }, /request_?id/i),
  },
  {
    name: 'place.no-address',
    rule: 'An order without an address is refused with INVALID_ARGUMENT, which names the field.',
    required: true,
    needs: ['orders', 'grpc'],
    expected: 'INVALID_ARGUMENT with a BadRequest violation of ship_to',
    advice: 'Check that ship_to is there before you set a copy aside.',
    run: (t) => refusesField(t, { shipTo: null }, /ship_?to/i),
  },
  {
    name: 'place.no-limit',
    rule: 'An order without a limit_total is refused with INVALID_ARGUMENT, which names the field.',
    required: true,
    needs: ['orders', 'grpc'],
    expected: 'INVALID_ARGUMENT with a BadRequest violation of limit_total',
    advice: 'A missing limit is no permission to charge anything: refuse it.',
    run: (t) => refusesField(t, { limit: null }, /limit_?total/i),
  },
  {
    name: 'place.any-script',
    rule: 'A name and an address in any script are taken, or refused clearly.',
    required: true,
    needs: ['orders'],
    expected: 'an order, or INVALID_ARGUMENT or FAILED_PRECONDITION',
    advice: 'Keep text as UTF-8 from end to end; quotes, ampersands and semicolons are part of names.',
    async run(t) {
      const shipTo = {
        ...t.settings.shipTo,
        recipient: `Þóra "Zoë" O'Neill & Søn; <李小龍>`,
        lines: ['Größe Straße 7½ — hintén', 'アパート 203'],
        city: 'Łódź',
      }
      const ask = t.askFor(await t.offer(), { shipTo })
      const answer = await t.place(ask)
      t.must(answer.kind !== 'failed', answer.said)
      if (answer.kind === 'refused') await t.mustHoldNone(ask.reference)
    },
  },
  {
    name: 'place.foreign-quote',
    rule: 'A quote_id that the seller never gave is refused, and nothing is sold.',
    required: true,
    needs: ['orders', 'grpc'],
    expected: 'INVALID_ARGUMENT or FAILED_PRECONDITION; GetOrder answers NOT_FOUND',
    advice: 'Look the quote up, or sign it; refuse what you cannot find with QUOTE_EXPIRED or SOLD_OUT.',
    run: (t) => refusesQuote(t, () => 'quire-kit-no-such-quote'),
  },
  {
    name: 'place.garbled-quote',
    rule: 'A quote_id that was damaged on its way is refused, and nothing is sold.',
    required: true,
    needs: ['orders', 'grpc'],
    expected: 'INVALID_ARGUMENT or FAILED_PRECONDITION; GetOrder answers NOT_FOUND',
    advice: 'Read quote_id strictly: half of one must not find a copy.',
    run: (t) => refusesQuote(t, ({ quoteId }) => quoteId.slice(0, Math.floor(quoteId.length / 2))),
  },
  {
    name: 'place.expired-quote',
    rule: 'An order under a quote that has expired is refused with QUOTE_EXPIRED.',
    required: true,
    needs: ['orders'],
    expected: 'FAILED_PRECONDITION, ErrorInfo reason QUOTE_EXPIRED; GetOrder answers NOT_FOUND',
    advice: 'Keep expire_time with the quote, or in its id and signed, and compare it when the order comes.',
    async run(t) {
      const quote = await t.offer()
      const leftMs = (quote.expiresAt?.getTime() ?? Infinity) - Date.now()
      const { expiryWaitMs } = t.settings
      if (leftMs > expiryWaitMs)
        throw new NotApplicable(`its quotes hold longer than the ${expiryWaitMs / 1000} s that the kit waits`)
      await t.session.wait(Math.max(0, leftMs) + aMoreMs)
      const ask = t.askFor(quote)
      t.mustRefuse(await t.place(ask), 'QUOTE_EXPIRED')
      await t.mustHoldNone(ask.reference)
    },
  },
  {
    name: 'place.in-time',
    rule: 'The seller answers within the time that it says it needs for an order.',
    required: true,
    needs: ['orders'],
    expected: 'an order within order_timeout, three times',
    advice: 'Declare a longer order_timeout, or accept the order before the slow part of your work.',
    async run(t) {
      for (let round = 0; round < roundsInTime; round += 1) {
        const ask = t.askFor(await t.offer())
        t.value(await t.place(ask))
        await t.session.cancel([ask.reference])
      }
    },
  },
]

const aMoreMs = 250 // clocks differ
const roundsInTime = 3

/** An order whose limit is one minor unit below the quote. */
async function belowQuote(t: Trial) {
  const quote = await t.offer()
  const total = landed(quote) as Money // `offer` gives complete prices only
  return { total, ask: t.askFor(quote, { limit: toProtoMoney({ ...total, minor: total.minor - 1n }) }) }
}

async function refusesField(t: Trial, change: Parameters<Trial['askFor']>[1], field: RegExp): Promise<void> {
  const answer = await t.place(t.askFor(await t.offer(), change))
  t.mustRefuse(answer, 'INVALID_ARGUMENT')
  t.must(answer.kind === 'refused' && answer.violations.some((one) => field.test(one)), answer.said)
}

async function refusesQuote(t: Trial, damage: (quote: SeenQuote) => string): Promise<void> {
  const quote = await t.offer()
  const ask = t.askFor(quote, { quoteId: damage(quote) })
  t.mustRefuse(await t.place(ask))
  await t.mustHoldNone(ask.reference)
}
