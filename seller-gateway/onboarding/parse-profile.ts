// A profile from a stranger → ours. Pure. Every wrong field is named; what comes back is only for use when none is.
import type { onboarding } from '@quire/proto'
import { currencyExponents } from '@quire/proto/money'
import { fromDuration } from '@quire/proto/time'
import { z } from 'zod'
import { readAmount } from '../core/amounts.ts'
import { isIsbn13 } from '../core/isbn.ts'
import { SellerFailure } from '../core/seller-failure.ts'
import type { Profile, ShippingZone } from './model.ts'
import type { Violations } from './violations.ts'

// What one seller may ask of the gateway; the largest of the sandbox's publishes 1,000 requests a second.
const requestsPerSecondMax = 1_000
const concurrentCallsMax = 256
const currenciesMax = 20
const testIsbnsMax = 5
const certificatesMax = 3
// More would be a price list by country.
const zonesMax = 50
const deliveryDaysMax = 90
// A purchase waits this long at most before it may call an order "not made".
const notFoundFinalMaxMs = 15 * 60_000

const email = z.email()

/** Reads the profile of a request. `hasRate` tells whether there is an exchange rate for a currency. */
export function parseProfile(
  given: onboarding.Profile__Output | null,
  { hasRate, violations }: { hasRate: (currency: string) => boolean; violations: Violations },
): Profile {
  const at = (field: string) => `profile.${field}`
  if (!given) violations.add('profile', 'is missing')
  const profile = given ?? nothing
  const { check } = violations
  const name = profile.name.trim()
  check(
    /^[\p{L}\p{N}][\p{L}\p{N}\p{P}\p{Zs}&+]{1,59}$/u.test(name),
    at('name'),
    'must be 2 to 60 letters, digits and marks',
  )
  check(
    profile.contactEmail.length <= 254 && email.safeParse(profile.contactEmail).success,
    at('contact_email'),
    'must be an e-mail address',
  )
  checkCurrencies(profile, hasRate, violations)
  checkWhole(profile.requestsPerSecond, { from: 1, to: requestsPerSecondMax }, at('requests_per_second'), violations)
  checkWhole(profile.concurrentCalls, { from: 1, to: concurrentCallsMax }, at('concurrent_calls'), violations)
  const isbns = profile.testIsbn13s
  check(isbns.length >= 1 && isbns.length <= testIsbnsMax, at('test_isbn13s'), `must be 1 to ${testIsbnsMax} books`)
  for (const [i, isbn] of isbns.slice(0, testIsbnsMax).entries())
    check(isIsbn13(isbn), at(`test_isbn13s[${i}]`), 'must be an ISBN-13, digits only')
  return {
    name,
    contactEmail: profile.contactEmail,
    currency: profile.currency,
    currencies: [...new Set(profile.currencies)],
    requestsPerSecond: profile.requestsPerSecond,
    concurrentCalls: profile.concurrentCalls,
    quoteTimeoutMs: readMs(profile.quoteTimeout, { from: 100, to: 10_000 }, at('quote_timeout'), violations),
    orderTimeoutMs: readMs(profile.orderTimeout, { from: 500, to: 30_000 }, at('order_timeout'), violations),
    notFoundFinalAfterMs:
      profile.notFoundFinalAfter &&
      readMs(profile.notFoundFinalAfter, { from: 0, to: notFoundFinalMaxMs }, at('not_found_final_after'), violations),
    testIsbn13s: isbns,
    certificateFingerprints: readFingerprints(profile.certificateFingerprints, violations),
    shippingZones: readZones(profile, violations),
  }
}

const nothing: onboarding.Profile__Output = {
  name: '',
  contactEmail: '',
  currency: '',
  currencies: [],
  requestsPerSecond: 0,
  concurrentCalls: 0,
  quoteTimeout: null,
  orderTimeout: null,
  notFoundFinalAfter: null,
  testIsbn13s: [],
  certificateFingerprints: [],
  shippingZones: [],
}

