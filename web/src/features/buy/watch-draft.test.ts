import { describe, expect, it } from 'vitest'
import type { BuyDraft } from './draft.ts'
import { type WatchDraft, amountsOf, toCreateWatch, untilRange } from './watch-draft.ts'

const place = { country: 'US', postalCode: '10001', currency: 'USD' }
const shared: BuyDraft = {
  key: 'key-of-the-purchase',
  max: '',
  floor: 'new',
  address: { recipient: 'Ada', line1: '1 Main Street', line2: '', city: 'New York', region: '' },
  paymentMethod: 'pm_card_visa',
  sent: null,
}
const draft: WatchDraft = {
  key: 'key-of-the-watch',
  target: '10.00',
  action: 'buy',
  count: 3,
  cap: '',
  budget: '',
  until: untilRange().min,
  sellerRule: 'any',
  sellers: [],
  confirm: 'BUY FOR ME',
}
const ask = (change: Partial<WatchDraft>, other: Partial<BuyDraft> = {}) =>
  toCreateWatch({ ...draft, ...change }, { isbn13: '9780340839935', place, shared: { ...shared, ...other } })

describe('a watch that only tells', () => {
  const tell = { action: 'tell', confirm: '', until: '', cap: 'x', sellerRule: 'only' } as const

  it('needs a price and nothing else, and sends no name, street or card', () => {
    const request = ask(tell, {
      paymentMethod: null,
      address: { ...shared.address, recipient: '', line1: '', city: '' },
    })
    expect(request).toEqual({
      ok: true,
      input: {
        key: draft.key,
        isbn13: '9780340839935',
        conditions: ['NEW'],
        target: { currency: 'USD', minor: 1_000 },
        destination: { country: 'US', postalCode: '10001' },
      },
    })
  })

  it('says what is wrong with the price', () => {
    expect(ask({ ...tell, target: '' })).toMatchObject({ ok: false, problems: { target: expect.any(String) } })
  })
})

describe('a watch that may buy', () => {
  it('caps each copy at the price waited for, and all of them together, unless told otherwise', () => {
    expect(amountsOf(draft, 'USD')).toEqual({ target: 1_000, cap: 1_000, budget: 3_000 })
    expect(ask({})).toMatchObject({
      ok: true,
      input: {
        destination: { recipient: 'Ada', lines: ['1 Main Street'] },
        mandate: { capPerCopy: { minor: 1_000 }, budget: { minor: 3_000 }, count: 3, paymentMethod: 'pm_card_visa' },
      },
    })
    expect(amountsOf({ ...draft, cap: '12', budget: '20' }, 'USD')).toEqual({
      target: 1_000,
      cap: 1_200,
      budget: 2_000,
    })
  })

  it('ends with the day that was chosen, where the shopper is', () => {
    const request = ask({})
    const end = request.ok && request.input.mandate ? new Date(String(request.input.mandate.expiresAt)) : null
    expect(end?.getHours()).toBe(23)
    expect(end?.getDate()).toBe(Number(draft.until.slice(-2)))
  })

  it.each<[string, Partial<WatchDraft>, string]>([
    ['the words', { confirm: 'yes' }, 'confirm'],
    ['a cap that is not below the price', { cap: '9.99' }, 'cap'],
    ['a cap that is an amount', { cap: 'ten' }, 'cap'],
    ['a budget for one copy at least', { budget: '9.99' }, 'budget'],
    ['a budget that is an amount', { budget: '1,234' }, 'budget'],
    ['an end after today', { until: '2020-01-01' }, 'until'],
    ['an end within a year', { until: '2999-01-01' }, 'until'],
    ['an end', { until: '' }, 'until'],
    ['sellers, when only some are meant', { sellerRule: 'only' }, 'sellers'],
  ])('needs %s', (_, change, field) => {
    const request = ask(change)
    expect(request.ok).toBe(false)
    expect(Object.keys(request.ok ? {} : request.problems)).toEqual([field])
  })

  it('needs an address and a way to pay', () => {
    const request = ask({}, { paymentMethod: null, address: { ...shared.address, line1: '' } })
    expect(request).toMatchObject({ ok: false, problems: { line1: expect.any(String), payment: expect.any(String) } })
  })

  it.each([
    ['only', { sellersAllowed: ['harbor'] }],
    ['except', { sellersRefused: ['harbor'] }],
    ['any', {}],
  ] as const)('names the sellers for %s', (sellerRule, named) => {
    const request = ask({ sellerRule, sellers: ['harbor'] })
    const { sellersAllowed, sellersRefused } = (request.ok && request.input.mandate) || {}
    expect({ ...(sellersAllowed && { sellersAllowed }), ...(sellersRefused && { sellersRefused }) }).toEqual(named)
  })
})
