import { money } from '#platform/money'
import { goldenQueries } from '#testing/golden'
import {
  deleteCustomer,
  findCustomer,
  findExchange,
  findPayment,
  getPayment,
  getPaymentFor,
  insertCustomer,
  insertJournal,
  insertPayment,
  listPaymentsById,
  listPaymentsOpened,
  listUnbalanced,
  lockPayment,
  sumAccounts,
  sumAccountsOf,
  updatePayment,
} from './queries.ts'
import {
  findStanding,
  findWebhook,
  insertWebhook,
  listUnhandledWebhooks,
  markWebhookHandled,
} from './webhook-queries.ts'

const id = '01890000-0000-7000-8000-000000000000'
const at = new Date('2026-11-21T12:00:00Z')
const amount = money(1n, 'USD')
const event = { id: 'evt', type: 'type', ref: 'pi' }
const what = { purpose: 'purchase', reference: id }

goldenQueries(import.meta.dirname, {
  getPayment: { run: (tx) => getPayment(tx, id) },
  getPaymentFor: { run: (tx) => getPaymentFor(tx, what) },
  findPayment: { run: (tx) => findPayment(tx, id) },
  listPaymentsById: { run: (tx) => listPaymentsById(tx, [id]) },
  listPaymentsOpened: {
    run: (tx) => listPaymentsOpened(tx, { from: at, to: at, after: { createdAt: at, id }, limit: 100 }),
  },
  lockPayment: { run: (tx) => lockPayment(tx, id) },
  insertPayment: {
    run: (tx) => insertPayment(tx, { ...what, id, accountId: 'a', method: 'pm', max: amount, at }, 'NEW'),
  },
  updatePayment: { run: (tx) => updatePayment(tx, id, { state: 'CAPTURING', captureMinor: 1n }, at) },
  insertJournal: {
    run: (tx) =>
      insertJournal(tx, {
        id,
        effectKey: `void:${id}`,
        paymentId: id,
        memo: 'memo',
        at,
        postings: [{ account: 'hold:customer', amount }],
      }),
  },
  findExchange: { run: (tx) => findExchange(tx, id) },
  listUnbalanced: { run: listUnbalanced },
  sumAccounts: { run: sumAccounts },
  sumAccountsOf: { run: (tx) => sumAccountsOf(tx, [id]) },
  findCustomer: { run: (tx) => findCustomer(tx, 'a') },
  insertCustomer: { run: (tx) => insertCustomer(tx, { accountId: 'a', ref: 'cus', at }) },
  deleteCustomer: { run: (tx) => deleteCustomer(tx, 'a', 'cus') },
  insertWebhook: { run: (tx) => insertWebhook(tx, event, { receivedAt: at, handledAt: null }) },
  findStanding: { run: (tx) => findStanding(tx, event), answers: [[{ isKnown: false, paymentState: null }]] },
  findWebhook: { run: (tx) => findWebhook(tx, 'evt') },
  listUnhandledWebhooks: { run: (tx) => listUnhandledWebhooks(tx, { after: at, before: at }, 100) },
  markWebhookHandled: { run: (tx) => markWebhookHandled(tx, 'evt', at) },
})
