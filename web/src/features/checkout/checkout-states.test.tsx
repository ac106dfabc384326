// The page of a checkout in every state, rendered from fixtures: each says what happened, whether money moved and what to do.
import { QueryClientProvider } from '@tanstack/react-query'
import { renderToStaticMarkup } from 'react-dom/server'
import { MemoryRouter } from 'react-router'
import { describe, expect, it } from 'vitest'
import type { Checkout, CheckoutState } from '../../api/shapes.ts'
import { queryClient } from '../../api/trpc.ts'
import { formatMoney } from '../../ui/format.ts'
import { BegunPurchases } from './begun-purchases.tsx'
import { CheckoutStatus } from './checkout-status.tsx'
import { newerOf, stagesOf } from './checkout-view.ts'
import { OrderedBooks } from './ordered-books.tsx'

const usd = (minor: number) => ({ currency: 'USD', minor })
const at = '2026-10-01T10:00:02.000Z'

const base: Checkout = {
  id: 'c1',
  state: 'CREATED',
  createdAt: at,
  updatedAt: at,
  cancellable: false,
  shipTo: { recipient: 'Ada Byron', lines: ['1 Main Street'], city: 'New York', postalCode: '10001', country: 'US' },
  copies: [{ isbn13: '9780340839935', title: 'Dune', condition: 'NEW', quantity: 2, item: usd(2_400) }],
  ebooks: [],
  goods: usd(2_400),
  shipping: usd(499),
  tax: usd(257),
  total: usd(3_156),
  orderId: 'o1',
  purchases: [],
}
const wish: Checkout['purchases'][number] = {
  isbn13: '9780141439518',
  title: 'Emma',
  conditions: ['NEW', 'GOOD'],
  maxTotal: usd(2_000),
}
const { goods: _1, shipping: _2, tax: _3, total: _4, orderId: _5, ...bare } = base
/** One without copies of ours. */
const wishesOnly: Checkout = { ...bare, copies: [], purchases: [wish] }

/** As this machine's language writes it, so that the tests hold anywhere. */
const total = RegExp.escape(formatMoney(usd(3_156)))
const nothingCharged = /Nothing (was|is) (ordered and nothing was )?(charged|held or charged)/

interface Told {
  change: Partial<Checkout>
  happened: RegExp
  money: RegExp
  /** A way on: what a button or link says. */
  way?: RegExp
}

const told: Record<CheckoutState, Told> = {
  CREATED: { change: {}, happened: /noted/, money: /No money has moved/ },
  AUTHORIZING: {
    change: { cancellable: true },
    happened: /Holding the money.*kept for you/,
    money: new RegExp(`${total} is being held`),
    way: /Cancel this order/,
  },
  ACTION_REQUIRED: {
    change: { actionUrl: 'https://bank.example/3ds', cancellable: true },
    happened: /bank wants to hear from you.*half an hour/,
    money: /Nothing is held or charged until you confirm/,
    way: /href="https:\/\/bank\.example\/3ds"/,
  },
  CAPTURING: { change: {}, happened: /Paying for your books/, money: new RegExp(`being charged ${total}, once`) },
  STARTING_PURCHASES: {
    change: { purchases: [wish] },
    happened: /Beginning your purchases/,
    money: new RegExp(`were charged ${total}, once`),
  },
  RELEASING: { change: {}, happened: /Releasing the held money/, money: /Nothing was charged/ },
  PAID: {
    change: {},
    happened: new RegExp(`Ordered and paid.*${total}`),
    money: new RegExp(`were charged ${total}, once`),
    way: /href="\/orders\/o1"/,
  },
  DECLINED: {
    change: { reason: 'insufficient_funds' },
    happened: /declined.*not enough money/,
    money: nothingCharged,
    way: /href="\/checkout"/,
  },
  CANCELLED: { change: { reason: 'BY_SHOPPER' }, happened: /You called the order off/, money: nothingCharged },
  EXPIRED: {
    change: { reason: 'ACTION_EXPIRED' },
    happened: /time ran out.*did not hear from you/,
    money: nothingCharged,
    way: /href="\/cart"/,
  },
  NEEDS_REVIEW: {
    change: { reason: 'CAPTURE_UNKNOWN' },
    happened: /A person is looking into it.*has not told us/,
    money: /cannot be charged twice/,
  },
}

describe('a checkout says what happened, whether money moved, and what to do', () => {
  it.each(Object.entries(told))('%s', (state, { change, happened, money, way }) => {
    const html = page({ ...base, ...change, state: state as CheckoutState })
    const [before = '', after = ''] = html.split('Your money')
    expect(before).toMatch(happened)
    expect(after).toMatch(money)
    expect(after).toMatch(/What to do now<\/dt><dd[^>]*>[A-Z]/)
    if (way) expect(html).toMatch(way)
    expect(html).not.toMatch(/undefined|null|\[object|NaN/)
  })
})

it('gives the cart back in words on every way out, and on no other', () => {
  for (const state of Object.keys(told) as CheckoutState[]) {
    const isOut = ['DECLINED', 'CANCELLED', 'EXPIRED'].includes(state)
    expect({ state, isOut: page({ ...base, state }).includes('in your cart again') }).toEqual({ state, isOut })
  }
})

it('says nothing of a code that it has no words for, and opens no address that is no web page', () => {
  const html = page({ ...base, state: 'DECLINED', reason: 'do_not_honor' })
  expect(html).not.toContain('do_not_honor')
  expect(html).toContain('did not agree')
  expect(page({ ...base, state: 'ACTION_REQUIRED', actionUrl: 'javascript:alert(1)' })).not.toContain('javascript:')
})

it('charges nothing itself where there are only wishes, and does not speak of an order', () => {
  const html = page({ ...wishesOnly, state: 'PAID' })
  expect(html).toContain('Your purchases have begun')
  expect(html).toContain('Nothing is charged here')
  expect(html).not.toMatch(/orders\/|undefined|null/)
})

it('counts the beginning of purchases as a stage only where there are any', () => {
  expect(stagesOf({ ...base, state: 'CAPTURING' })).toMatchObject({ names: { length: 3 }, current: 2 })
  expect(stagesOf({ ...base, state: 'CAPTURING', purchases: [wish] })).toMatchObject({ names: { length: 4 } })
  expect(stagesOf({ ...base, state: 'DECLINED' }).current).toBeNull()
})

it('never goes back in time', () => {
  const later = { ...base, updatedAt: '2026-10-01T10:00:03.000Z' }
  expect(newerOf(later, base)).toBe(later)
  expect(newerOf(base, later)).toBe(later)
  expect(newerOf(undefined, base)).toBe(base)
})

it.each<[change: Partial<Checkout>, says: string]>([
  [{ state: 'CAPTURING' }, 'Begins when the order is paid'],
  [{ state: 'DECLINED' }, 'Did not begin'],
  [{ state: 'PAID', purchases: [{ ...wish, reason: 'catalog.not_found' }] }, 'has left the catalogue'],
  [{ state: 'PAID', purchases: [{ ...wish, purchaseId: 'p1' }] }, 'href="/purchases/p1"'],
])('says of each wish how it stands: %j', (change, says) => {
  expect(page({ ...base, purchases: [wish], ...change })).toContain(says)
})

function page(checkout: Checkout): string {
  return renderToStaticMarkup(
    <QueryClientProvider client={queryClient}>
      <MemoryRouter>
        <CheckoutStatus checkout={checkout} />
        <OrderedBooks checkout={checkout} />
        <BegunPurchases checkout={checkout} />
      </MemoryRouter>
    </QueryClientProvider>,
  )
}
