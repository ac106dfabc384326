import { money } from '#platform/money'
import { goldenQueries } from '#testing/golden'
import {
  findOrder,
  getOrderOf,
  insertOrder,
  listEventsByKey,
  listHistory,
  listOrderStates,
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
          line: { isbn13: '9780141439518', title: 'T', condition: 'NEW' },
          shipTo: { country: 'US' },
        },
        [accepted],
      ),
    answers: [[{ id }]],
  },
  lockOrder: { run: (tx) => lockOrder(tx, id) },
  listEventsByKey: { run: (tx) => listEventsByKey(tx, id, ['key']) },
  recordEvents: { run: (tx) => recordEvents(tx, id, [accepted]) },
  getOrderOf: { run: (tx) => getOrderOf(tx, { orderId: id, accountId: 'a' }) },
  findOrder: { run: (tx) => findOrder(tx, id) },
  listOrdersOf: { run: (tx) => listOrdersOf(tx, 'a', { limit: 21, after: null }) },
  'listOrdersOf, the next page': {
    run: (tx) => listOrdersOf(tx, 'a', { limit: 21, after: { placedAt: at, id } }),
  },
  listOrderStates: { run: (tx) => listOrderStates(tx, [id]) },
  listHistory: { run: (tx) => listHistory(tx, id) },
})
