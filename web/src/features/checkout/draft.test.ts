import { expect, it } from 'vitest'
import type { CartLine, CartTotals } from '../../api/shapes.ts'
import { type CheckoutDraft, chosenOf, toPlaceCheckout } from './draft.ts'
import { toSums } from './sums.ts'

const draft: CheckoutDraft = { key: 'a key of a form', addressId: null, paymentMethod: 'pm_card_visa', sent: null }

it('orders what was shown, to the address that was shown, under the form’s key', () => {
  expect(toPlaceCheckout(draft, { fingerprint: 'f', address: { id: 'a1' } })).toEqual({
    ok: true,
    input: { key: draft.key, fingerprint: 'f', address: { id: 'a1' }, paymentMethod: 'pm_card_visa' },
  })
})

it('names everything that is missing at once', () => {
  const read = toPlaceCheckout({ ...draft, paymentMethod: null }, { fingerprint: 'f', address: null })
  expect(read.ok ? [] : Object.keys(read.problems)).toEqual(['address', 'payment'])
})

it('takes the default address until one is chosen, and again when that one has gone', () => {
  const book = [{ id: 'default' }, { id: 'other' }]
  expect(chosenOf(book, null)).toEqual({ id: 'default' })
  expect(chosenOf(book, 'other')).toEqual({ id: 'other' })
  expect(chosenOf(book, 'deleted')).toEqual({ id: 'default' })
  expect(chosenOf([], 'deleted')).toBeNull()
})

const usd = (minor: number) => ({ currency: 'USD', minor })
const wish = (maxTotal: { currency: string; minor: number }): CartLine => ({
  kind: 'cheapest',
  id: `cheapest:${maxTotal.minor}`,
  isbn13: '9780340839935',
  title: 'Dune',
  authors: [],
  format: null,
  quantity: 1,
  changes: [],
  conditions: ['NEW'],
  maxTotal,
})
const totals: CartTotals = {
  kind: 'known',
  goods: usd(2_400),
  shipping: usd(499),
  tax: usd(0),
  taxName: null,
  total: usd(2_899),
  isEstimate: false,
  days: { min: 3, max: 6 },
  lines: [],
}

it('adds up the most that it can come to, and nothing of two currencies', () => {
  expect(toSums([wish(usd(1_000)), wish(usd(500))], totals)).toEqual({
    own: usd(2_899),
    wishes: [usd(1_500)],
    wishCount: 2,
    most: usd(4_399),
  })
  expect(toSums([wish({ currency: 'EUR', minor: 900 })], totals)).toMatchObject({ own: usd(2_899), most: null })
  expect(toSums([wish(usd(1_000))], null)).toMatchObject({ own: null, most: null })
  expect(toSums([], totals)).toMatchObject({ wishes: [], most: null })
})
