import { describe, expect, it } from 'vitest'
import { type BuyDraft, toStartPurchase } from './draft.ts'

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
