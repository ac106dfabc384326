import { goldenQueries } from '#testing/golden'
import {
  countWaitingOf,
  findHold,
  findHoldByKey,
  findHoldEvent,
  insertHold,
  listHoldsOf,
  listWaiting,
  recordHoldEvent,
} from './hold-queries.ts'
import type { Loan } from './model.ts'
import {
  countLive,
  findLiveLoan,
  findLoan,
  findLoanEvent,
  insertLoan,
  listLoanHistory,
  listLoans,
  listLoansOf,
  listOver,
  listOverdueEbooks,
  listToRemind,
  lockLoan,
  markReminded,
  recordLoanChange,
} from './loan-queries.ts'
import {
  findOwned,
  findOwnedById,
  findOwnedByLine,
  insertOwned,
  listOwnedBy,
  lockOwned,
  withdrawOwned,
} from './owned-queries.ts'
import {
  findEbook,
  findEbookEvent,
  findPublication,
  listEbooks,
  listFreeSlots,
  listIdle,
  listLending,
  listPools,
  listPrices,
  lockEbook,
  recordEbookEvent,
  saveEbook,
  savePool,
  savePrice,
  saveSuspension,
} from './queries.ts'

const id = '01890000-0000-7000-8000-000000000000'
const isbn13 = '9780141439518'
const accountId = 'a'
const at = new Date('2026-11-22T12:00:00Z')
const who = { accountId, isbn13 }
const hold = { id, isbn13, accountId, place: 1n, state: 'WAITING', createdAt: at } as const
const loan: Loan = {
  id,
  isbn13,
  accountId,
  poolId: id,
  slot: 1,
  holdId: null,
  state: 'ACTIVE',
  revision: 2,
  keptFrom: at,
  pickUpBy: at,
  startedAt: at,
  dueAt: at,
  renewals: 0,
  endedAt: null,
}
const line = { orderId: id, line: 0 }
const deed = { isbn13, event: 'priced', detail: {}, reason: null, by: 'staff:s', key: 'k', at } as const

goldenQueries(import.meta.dirname, {
  lockEbook: { run: (tx) => lockEbook(tx, isbn13, at) },
  findPublication: { run: (tx) => findPublication(tx, isbn13) },
  findEbook: { run: (tx) => findEbook(tx, isbn13) },
  listEbooks: { run: (tx) => listEbooks(tx, { limit: 51, after: '' }) },
  saveEbook: { run: (tx) => saveEbook(tx, { isbn13, publicationId: id, at }) },
  saveSuspension: { run: (tx) => saveSuspension(tx, isbn13, at) },
  savePrice: { run: (tx) => savePrice(tx, { isbn13, currency: 'USD', minor: 900n, at }) },
  'savePrice, none': { run: (tx) => savePrice(tx, { isbn13, currency: 'USD', minor: null, at }) },
  listPrices: { run: (tx) => listPrices(tx, [isbn13]) },
  findEbookEvent: { run: (tx) => findEbookEvent(tx, isbn13, 'k') },
  recordEbookEvent: { run: (tx) => recordEbookEvent(tx, deed) },
  savePool: {
    run: (tx) => savePool(tx, { id, isbn13, concurrentLimit: 1, totalLimit: null, loanDays: 14, endsAt: null, at }),
  },
  listPools: { run: (tx) => listPools(tx, [isbn13]) },
  listFreeSlots: { run: (tx) => listFreeSlots(tx, { isbn13, at, limit: 20 }) },
  listIdle: { run: (tx) => listIdle(tx, at, 200) },
  listLending: { run: (tx) => listLending(tx, [isbn13], at) },
  findLoan: { run: (tx) => findLoan(tx, { loanId: id }) },
  'findLoan, of an account': { run: (tx) => findLoan(tx, { loanId: id, accountId }) },
  findLiveLoan: { run: (tx) => findLiveLoan(tx, who) },
  lockLoan: { run: (tx) => lockLoan(tx, id) },
  listOver: { run: (tx) => listOver(tx, isbn13, at) },
  listOverdueEbooks: { run: (tx) => listOverdueEbooks(tx, { before: at, limit: 200 }) },
  listToRemind: { run: (tx) => listToRemind(tx, { from: at, to: at, limit: 200 }) },
  markReminded: { run: (tx) => markReminded(tx, id, at) },
  insertLoan: { run: (tx) => insertLoan(tx, { ...loan, at, by: 'reader', key: 'kept' }) },
  recordLoanChange: {
    run: (tx) => recordLoanChange(tx, 'READY', loan, { event: 'pickedUp', key: 'k', by: 'reader', at }),
  },
  findLoanEvent: { run: (tx) => findLoanEvent(tx, { accountId, key: 'k' }) },
  countLive: { run: (tx) => countLive(tx, accountId), answers: [[{ count: 0n }]] },
  listLoansOf: { run: (tx) => listLoansOf(tx, { accountId, endedAfter: at, limit: 200 }) },
  listLoans: { run: (tx) => listLoans(tx, { limit: 51, after: null, isLive: false, isbn13: null }) },
  'listLoans, live ones of one ebook, the next page': {
    run: (tx) => listLoans(tx, { limit: 51, after: loan, isLive: true, isbn13 }),
  },
  listLoanHistory: { run: (tx) => listLoanHistory(tx, [id]) },
  listWaiting: { run: (tx) => listWaiting(tx, isbn13, 20) },
  countWaitingOf: { run: (tx) => countWaitingOf(tx, accountId), answers: [[{ count: 0n }]] },
  findHold: { run: (tx) => findHold(tx, { holdId: id, accountId }) },
  findHoldByKey: { run: (tx) => findHoldByKey(tx, accountId, 'k') },
  listHoldsOf: { run: (tx) => listHoldsOf(tx, accountId) },
  'listHoldsOf, one ebook': { run: (tx) => listHoldsOf(tx, accountId, isbn13) },
  insertHold: { run: (tx) => insertHold(tx, { id, isbn13, accountId, key: 'k', at }) },
  recordHoldEvent: {
    run: (tx) => recordHoldEvent(tx, hold, 'SERVED', { event: 'served', key: 'served', by: 'ebooks', at }),
  },
  findHoldEvent: { run: (tx) => findHoldEvent(tx, id, 'k') },
  insertOwned: { run: (tx) => insertOwned(tx, { id, ...who, ...line, key: 'k', by: 'checkout', at }) },
  findOwnedByLine: { run: (tx) => findOwnedByLine(tx, line) },
  withdrawOwned: {
    run: (tx) => withdrawOwned(tx, { ...line, withdrawnAt: at, withdrawnBy: 'refunds', withdrawnReason: 'refunded' }),
  },
  findOwned: { run: (tx) => findOwned(tx, who) },
  findOwnedById: { run: (tx) => findOwnedById(tx, id) },
  lockOwned: { run: (tx) => lockOwned(tx, id) },
  listOwnedBy: { run: (tx) => listOwnedBy(tx, accountId, 200) },
})
