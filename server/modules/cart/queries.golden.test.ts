import { money } from '#platform/money'
import { goldenQueries } from '#testing/golden'
import type { CartLine } from './model.ts'
import {
  deleteCart,
  deleteKeys,
  deleteLeftBehind,
  deleteLines,
  listLines,
  listLinesOf,
  lockGuestCart,
  lockOwnCart,
  moveKeys,
  recordKey,
  saveGuestCart,
  saveLines,
} from './queries.ts'

const id = '01890000-0000-7000-8000-000000000000'
const tokenHash = Buffer.alloc(32)
const at = new Date('2026-11-22T12:00:00Z')
const line: CartLine = {
  kind: 'copy',
  id: 'copy:9780141439518:NEW',
  isbn13: '9780141439518',
  condition: 'NEW',
  quantity: 1,
  accepted: money(900n, 'USD'),
  addedAt: at,
  changedAt: at,
}

goldenQueries(import.meta.dirname, {
  'listLines of a member with a token': { run: (tx) => listLines(tx, { accountId: 'a', tokenHash }) },
  'listLines of a guest': { run: (tx) => listLines(tx, { accountId: null, tokenHash }) },
  lockOwnCart: { run: (tx) => lockOwnCart(tx, { id, accountId: 'a', at }), answers: [[{ id }]] },
  lockGuestCart: { run: (tx) => lockGuestCart(tx, tokenHash, at) },
  saveGuestCart: { run: (tx) => saveGuestCart(tx, { id, tokenHash, at }) },
  listLinesOf: { run: (tx) => listLinesOf(tx, id) },
  saveLines: { run: (tx) => saveLines(tx, id, [line]) },
  deleteLines: { run: (tx) => deleteLines(tx, id, [line.id]) },
  recordKey: { run: (tx) => recordKey(tx, { cartId: id, key: 'a key of it', at }) },
  moveKeys: { run: (tx) => moveKeys(tx, { from: id, to: id }) },
  deleteCart: { run: (tx) => deleteCart(tx, id) },
  deleteLeftBehind: { run: (tx) => deleteLeftBehind(tx, { before: at, limit: 500 }), answers: [] },
  deleteKeys: { run: (tx) => deleteKeys(tx, { before: at, limit: 500 }) },
})
