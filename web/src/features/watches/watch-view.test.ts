import { expect, it } from 'vitest'
import type { Watch } from '../../api/shapes.ts'
import { formatMoney } from '../../ui/format.ts'
import { splitByEnd, standingOf, stopText } from './watch-view.ts'

const usd = (minor: number) => ({ currency: 'USD', minor })
const now = Date.UTC(2026, 9, 2)
const watch: Watch = {
  id: 'w1',
  state: 'ACTIVE',
  isbn13: '9780340839935',
  title: 'Dune',
  conditions: ['NEW'],
  target: usd(1_000),
  destination: { country: 'US' },
  createdAt: '2026-10-01T00:00:00.000Z',
  expiresAt: '2027-10-01T00:00:00.000Z',
  isArmed: true,
}
const lowest = (minor: number) => ({ total: usd(minor), sellerId: 's', sellerName: 'S', at: watch.createdAt })
const mandate: NonNullable<Watch['mandate']> = {
  consent: { state: 'ACTIVE' },
  capPerCopy: usd(1_000),
  count: 3,
  bought: 1,
  underWay: 0,
  budget: usd(3_000),
  spent: usd(900),
  reserved: usd(0),
  purchases: [],
}

it('says how far the price is, and when it is there', () => {
  expect(standingOf(watch, now)).toBe('')
  expect(standingOf({ ...watch, lowest: lowest(1_250) }, now)).toContain(`${formatMoney(usd(250))} above`)
  expect(standingOf({ ...watch, lowest: lowest(1_000) }, now)).toBe('At your price now.')
})

it('says why it is quiet after it has told of the price', () => {
  const quiet = { ...watch, isArmed: false, firedAt: '2026-10-01T00:00:00.000Z', lowest: lowest(1_010) }
  expect(standingOf(quiet, now)).toContain('when it has been dearer and is cheap again')
})

it('says before it is stopped that what is under way is finished', () => {
  expect(stopText(watch)).not.toContain('under way')
  expect(stopText({ ...watch, mandate })).toBe('Nothing more is bought by it from now on.')
  expect(stopText({ ...watch, mandate: { ...mandate, underWay: 1 } })).toContain('is under way and is still finished')
})

it('keeps what has ended apart', () => {
  const done: Watch = { ...watch, id: 'w2', state: 'DONE' }
  expect(splitByEnd([done, watch])).toEqual({ active: [watch], ended: [done] })
})
