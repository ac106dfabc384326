import { money } from '#platform/money'
import { goldenQueries } from '#testing/golden'
import { findMovements, findOut, listMovementsOf, recordMovements } from './movement-queries.ts'
import {
  ensureItems,
  findFree,
  findItems,
  findReservation,
  hasItems,
  listDrift,
  listDue,
  listItems,
  lockItems,
  saveCounters,
  saveTerms,
  sellHeld,
  settleHeld,
  takeAvailable,
} from './queries.ts'
import { findShelved } from './shelf-queries.ts'

const id = '01890000-0000-7000-8000-000000000000'
const at = new Date('2026-11-22T12:00:00Z')
const item = { isbn13: '9780141439518', condition: 'NEW' } as const
const price = money(900n, 'USD')
const line = { ...item, quantity: 1, price }

goldenQueries(import.meta.dirname, {
  takeAvailable: { run: (tx) => takeAvailable(tx, { id, lines: [line], by: 'b', at, expiresAt: at }) },
  lockItems: { run: (tx) => lockItems(tx, [item]) },
  findItems: { run: (tx) => findItems(tx, [item]) },
  findFree: { run: (tx) => findFree(tx, [item]) },
  findReservation: { run: (tx) => findReservation(tx, id) },
  settleHeld: { run: (tx) => settleHeld(tx, { id, state: 'RELEASED', by: 'b', at }) },
  sellHeld: { run: (tx) => sellHeld(tx, { id, by: 'b', at }) },
  recordMovements: {
    run: (tx) =>
      recordMovements(tx, [
        { id, ...item, change: 1, reason: 'RECEIVED', reservationId: null, note: null, by: 'b', at, key: 'k' },
      ]),
  },
  findMovements: { run: (tx) => findMovements(tx, ['k']) },
  listMovementsOf: { run: (tx) => listMovementsOf(tx, item, { limit: 51, after: null }) },
  'listMovementsOf, the next page': { run: (tx) => listMovementsOf(tx, item, { limit: 51, after: { at, id } }) },
  findOut: { run: (tx) => findOut(tx, id) },
  ensureItems: { run: (tx) => ensureItems(tx, [line], at) },
  saveTerms: { run: (tx) => saveTerms(tx, item, { price, lowAt: 2, at }) },
  listItems: { run: (tx) => listItems(tx, { limit: 51, after: null, isLow: false, isbn13: null }) },
  'listItems, low ones of one edition, the next page': {
    run: (tx) => listItems(tx, { limit: 51, after: item, isLow: true, isbn13: item.isbn13 }),
  },
  findShelved: { run: (tx) => findShelved(tx, [item.isbn13]) },
  hasItems: { run: (tx) => hasItems(tx) },
  listDue: { run: (tx) => listDue(tx, { before: at, limit: 500 }) },
  listDrift: { run: (tx) => listDrift(tx, 100) },
  saveCounters: { run: (tx) => saveCounters(tx, item) },
})
