import type { onboarding } from '@quire/proto'
import { describe, expect, it } from 'vitest'
import { parseProfile } from './parse-profile.ts'
import { noViolations } from './violations.ts'

const money = (units: string, currencyCode = 'GBP') => ({ currencyCode, units, nanos: 0 })
const zone = {
  countries: ['GB'],
  shipping: money('2'),
  deliveryDaysMin: 1,
  deliveryDaysMax: 3,
}
const good: onboarding.Profile__Output = {
  name: ' O’Brien & Söhne ',
  contactEmail: 'a@books.example',
  currency: 'GBP',
  currencies: ['GBP', 'EUR'],
  requestsPerSecond: 10,
  concurrentCalls: 4,
  quoteTimeout: { seconds: '1', nanos: 500_000_000 },
  orderTimeout: { seconds: '30', nanos: 0 },
  notFoundFinalAfter: null,
  testIsbn13s: ['9780340839935'],
  certificateFingerprints: ['A'.repeat(64)],
  shippingZones: [zone],
}

function read(change: Partial<onboarding.Profile__Output> = {}) {
  const violations = noViolations()
  const profile = parseProfile({ ...good, ...change }, { hasRate: (currency) => currency !== 'JPY', violations })
  return { profile, fields: violations.found.map(({ field }) => field) }
}

describe('parseProfile', () => {
  it('reads a good one', () => {
    expect(read()).toMatchObject({
      fields: [],
      profile: {
        name: 'O’Brien & Söhne',
        quoteTimeoutMs: 1_500,
        notFoundFinalAfterMs: null,
        certificateFingerprints: ['a'.repeat(64)],
        shippingZones: [{ shipping: { currency: 'GBP', minor: 200n } }],
      },
    })
  })

  it.each<[string, Partial<onboarding.Profile__Output>]>([
    ['profile.name', { name: 'X' }],
    ['profile.name', { name: '<b>Books</b>' }],
    ['profile.name', { name: 'Books\u202Eskoob' }],
    ['profile.contact_email', { contactEmail: 'a@b' }],
    ['profile.currency', { currency: 'JPY', currencies: ['JPY', 'GBP'] }],
    ['profile.currencies[1]', { currencies: ['GBP', 'XTS'] }],
    ['profile.currencies', { currencies: ['EUR'] }],
    ['profile.currencies', { currencies: [] }],
    ['profile.requests_per_second', { requestsPerSecond: 0 }],
    ['profile.concurrent_calls', { concurrentCalls: 257 }],
    ['profile.quote_timeout', { quoteTimeout: null }],
    ['profile.quote_timeout', { quoteTimeout: { seconds: '11', nanos: 0 } }],
    ['profile.order_timeout', { orderTimeout: { seconds: '0', nanos: 499_000_000 } }],
    ['profile.not_found_final_after', { notFoundFinalAfter: { seconds: '901', nanos: 0 } }],
    ['profile.not_found_final_after', { notFoundFinalAfter: { seconds: '-1', nanos: 0 } }],
    ['profile.test_isbn13s', { testIsbn13s: [] }],
    ['profile.test_isbn13s[1]', { testIsbn13s: ['9780340839935', '9780340839936'] }],
    ['profile.certificate_fingerprints[0]', { certificateFingerprints: ['aa:bb'] }],
    ['profile.shipping_zones[0].countries[0]', { shippingZones: [{ ...zone, countries: ['gb'] }] }],
    ['profile.shipping_zones[1].countries[0]', { shippingZones: [zone, zone] }],
    ['profile.shipping_zones[0].shipping', { shippingZones: [{ ...zone, shipping: money('2', 'EUR') }] }],
    ['profile.shipping_zones[0].shipping', { shippingZones: [{ ...zone, shipping: money('-1') }] }],
    ['profile.shipping_zones[0].shipping', { shippingZones: [{ ...zone, shipping: null }] }],
    ['profile.shipping_zones[0].delivery_days_max', { shippingZones: [{ ...zone, deliveryDaysMax: 0 }] }],
  ])('names %s: %j', (field, change) => {
    expect(read(change).fields).toContain(field)
  })

  it('names everything of a profile that is not there', () => {
    const violations = noViolations()
    parseProfile(null, { hasRate: () => true, violations })
    expect(violations.found.map(({ field }) => field)).toEqual(
      expect.arrayContaining(['profile', 'profile.name', 'profile.currency', 'profile.order_timeout']),
    )
  })
})
