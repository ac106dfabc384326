// The page of a purchase in every state, rendered from fixtures: each says what happened, whether money moved and what to do.
import { QueryClientProvider } from '@tanstack/react-query'
import { renderToStaticMarkup } from 'react-dom/server'
import { MemoryRouter } from 'react-router'
import { describe, expect, it } from 'vitest'
import type { Purchase, PurchaseState } from '../../api/shapes.ts'
import { queryClient } from '../../api/trpc.ts'
import { formatMoney } from '../../ui/format.ts'
import { PurchaseStatus } from './purchase-status.tsx'
import { ReceiptSheet } from './receipt.tsx'

const usd = (minor: number) => ({ currency: 'USD', minor })
const at = '2026-10-01T10:00:02.000Z'

const base: Purchase = {
  id: 'p1',
  state: 'QUOTING',
  isbn13: '9780340839935',
  title: 'Dune',
  conditions: ['NEW'],
  maxTotal: usd(1_400),
  destination: { country: 'US' },
  createdAt: at,
  updatedAt: at,
  cancellable: false,
  attempts: [],
  timeline: [],
  receipt: null,
}
const attempt: Purchase['attempts'][number] = {
  ordinal: 1,
  sellerId: 'northgate',
  sellerName: 'Northgate',
  total: usd(1_250),
  state: 'UNKNOWN',
  at,
}
const result: NonNullable<Purchase['result']> = {
  sellerId: 'northgate',
  sellerName: 'Northgate',
  total: usd(1_250),
  orderId: 'o1',
  isbn13: '9780340839935',
  condition: 'NEW',
}
const lowest = (minor: number) => ({ sellerId: 'harbor', sellerName: 'Harbor', total: usd(minor) })

const charged = /charged this amount, once/
const nothingCharged = /Nothing (was|is) (bought and nothing was )?(charged|held or charged)/
/** As this machine's language writes it, so that the tests hold anywhere. */
const price = (minor: number) => RegExp.escape(formatMoney(usd(minor)))
const held = new RegExp(`Up to ${price(1_400)} is (being )?held`)

interface Told {
  change: Partial<Purchase>
  happened: RegExp
  money: RegExp
  /** A way on: what a button or link says. */
  way?: RegExp
}

const told: Record<PurchaseState, Told> = {
  REQUESTED: {
    change: { cancellable: true },
    happened: /noted/,
    money: /No money has moved/,
    way: /Cancel this purchase/,
  },
  QUOTING: {
    change: { cancellable: true },
    happened: /Asking every seller/,
    money: /No money has moved/,
    way: /Cancel/,
  },
  AUTHORIZING: { change: {}, happened: /Holding the money/, money: held },
  ACTION_REQUIRED: {
    change: { actionUrl: 'https://bank.example/3ds', cancellable: true },
    happened: /bank wants to hear from you/,
    money: /Nothing is held or charged until you confirm/,
    way: /href="https:\/\/bank\.example\/3ds"/,
  },
  PLACING: { change: {}, happened: /Ordering the book/, money: held },
  CONFIRMING: { change: { attempts: [attempt] }, happened: /Northgate has not said clearly/, money: held },
  CAPTURING: { change: {}, happened: /Paying for the book/, money: /charged what the book costs, once/ },
  PURCHASED: {
    change: { result },
    happened: new RegExp(`It is yours.*${price(1_250)}.*from Northgate`),
    money: charged,
    way: /href="\/orders\/o1"/,
  },
  RELEASING: { change: {}, happened: /Releasing the held money/, money: /Nothing was charged/ },
  NO_OFFER: {
    change: { lowestFound: lowest(1_500) },
    happened: new RegExp(`No seller was cheap enough.*${price(1_500)}.*from Harbor`),
    money: nothingCharged,
    way: /href="\/book\/9780340839935\?watch=14\.00"/,
  },
  DECLINED: {
    change: { reason: 'Your bank says no.' },
    happened: /Your bank says no\./,
    money: nothingCharged,
    way: /Try again/,
  },
  CANCELLED: { change: {}, happened: /Cancelled/, money: nothingCharged, way: /Try again/ },
  NEEDS_REVIEW: {
    change: { reason: 'The seller has not told us whether they have your order.' },
    happened: /A person is looking into it.*has not told us/,
    money: /cannot be charged twice/,
  },
}

