import { describe, expect, it } from 'vitest'
import { type BuyDraft, isSameAddress, toStartPurchase, toTyped } from './draft.ts'

const place = { country: 'US', postalCode: '10001', currency: 'USD' }
const draft: BuyDraft = {
  key: '6ab1b6a4-0a52-4b4e-9d52-5ed0c1f0a0f1',
  max: '14,00',
  floor: 'new',
  address: { recipient: ' Ada Byron ', line1: '1 Main St', line2: '', city: 'New York', region: 'NY' },
  paymentMethod: 'pm_card_visa',
  sent: null,
}

describe('a draft becomes a request', () => {
  it('in minor units, under the key that the form opened with', () => {
    expect(toStartPurchase(draft, { isbn13: '9780340839935', place })).toEqual({
      ok: true,
      input: {
        key: draft.key,
        isbn13: '9780340839935',
        conditions: ['NEW'],
        maxTotal: { currency: 'USD', minor: 1400 },
        destination: {
          country: 'US',
          postalCode: '10001',
          recipient: 'Ada Byron',
          lines: ['1 Main St'],
          city: 'New York',
          region: 'NY',
        },
        paymentMethod: 'pm_card_visa',
      },
    })
  })

  it('only when nothing is missing; each gap has its own sentence', () => {
    const empty = {
      ...draft,
      max: '',
      address: { recipient: ' ', line1: '', line2: '', city: '', region: '' },
      paymentMethod: null,
    }
    const result = toStartPurchase(empty, { isbn13: '9780340839935', place: { ...place, postalCode: '' } })
    expect(result.ok).toBe(false)
    expect(!result.ok && Object.keys(result.problems)).toEqual([
      'max',
      'recipient',
      'line1',
      'city',
      'postalCode',
      'payment',
    ])
  })
})

describe('an address of the book', () => {
  const saved = {
    id: 'a1',
    recipient: 'Ada Byron',
    lines: ['1 Main Street', 'Flat 2', 'Mill House'],
    city: 'New York',
    region: 'NY',
    postalCode: '10001',
    country: 'US',
    isDefault: true,
  }
  const place = { country: 'US', postalCode: ' 10001', currency: 'USD' }

  it('is known again when it was filled in, and no more when a field or the place is another', () => {
    const typed = toTyped(saved)
    expect(typed).toMatchObject({ line1: '1 Main Street', line2: 'Flat 2, Mill House' })
    expect(isSameAddress(saved, typed, place)).toBe(true)
    expect(isSameAddress(saved, { ...typed, city: 'York' }, place)).toBe(false)
    expect(isSameAddress(saved, typed, { ...place, country: 'CA' })).toBe(false)
    expect(isSameAddress(saved, typed, { ...place, postalCode: '10002' })).toBe(false)
  })
})
