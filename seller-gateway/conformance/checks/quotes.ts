// GetQuotes: what a quote says, and what is answered where there is none.
import { NotApplicable } from '../check.ts'
import type { Check } from '../check.ts'
import { describeMoney } from '../describe.ts'
import { landed } from '../trial.ts'
import type { Trial } from '../trial.ts'
import type { SeenQuote } from '../subject.ts'

// What the gateway reads of one book.
const copiesMax = 200
const quoteIdMax = 512
const daysMax = 365
const aMinuteMs = 60_000
const roundsInTime = 5

export const quotesChecks: Check[] = [
  {
    name: 'quotes.parts-complete',
    rule: 'Every quote says item, shipping and tax, all three.',
    required: true,
    needs: ['grpc'],
    expected: 'item, shipping and tax in every quote; an amount of nothing is units 0',
    advice: 'Leave a copy out whose shipping or tax you cannot say yet; a price that grows later is refused.',
    run: eachQuote(({ item, shipping, tax }) => [item, shipping, tax].every((part) => part !== null)),
  },
  {
    name: 'quotes.names-the-book',
    rule: 'A quote is for the book that was asked for.',
    required: true,
    needs: [],
    expected: 'isbn13 of every quote equal to the one in the request',
    advice: 'Filter what your search found by its ISBN-13 before you stream it; other editions are other books.',
    run: (t) => eachQuote(({ isbn13 }) => isbn13 === t.book)(t),
  },
  {
    name: 'quotes.ids-unique',
    rule: 'Each quote has an id of its own, of at most 512 characters.',
    required: true,
    needs: [],
    expected: 'quote_id not empty, at most 512 characters, no two alike in a stream',
    advice: 'Give each copy its own quote_id; it is all that comes back with the order.',
    async run(t) {
      const quotes = await t.quotes()
      const ids = quotes.map(({ quoteId }) => quoteId)
      t.must(ids.every((id) => id !== '' && id.length <= quoteIdMax) && new Set(ids).size === ids.length, t.received)
    },
  },
  {
    name: 'quotes.condition-stated',
    rule: 'A quote says the condition of the copy.',
    required: false,
    needs: [],
    expected: 'a condition other than CONDITION_UNSPECIFIED',
    advice: 'State the condition: a copy without one is shown and never bought automatically.',
    run: eachQuote(({ condition }) => condition !== 'UNSPECIFIED'),
  },
  {
    name: 'quotes.quantity',
    rule: 'A copy on offer is there: its quantity is at least one.',
    required: true,
    needs: ['grpc'],
    expected: 'quantity 1 or more',
    advice: 'Leave out what is sold out; count each kind of copy in quantity.',
    run: eachQuote(({ quantity }) => quantity >= 1),
  },
  {
    name: 'quotes.ships-from',
    rule: 'A quote says which country it ships from.',
    required: false,
    needs: [],
    expected: 'ships_from with two capital letters (ISO 3166-1 alpha-2)',
    advice: 'Send the country code, GB and not UK.',
    async run(t) {
      const said = (await t.quotes()).map(({ shipsFrom }) => shipsFrom)
      if (!t.subject.grpc && said.every((one) => one === '')) throw new NotApplicable('its protocol does not say it')
      t.must(
        said.every((one) => /^[A-Z]{2}$/.test(one)),
        said.map((one) => one || 'nothing').join(', '),
      )
    },
  },
  {
    name: 'quotes.delivery-days',
    rule: 'The delivery window is one: the fewest days are no more than the most, and within a year.',
    required: true,
    needs: [],
    expected: '0 ≤ delivery_days_min ≤ delivery_days_max ≤ 365',
    advice: 'Send days, not hours or dates, the smaller number as delivery_days_min.',
    async run(t) {
      for (const { deliveryDays, quoteId } of await t.quotes()) {
        const { min, max } = deliveryDays
        t.must(min >= 0 && min <= max && max <= daysMax, `${quoteId.slice(0, 60)}: from ${min} to ${max} days`)
      }
    },
  },
  {
    name: 'quotes.expires-later',
    rule: 'A quote holds for some time: expire_time lies in the future.',
    required: true,
    needs: [],
    expected: 'expire_time later than now',
    advice: 'Set expire_time to now plus how long you keep the price, in UTC, and keep your clock right.',
    run: eachQuote(({ expiresAt }) => msLeft(expiresAt) > 0),
  },
  {
    name: 'quotes.holds-a-minute',
    rule: 'A quote holds long enough to decide.',
    required: false,
    needs: [],
    expected: 'expire_time at least a minute away',
    advice: 'Keep prices for ten minutes or so: what expires while it is compared is not bought.',
    run: eachQuote(({ expiresAt }) => msLeft(expiresAt) >= aMinuteMs - 1_000), // a second for clocks and the way
  },
  {
    name: 'quotes.stream-ends',
    rule: 'A stream of quotes ends, and holds at most 200 copies of a book.',
    required: true,
    needs: [],
    expected: 'at most 200 quotes, then the end of the stream',
    advice: 'End the stream after the last copy. Of many copies send the cheapest 200: more are not read.',
    async run(t) {
      const count = t.value(await t.ask()).length
      t.must(count <= copiesMax, `${count} quotes or more`)
    },
  },
  {
    name: 'quotes.unknown-book',
    rule: 'A book that the seller does not have is an empty stream, not an error.',
    required: true,
    needs: [],
    expected: 'no quotes, and the status OK',
    advice: 'End the stream without a message. NOT_FOUND counts as a failed call, and failed calls close the breaker.',
    async run(t) {
      const quotes = t.value(await t.ask({ isbn13: t.settings.unknownIsbn }))
      t.must(quotes.length === 0, t.received)
    },
  },
  {
    name: 'quotes.bad-isbn',
    rule: 'What is no ISBN-13 is refused with INVALID_ARGUMENT, which names the field.',
    required: true,
    needs: ['grpc'],
    expected: 'INVALID_ARGUMENT with a BadRequest violation of isbn13',
    advice: 'Check 13 digits and the check digit; put google.rpc.BadRequest with field isbn13 into the details.',
    async run(t) {
      for (const isbn13 of ['', '9780000000001', '0340839937', 'not-a-number'])
        mustName(t, await t.ask({ isbn13 }), /isbn/i)
    },
  },
  {
    name: 'quotes.bad-country',
    rule: 'What is no country code is refused with INVALID_ARGUMENT, which names the field.',
    required: false,
    needs: ['grpc'],
    expected: 'INVALID_ARGUMENT with a BadRequest violation of destination.country',
    advice: 'Check for two capital letters; put google.rpc.BadRequest with field destination.country into the details.',
    async run(t) {
      for (const country of ['', 'United Kingdom'])
        mustName(t, await t.ask({ destination: { country, postalCode: '' } }), /country/i)
    },
  },
  {
    name: 'quotes.country-not-served',
    rule: 'Where the seller does not send to, there are no quotes, or a clear refusal.',
    required: true,
    needs: [],
    expected: 'complete quotes, no quotes, or INVALID_ARGUMENT or FAILED_PRECONDITION',
    advice: 'Answer with an empty stream for a country that you do not serve.',
    async run(t) {
      const answer = await t.ask({ destination: { country: 'AQ', postalCode: '' } })
      t.must(answer.kind !== 'failed', answer.said)
    },
  },
  {
    name: 'quotes.same-again',
    rule: 'Asked again at once, the seller says the same prices.',
    required: true,
    needs: [],
    expected: 'the same conditions and prices in both answers',
    advice: 'Do not price by who asks or at random: a price that differs at the order is a broken promise.',
    async run(t) {
      const first = prices(t.value(await t.ask()))
      const second = prices(t.value(await t.ask()))
      t.must(first.join() === second.join(), `first ${first.join('; ')}, then ${second.join('; ')}`)
    },
  },
  {
    name: 'quotes.many-at-once',
    rule: 'Asked many times at once, the seller answers every time, and the same.',
    required: true,
    needs: [],
    expected: 'as many equal answers as questions',
    advice: 'Serve calls side by side, and keep what belongs to one call out of what all share.',
    async run(t) {
      const answers = await t.atOnce(Array.from({ length: t.crowd }, () => () => t.ask()))
      const all = answers.map((answer) => prices(t.value(answer)).join('; '))
      const other = all.find((one) => one !== all[0])
      t.must(other === undefined, `${all[0]}, and ${other}`)
    },
  },
  {
    name: 'quotes.in-time',
    rule: 'The seller answers within the time that it says it needs for a quote.',
    required: true,
    needs: [],
    expected: 'five complete answers, each within quote_timeout',
    advice: 'Make look-ups faster, or declare a longer quote_timeout; what comes later is not shown.',
    async run(t) {
      for (let round = 0; round < roundsInTime; round += 1) t.value(await t.ask())
    },
  },
]

function msLeft(expiresAt: Date | null): number {
  return expiresAt ? expiresAt.getTime() - Date.now() : Number.NaN
}

/** A check that looks at every quote of the first test book. */
function eachQuote(holds: (quote: SeenQuote) => boolean): (t: Trial) => Promise<void> {
  return async (t) => {
    t.must((await t.quotes()).every(holds), t.received)
  }
}

function mustName(t: Trial, answer: Awaited<ReturnType<Trial['ask']>>, field: RegExp): void {
  t.mustRefuse(answer, 'INVALID_ARGUMENT')
  t.must(answer.kind === 'refused' && answer.violations.some((one) => field.test(one)), answer.said)
}

function prices(quotes: readonly SeenQuote[]): string[] {
  return quotes
    .map((quote) => `${quote.condition} ${describeMoney(quote.item)}, in all ${landed(quote)?.minor ?? 'unknown'}`)
    .sort()
}
