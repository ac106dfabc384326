// Amounts: whole minor units, one currency, no surprise between quote and order.
import { currencyExponents, exponentOf, toProtoMoney } from '@quire/proto/money'
import { NotApplicable, NotMade } from '../check.ts'
import type { Check } from '../check.ts'
import { describeMoney } from '../describe.ts'
import type { SeenMoney, SeenQuote } from '../subject.ts'
import { isSameAmount, landed, readMoney, showTotal } from '../trial.ts'
import type { Trial } from '../trial.ts'

/** As the gateway: no book costs more than about 100 000 dollars or 10 million yen. */
const mostMinor = (currency: string) => 10n ** BigInt(5 + Math.max(2, exponentOf(currency)))
const nanosMax = 999_999_999

export const moneyChecks: Check[] = [
  {
    name: 'money.whole-minor-units',
    rule: "Every amount is whole minor units of its currency, in google.type.Money's form.",
    required: true,
    needs: [],
    expected: 'no more decimals than the currency has; nanos within ±999,999,999 and of the sign of units',
    advice: 'Round each part to the minor unit before you add them up: 12.345 GBP cannot be charged.',
    run: eachAmount((amount) => readMoney(amount) !== null && isWellFormed(amount)),
  },
  {
    name: 'money.one-currency',
    rule: 'Item, shipping and tax of a quote are in one currency.',
    required: true,
    needs: [],
    expected: 'the same currency_code in all three',
    advice: 'Convert to the currency that you will charge in; leave the copy out if you cannot.',
    run: eachPart((parts) => new Set(parts.map(({ currencyCode }) => currencyCode)).size <= 1),
  },
  {
    name: 'money.agreed-currency',
    rule: 'The seller quotes in a currency that was agreed.',
    required: true,
    needs: [],
    expected: "currency_code among the seller's currencies",
    advice: 'Quote in one of the currencies that you registered, or register the other one too.',
    run: (t) => eachAmount(({ currencyCode }) => t.settings.currencies.includes(currencyCode))(t),
  },
  {
    name: 'money.plausible',
    rule: 'A book costs something, and shipping and tax are not negative.',
    required: true,
    needs: [],
    expected: 'item above nothing, shipping and tax nothing or more, none above 100,000 in a currency of two decimals',
    advice: 'Look for a unit mixed up (cents sent as units) or a missing price that became 0.',
    async run(t) {
      for (const quote of await t.quotes()) {
        const { item, shipping, tax } = quote
        t.must(isBetween(item, 1n) && isBetween(shipping, 0n) && isBetween(tax, 0n), t.received)
      }
    },
  },
  {
    name: 'money.zero-decimals',
    rule: 'A currency without decimals has none: 1,299 yen are units 1299, in the quote and in the order.',
    required: true,
    needs: [],
    expected: 'quotes in JPY with nanos 0 whose order costs the same; or another agreed currency, or none',
    advice: 'Take the exponent from ISO 4217 (JPY and KRW 0, KWD 3), do not divide by 100.',
    run: (t) => tradesIn(t, 'JPY'),
  },
  {
    name: 'money.three-decimals',
    rule: 'A currency with three decimals may use them: 4.250 dinars are units 4 and nanos 250,000,000.',
    required: true,
    needs: [],
    expected: 'quotes in KWD whose order costs the same; or another agreed currency, or none',
    advice: 'Take the exponent from ISO 4217 (KWD and BHD 3), do not round to two decimals between quote and order.',
    run: (t) => tradesIn(t, 'KWD'),
  },
  {
    name: 'money.unknown-currency',
    rule: 'Asked in a currency that it does not have, the seller quotes in its own or refuses clearly.',
    required: false,
    needs: ['grpc'],
    expected: 'quotes in an agreed currency, no quotes, or INVALID_ARGUMENT',
    advice: 'The currency in the request is what the buyer compares in, no order: fall back to your own.',
    async run(t) {
      const answer = await t.ask({ currency: 'XTS' }) // ISO 4217's code for tests
      t.must(answer.kind !== 'failed', answer.said)
      if (answer.kind === 'ok') mustBeAgreed(t, answer.value)
    },
  },
  {
    name: 'money.order-total',
    rule: 'The order costs what was quoted: item, shipping and tax added up.',
    required: true,
    needs: ['orders'],
    expected: 'total of the order equal to item + shipping + tax of its quote',
    advice: 'Compute tax and shipping once, for the quote, and charge that sum. Anything above it is cancelled.',
    async run(t) {
      const { quote, order } = await t.buy()
      const total = landed(quote)
      t.must(isSameAmount(order.total, total), `total ${describeMoney(order.total)}`, `total ${showTotal(total)}`)
    },
  },
]

/** Asks every test book in `currency`; what is quoted in it must be whole, and the first such copy is bought. */
async function tradesIn(t: Trial, currency: string): Promise<void> {
  const seen: SeenQuote[] = []
  for (const isbn13 of t.settings.isbns) {
    const answer = await t.ask({ isbn13, currency })
    if (answer.kind === 'refused') continue
    const quotes = t.value(answer)
    mustBeAgreed(t, quotes)
    seen.push(...quotes.filter(({ item }) => item?.currencyCode === currency))
  }
  const amounts = seen.flatMap(partsOf)
  const odd = amounts.find((amount) => readMoney(amount) === null)
  t.must(
    odd === undefined,
    odd ? describeMoney(odd) : '',
    `at most ${currencyExponents[currency]} decimals in ${currency}`,
  )
  const [quote] = seen
  if (!quote) throw new NotApplicable(`it quotes no test book in ${currency}`)
  const total = landed(quote)
  if (!total || !t.subject.can.order) return
  if (!t.subject.can.cancel && !t.settings.mayLeaveOrders) throw new NotMade('its order could not be cancelled')
  const order = t.value(await t.place(t.askFor(quote, { limit: toProtoMoney(total) })))
  t.must(isSameAmount(order.total, total), `total ${describeMoney(order.total)}`, `total ${showTotal(total)}`)
}

function mustBeAgreed(t: Trial, quotes: readonly SeenQuote[]): void {
  const odd = quotes.flatMap(partsOf).find(({ currencyCode }) => !t.settings.currencies.includes(currencyCode))
  t.must(odd === undefined, odd ? describeMoney(odd) : '')
}

function eachAmount(holds: (amount: SeenMoney) => boolean): (t: Trial) => Promise<void> {
  return eachPart((parts) => parts.every(holds))
}

function eachPart(holds: (parts: SeenMoney[]) => boolean): (t: Trial) => Promise<void> {
  return async (t) => {
    const quotes = await t.quotes()
    t.must(quotes.map(partsOf).every(holds), t.received)
  }
}

function partsOf({ item, shipping, tax }: SeenQuote): SeenMoney[] {
  return [item, shipping, tax].filter((part) => part !== null)
}

function isWellFormed({ units, nanos }: SeenMoney): boolean {
  if (Math.abs(nanos) > nanosMax) return false
  return units.startsWith('-') ? nanos <= 0 : nanos >= 0 || BigInt(units) === 0n
}

/** An amount that is missing or odd is another check's. */
function isBetween(amount: SeenMoney | null, least: bigint): boolean {
  const money = readMoney(amount)
  return money === null || (money.minor >= least && money.minor <= mostMinor(money.currency))
}
