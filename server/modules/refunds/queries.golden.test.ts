import { money } from '#platform/money'
import { goldenQueries } from '#testing/golden'
import { sumApproved } from './approved-queries.ts'
import {
  findByKey,
  findEventByKey,
  findLastAttempt,
  getRefundRow,
  insertAttempt,
  insertRefund,
  listDue,
  listHistoryOf,
  listLinesOf,
  listQueue,
  listRefundsOf,
  lockRefund,
  noteSending,
  recordEvent,
  settleAttempt,
  updateRefund,
} from './queries.ts'

const id = '01890000-0000-7000-8000-000000000000'
const at = new Date('2026-11-22T12:00:00Z')
const total = money(1n, 'USD')
const entry = { event: 'e', reason: null, by: 'b', key: 'k', at, nextActionAt: at }
const stuckBefore = { REQUESTED: at, APPROVED: at, PROCESSING: at, returns: at }

goldenQueries(import.meta.dirname, {
  sumApproved: { run: (tx) => sumApproved(tx, id) },
  insertRefund: {
    run: (tx) =>
      insertRefund(tx, {
        id,
        orderId: id,
        paymentId: id,
        accountId: 'a',
        sellerId: 's',
        reason: 'DAMAGED',
        comment: null,
        total,
        requestedBy: 'b',
        key: 'k',
        asked: '',
        lines: [{ line: 0, amount: total }],
        at,
      }),
  },
  findByKey: { run: (tx) => findByKey(tx, id, 'k') },
  lockRefund: { run: (tx) => lockRefund(tx, id) },
  getRefundRow: { run: (tx) => getRefundRow(tx, { refundId: id }) },
  'getRefundRow, of an account': { run: (tx) => getRefundRow(tx, { refundId: id, accountId: 'a' }) },
  listRefundsOf: { run: (tx) => listRefundsOf(tx, { orderId: id, accountId: 'a' }) },
  listLinesOf: { run: (tx) => listLinesOf(tx, [{ id, total }]) },
  listHistoryOf: { run: (tx) => listHistoryOf(tx, [id]) },
  findEventByKey: { run: (tx) => findEventByKey(tx, id, 'k') },
  'recordEvent, the first': { run: (tx) => recordEvent(tx, id, { ...entry, from: null, to: 'REQUESTED' }) },
  recordEvent: { run: (tx) => recordEvent(tx, id, { ...entry, from: 'REQUESTED', to: 'APPROVED' }) },
  updateRefund: {
    run: (tx) => updateRefund(tx, id, { returnedAt: at, returnedBy: 'b', nextActionAt: null }),
  },
  listDue: { run: (tx) => listDue(tx, at, 100) },
  findLastAttempt: { run: (tx) => findLastAttempt(tx, id) },
  insertAttempt: { run: (tx) => insertAttempt(tx, id, { attempt: 1, key: 'k' }, at) },
  noteSending: { run: (tx) => noteSending(tx, id, 1, at) },
  settleAttempt: { run: (tx) => settleAttempt(tx, id, 1, { state: 'UNKNOWN', processorRef: 're_1', detail: null }) },
  'listQueue, to decide': { run: (tx) => listQueue(tx, 'decide', { limit: 100, stuckBefore }) },
  'listQueue, to receive': { run: (tx) => listQueue(tx, 'returns', { limit: 100, stuckBefore }) },
  'listQueue, failed': { run: (tx) => listQueue(tx, 'failed', { limit: 100, stuckBefore }) },
  'listQueue, stuck': { run: (tx) => listQueue(tx, 'stuck', { limit: 100, stuckBefore }) },
})
