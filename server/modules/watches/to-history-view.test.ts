import { expect, it } from 'vitest'
import { toHistoryView } from './to-history-view.ts'

const watch = { accountId: 'me', currency: 'USD', targetMinor: 1_000n }
const day = (n: number) => new Date(Date.UTC(2026, 10, n))
const point = (isbn13: string, n: number, totalMinor: bigint | null) => ({
  isbn13,
  condition: 'NEW' as const,
  at: day(n),
  seen: totalMinor === null ? null : { totalMinor, sellerId: 'harbor', sellerName: 'Harbor Books' },
})
const totals = (points: Parameters<typeof toHistoryView>[1]) =>
  toHistoryView(watch, points, []).asked.map(({ at, total }) => [at.slice(8, 10), total?.minor])

it('draws the lowest of all editions that are on offer at a time', () => {
  const points = [point('a', 1, 1_500n), point('b', 2, 1_200n), point('b', 3, null), point('a', 4, 900n)]
  expect(totals(points)).toEqual([
    ['01', 1_500],
    ['02', 1_200],
    ['03', 1_500],
    ['04', 900],
  ])
})

it('leaves out what did not change, but says how far the line goes', () => {
  expect(totals([point('a', 1, 1_500n), point('a', 2, 1_500n), point('a', 3, 1_500n)])).toEqual([
    ['01', 1_500],
    ['03', 1_500],
  ])
})

it('takes the lines of one look together', () => {
  expect(totals([point('a', 1, 1_500n), { ...point('a', 1, 1_100n), condition: 'NEW' }])).toEqual([['01', 1_100]])
})

it('shows what everybody paid, and of others neither the purchase nor the hour', () => {
  const at = new Date('2026-11-05T13:45:00Z')
  const paid = {
    isbn13: 'a',
    country: 'US',
    currency: 'USD',
    condition: 'NEW' as const,
    at,
    sellerName: 'Harbor Books',
  }
  const mine = { ...paid, accountId: 'me', purchaseId: 'p1', totalMinor: 900n }
  const theirs = { ...paid, accountId: 'other', purchaseId: 'p2', totalMinor: 950n }
  const total = (minor: number) => ({ currency: 'USD', minor })
  expect(toHistoryView(watch, [], [theirs, mine]).paid).toEqual([
    { at: '2026-11-05T00:00:00.000Z', total: total(950), sellerName: 'Harbor Books' },
    { at: '2026-11-05T13:45:00.000Z', total: total(900), sellerName: 'Harbor Books', purchaseId: 'p1' },
  ])
})
