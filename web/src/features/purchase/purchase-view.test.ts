import { describe, expect, it } from 'vitest'
import type { Purchase } from '../../api/shapes.ts'
import { leadOf, newerOf } from './purchase-view.ts'

const purchase: Purchase = {
  id: 'p1',
  state: 'PLACING',
  isbn13: '9780340839935',
  title: 'Dune',
  conditions: ['NEW'],
  maxTotal: { currency: 'USD', minor: 1400 },
  destination: { country: 'US' },
  createdAt: '2026-10-01T10:00:00.000Z',
  updatedAt: '2026-10-01T10:00:02.000Z',
  cancellable: false,
  attempts: [],
  timeline: [{ seq: 3, at: '2026-10-01T10:00:02.000Z', state: 'PLACING', event: 'x', text: 'Ordering.' }],
  receipt: null,
}

describe('of two views of one purchase', () => {
  it('the one with the longer history is newer, whichever came first', () => {
    const last = { ...purchase.timeline[0], seq: 4 } as Purchase['timeline'][number]
    const newer: Purchase = { ...purchase, state: 'CAPTURING', timeline: [...purchase.timeline, last] }
    expect(newerOf(purchase, newer)).toBe(newer)
    expect(newerOf(newer, purchase)).toBe(newer)
    expect(newerOf(undefined, purchase)).toBe(purchase)
  })

  it('a later change without a new line counts too', () => {
    const newer = { ...purchase, cancellable: true, updatedAt: '2026-10-01T10:00:03.000Z' }
    expect(newerOf(newer, purchase)).toBe(newer)
    expect(newerOf(purchase, newer)).toBe(newer)
  })
})

it('names the seller whose answer is unknown and promises no second charge', () => {
  const attempt: Purchase['attempts'][number] = {
    ordinal: 1,
    sellerId: 'northgate',
    sellerName: 'Northgate',
    total: purchase.maxTotal,
    state: 'UNKNOWN',
    at: purchase.updatedAt,
  }
  const lead = leadOf({ ...purchase, state: 'CONFIRMING', attempts: [attempt] })
  expect(lead).toContain('Northgate')
  expect(lead).toContain('you cannot be charged twice')
})