describe('a purchase says what happened, whether money moved, and what to do', () => {
  it.each(Object.entries(told))('%s', (state, { change, happened, money, way }) => {
    const html = page({ ...base, ...change, state: state as PurchaseState })
    const [before = '', after = ''] = html.split('Your money')
    expect(before).toMatch(happened)
    expect(after).toMatch(money)
    expect(after).toMatch(/What to do now<\/dt><dd[^>]*>[A-Z]/)
    if (way) expect(html).toMatch(way)
    expect(html).not.toMatch(/undefined|null|\[object|NaN/)
  })
})

describe('a purchase that found no offer', () => {
  it.each([
    [
      'nobody answered',
      { reason: 'No seller could be reached.' },
      'No seller could be reached',
      'Try again in a few minutes',
    ],
    ['nobody has a copy', {}, 'No seller had a copy', 'Raise your maximum'],
    ['the cheap copies were gone', { lowestFound: lowest(1_200) }, 'No seller could sell it', 'Raise your maximum'],
  ])('says so when %s', (_, change, headline, next) => {
    const html = page({ ...base, ...change, state: 'NO_OFFER' })
    expect(html).toContain(headline)
    expect(html).toContain(next)
    expect(html).not.toContain('cheap enough')
  })
})

it('says that our own copy comes from our own shelf, not from a seller that is called as we are', () => {
  const own = { sellerId: 'quire', sellerName: 'Quire' }
  expect(page({ ...base, state: 'PURCHASED', result: { ...result, ...own } })).toContain('from Quire’s own shelf')
  const lowestFound = { ...lowest(1_500), ...own }
  expect(page({ ...base, state: 'NO_OFFER', lowestFound })).toContain('from Quire’s own shelf, delivered')
})

it('leads from a standing purchase to where it is stopped', () => {
  expect(page({ ...base, watchId: 'w1' })).toContain('href="/watches/w1"')
  expect(page(base)).not.toContain('/watches/')
})

describe('the receipt', () => {
  const quote = (
    seller: string,
    minor: number | null,
    why: string,
  ): NonNullable<Purchase['receipt']>['quotes'][number] => ({
    quoteId: `${seller}${minor}`,
    sellerId: seller,
    sellerName: seller,
    isbn13: '9780340839935',
    condition: 'NEW',
    item: usd(1_000),
    fetchedAt: '2026-10-01T10:00:00.000Z',
    expiresAt: at,
    source: 'LIVE',
    buyable: true,
    ...(minor !== null && { total: usd(minor) }),
    verdict: why === 'The cheapest.' ? 'CHOSEN' : 'PASSED_OVER',
    why,
  })
  const receipt: NonNullable<Purchase['receipt']> = {
    decidedAt: at,
    quotes: [
      quote('Unsure', null, 'Tax is not known.'),
      quote('Dear', 1_390, 'Acceptable, but dearer.'),
      { ...quote('Northgate', 1_250, 'The cheapest.'), shipping: usd(200), tax: usd(50) },
      quote('Dearer', 1_399, 'Acceptable, but dearer.'),
    ],
    coverage: { asked: 5, answered: 4, failed: 1, skipped: 0 },
    unanswered: [{ sellerName: 'Quiet', why: 'Did not answer in time.' }],
    consent: 'One copy, new.',
  }
  const sheet = (purchase: Purchase) => renderToStaticMarkup(<ReceiptSheet purchase={purchase} receipt={receipt} />)

  it('says each reason once, the cheapest first, with how old each price was', () => {
    const html = sheet({ ...base, state: 'PURCHASED', result })
    expect(html.match(/Acceptable, but dearer/g)).toHaveLength(1)
    expect(html.indexOf('Dear<')).toBeLessThan(html.indexOf('Dearer<'))
    expect(html.indexOf('but dearer')).toBeLessThan(html.indexOf('Tax is not known'))
    expect(html).toContain('price 2 s old then')
    expect(html).toMatch(/Quiet: .*Did not answer in time/)
  })

  it('adds up to what was charged, or gives no parts at all', () => {
    expect(sheet({ ...base, state: 'PURCHASED', result })).toMatch(
      new RegExp([1_000, 200, 50, 1_250].map(price).join('.*')),
    )
    const less = sheet({ ...base, state: 'PURCHASED', result: { ...result, total: usd(1_240) } })
    expect(less).toContain(formatMoney(usd(1_240)))
    expect(less).not.toContain(formatMoney(usd(200)))
  })
})

function page(purchase: Purchase): string {
  return renderToStaticMarkup(
    <QueryClientProvider client={queryClient}>
      <MemoryRouter>
        <PurchaseStatus purchase={purchase} isLive={false} />
      </MemoryRouter>
    </QueryClientProvider>,
  )
}
