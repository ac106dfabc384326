import { money } from '#platform/money'
import { goldenQueries } from '#testing/golden'
import { listToFollow, updateFollow } from './follow-queries.ts'
import {
  findOrder,
  findRevision,
  getOrderOf,
  insertOrder,
  listEventsByKey,
  listHistory,
  listInState,
  listLines,
  listOrderStates,
  listOrdersById,
  listOrdersOf,
  lockOrder,
  recordEvents,
} from './queries.ts'

const id = '01890000-0000-7000-8000-000000000000'
const at = new Date('2026-11-21T12:00:00Z')
const accepted = { from: 'PAID', to: 'PROCESSING', event: 'accepted', reason: null, by: 'b', key: 'k', at } as const

goldenQueries(import.meta.dirname, {
  insertOrder: {
    run: (tx) =>
      insertOrder(
        tx,
        {
          id,
          accountId: 'a',
          purchaseId: id,
          paymentId: id,
          sellerOrderId: '1',
          sellerReference: 'r',
          at,
          seller: { id: 's', name: 'S' },
          total: money(1n, 'USD'),
          lines: [{ isbn13: '9780141439518', title: 'T', condition: 'NEW', quantity: 1, total: money(1n, 'USD') }],
          shipTo: { country: 'US' },
        },
        [accepted],
      ),
    answers: [[{ id }]],
  },
  lockOrder: { run: (tx) => lockOrder(tx, id) },
  listEventsByKey: { run: (tx) => listEventsByKey(tx, id, ['key']) },
  recordEvents: { run: (tx) => recordEvents(tx, id, [accepted], at) },
  getOrderOf: { run: (tx) => getOrderOf(tx, { orderId: id, accountId: 'a' }) },
  findOrder: { run: (tx) => findOrder(tx, id) },
  listOrdersOf: { run: (tx) => listOrdersOf(tx, 'a', { limit: 21, after: null }) },
  'listOrdersOf, the next page': {
    run: (tx) => listOrdersOf(tx, 'a', { limit: 21, after: { placedAt: at, id } }),
  },
  listOrderStates: { run: (tx) => listOrderStates(tx, [id]) },
  listHistory: { run: (tx) => listHistory(tx, id) },
  listLines: { run: (tx) => listLines(tx, { id, total: money(1n, 'USD') }) },
  listOrdersById: { run: (tx) => listOrdersById(tx, [id]) },
  findRevision: { run: (tx) => findRevision(tx, { orderId: id, accountId: 'a' }) },
  listToFollow: { run: (tx) => listToFollow(tx, { at, notAsked: 'quire', limit: 100 }) },
  updateFollow: { run: (tx) => updateFollow(tx, id, at) },
  listInState: { run: (tx) => listInState(tx, 'PAID', { limit: 50 }) },
  'listInState, stuck, the next page': {
    run: (tx) => listInState(tx, 'PAID', { limit: 50, before: at, after: { since: at, id } }),
  },
})
