import { describe, expect, it } from 'vitest'
import { changeTerms } from './change-terms.ts'
import { reasons } from './model.ts'
import type { Connection, Profile, SellerState, StoredSeller } from './model.ts'

const profile: Profile = {
  name: 'Own Books',
  contactEmail: 'a@books.example',
  currency: 'GBP',
  currencies: ['GBP'],
  requestsPerSecond: 10,
  concurrentCalls: 4,
  quoteTimeoutMs: 1_000,
  orderTimeoutMs: 2_000,
  notFoundFinalAfterMs: null,
  testIsbn13s: ['9780340839935'],
  certificateFingerprints: [],
  shippingZones: [{ countries: ['GB'], shipping: { currency: 'GBP', minor: 200n }, deliveryDays: { min: 1, max: 3 } }],
}
const connection: Connection = { protocol: 'rest', baseUrl: 'https://books.example/api', mapping: '{}' }
const seller = (state: SellerState): StoredSeller => ({
  id: 'own-books',
  version: 1,
  state,
  stateReason: 'as it was',
  profile,
  connection,
  terms: 1,
  challengeToken: 'token',
  verifiedAt: new Date(0),
  liveAt: new Date(0),
  createdAt: new Date(0),
})
const cheaper = [{ ...profile.shippingZones[0]!, shipping: { currency: 'GBP', minor: 100n } }]

describe('changeTerms', () => {
  it.each<[string, Partial<Profile>]>([
    ['its name', { name: 'Own Books & Sons' }],
    ['its contact', { contactEmail: 'b@books.example' }],
    ['its test books', { testIsbn13s: ['9780441172719'] }],
    ['its certificates', { certificateFingerprints: ['0'.repeat(64)] }],
    ['nothing', {}],
  ])('leaves a live seller live that changes %s', (_, change) => {
    expect(changeTerms(seller('LIVE'), { profile: { ...profile, ...change }, connection })).toEqual({
      state: 'LIVE',
      stateReason: 'as it was',
      areNewTerms: false,
    })
  })

  it.each<[string, Partial<Profile>, Partial<Connection>]>([
    ['its rate', { requestsPerSecond: 11 }, {}],
    ['when "not found" is final', { notFoundFinalAfterMs: 1 }, {}],
    ['its currencies', { currencies: ['GBP', 'EUR'] }, {}],
    ['what shipping costs', { shippingZones: cheaper }, {}],
    ['its mapping', {}, { mapping: '{ }' } as Partial<Connection>],
  ])('has a live seller tested again that changes %s', (_, change, other) => {
    const after = { profile: { ...profile, ...change }, connection: { ...connection, ...other } as Connection }
    expect(changeTerms(seller('LIVE'), after)).toEqual({
      state: 'TESTING',
      stateReason: reasons.newTerms,
      areNewTerms: true,
    })
  })

  it.each<[SellerState, string]>([
    ['LIVE', reasons.newAddress],
    ['TESTING', reasons.newAddress],
    ['SUSPENDED', 'as it was'],
  ])('has a %s seller prove a new address', (state, stateReason) => {
    const moved = { profile, connection: { ...connection, baseUrl: 'https://elsewhere.example' } }
    expect(changeTerms(seller(state), moved)).toEqual({ state: 'PENDING', stateReason, areNewTerms: true })
  })

  it('lets nobody out of a suspension', () => {
    const after = { profile: { ...profile, requestsPerSecond: 11 }, connection }
    expect(changeTerms(seller('SUSPENDED'), after)).toMatchObject({ state: 'SUSPENDED', stateReason: 'as it was' })
  })
})