function checkCurrencies(
  { currency, currencies }: onboarding.Profile__Output,
  hasRate: (currency: string) => boolean,
  { check }: Violations,
): void {
  const isTraded = (code: string) => Object.hasOwn(currencyExponents, code) && hasRate(code)
  check(isTraded(currency), 'profile.currency', 'is not a currency that Quire trades in')
  const isCount = currencies.length >= 1 && currencies.length <= currenciesMax
  check(isCount, 'profile.currencies', `must be 1 to ${currenciesMax} currencies`)
  for (const [i, code] of currencies.slice(0, currenciesMax).entries())
    check(isTraded(code), `profile.currencies[${i}]`, 'is not a currency that Quire trades in')
  if (isCount) check(currencies.includes(currency), 'profile.currencies', 'must include profile.currency')
}

interface Range {
  from: number
  to: number
}

function checkWhole(value: number, { from, to }: Range, field: string, { check }: Violations): void {
  check(Number.isInteger(value) && value >= from && value <= to, field, `must be ${from} to ${to}`)
}

function readMs(
  given: { seconds: string; nanos: number } | null,
  { from, to }: Range,
  field: string,
  { check }: Violations,
): number {
  const ms = given ? Math.round(fromDuration(given)) : Number.NaN
  check(ms >= from && ms <= to, field, `must be ${from} ms to ${to} ms`)
  return ms
}

function readFingerprints(given: readonly string[], { check }: Violations): string[] {
  check(given.length <= certificatesMax, 'profile.certificate_fingerprints', `must be ${certificatesMax} at most`)
  const hex = given.slice(0, certificatesMax).map((text) => text.toLowerCase())
  for (const [i, text] of hex.entries())
    check(
      /^[0-9a-f]{64}$/.test(text),
      `profile.certificate_fingerprints[${i}]`,
      'must be the SHA-256 of a certificate: 64 hex digits without colons',
    )
  return [...new Set(hex)]
}

function readZones({ shippingZones, currency }: onboarding.Profile__Output, violations: Violations): ShippingZone[] {
  violations.check(shippingZones.length <= zonesMax, 'profile.shipping_zones', `must be ${zonesMax} at most`)
  const seen = new Set<string>()
  return shippingZones.slice(0, zonesMax).map((zone, z) => {
    const at = `profile.shipping_zones[${z}]`
    const { deliveryDaysMin: min, deliveryDaysMax: max } = zone
    violations.check(zone.countries.length > 0, `${at}.countries`, 'is empty')
    for (const [i, country] of zone.countries.entries()) {
      const field = `${at}.countries[${i}]`
      violations.check(/^[A-Z]{2}$/.test(country), field, 'must be two upper-case letters (ISO 3166-1)')
      violations.check(!seen.has(country), field, 'is in two zones')
      seen.add(country)
    }
    checkWhole(min, { from: 0, to: deliveryDaysMax }, `${at}.delivery_days_min`, violations)
    checkWhole(max, { from: Math.max(0, min), to: deliveryDaysMax }, `${at}.delivery_days_max`, violations)
    return {
      countries: zone.countries,
      shipping: readShipping(zone.shipping, currency, `${at}.shipping`, violations),
      deliveryDays: { min, max },
    }
  })
}

function readShipping(
  given: Parameters<typeof readAmount>[0],
  currency: string,
  field: string,
  violations: Violations,
): ShippingZone['shipping'] {
  try {
    return readAmount(given, { currencies: [currency], mayBeZero: true })
  } catch (error) {
    // An unknown currency is a RangeError, and has been named where the profile says it.
    if (error instanceof SellerFailure)
      violations.add(field, `${error.message}; prices to the door are in profile.currency`)
    else if (!(error instanceof RangeError)) throw error
    return { currency, minor: 0n }
  }
}
