import { describe, expect, it } from 'vitest'
import { ratesTexts } from '../../texts/rates.ts'
import { type RatesDraft, emptyShipping, emptyTax, readDraft, toDraft } from './rates-draft.ts'

const rates = {
  shipping: [
    {
      country: 'JP',
      currency: 'JPY',
      firstMinor: 1_900,
      furtherMinor: 600,
      freeFromMinor: null,
      daysMin: 8,
      daysMax: 15,
    },
    {
      country: 'US',
      currency: 'USD',
      firstMinor: 399,
      furtherMinor: 100,
      freeFromMinor: 3_500,
      daysMin: 3,
      daysMax: 6,
    },
  ],
  tax: [
    { country: 'US', postalPrefix: '10', name: 'New York sales tax', partsPerMillion: 88_750, isShippingTaxed: true },
  ],
}

/** The same draft with something else typed. */
function typed(change: (draft: RatesDraft) => void): RatesDraft {
  const draft = toDraft(rates)
  change(draft)
  return draft
}

it('is saved as it was read when nothing is typed, in currencies with cents and without', () => {
  expect(readDraft(toDraft(rates))).toEqual({ ok: true, rates })
})

it('reads what people type: a comma, small letters, spaces, a percent sign', () => {
  const draft = typed(({ shipping: [, us], tax: [ny] }) => {
    Object.assign(us ?? {}, { country: ' us', currency: 'usd', firstMinor: ' 4,5 ', freeFromMinor: ' ' })
    Object.assign(ny ?? {}, { postalPrefix: ' 10 ', partsPerMillion: '8,9 %' })
  })
  expect(readDraft(draft)).toMatchObject({
    ok: true,
    rates: {
      shipping: [{}, { country: 'US', currency: 'USD', firstMinor: 450, freeFromMinor: null }],
      tax: [{ postalPrefix: '10', partsPerMillion: 89_000 }],
    },
  })
})

describe('says at its field what cannot be read', () => {
  it.each<[field: string, says: string, change: (draft: RatesDraft) => void]>([
    [
      'shipping.1.firstMinor',
      ratesTexts.errors.amount(2),
      ({ shipping }) => Object.assign(shipping[1] ?? {}, { firstMinor: '4.999' }),
    ],
    [
      'shipping.0.firstMinor',
      ratesTexts.errors.amount(0),
      ({ shipping }) => Object.assign(shipping[0] ?? {}, { firstMinor: '4.5' }),
    ],
    [
      'shipping.1.furtherMinor',
      ratesTexts.errors.amount(2),
      ({ shipping }) => Object.assign(shipping[1] ?? {}, { furtherMinor: '' }),
    ],
    [
      'shipping.1.daysMax',
      ratesTexts.errors.days,
      ({ shipping }) => Object.assign(shipping[1] ?? {}, { daysMax: 'soon' }),
    ],
    [
      'tax.0.partsPerMillion',
      ratesTexts.errors.percent,
      ({ tax }) => Object.assign(tax[0] ?? {}, { partsPerMillion: '-1' }),
    ],
  ])('%s', (field, says, change) => {
    expect(readDraft(typed(change))).toEqual({ ok: false, problems: { [field]: says } })
  })

  it('an empty row, in whatever of it must be a figure', () => {
    const read = readDraft({ shipping: [emptyShipping()], tax: [emptyTax()] })
    expect(read.ok ? [] : Object.keys(read.problems)).toEqual([
      'shipping.0.daysMin',
      'shipping.0.daysMax',
      'tax.0.partsPerMillion',
    ])
  })
})
