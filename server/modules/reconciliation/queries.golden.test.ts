import { goldenQueries } from '#testing/golden'
import type { Difference, Run } from './model.ts'
import {
  closeGone,
  closeOpen,
  findLastRun,
  finishRun,
  hasCase,
  insertRun,
  listCases,
  listOpenSubjects,
  saveCase,
} from './queries.ts'

const id = '01890000-0000-7000-8000-000000000000'
const at = new Date('2026-11-21T12:00:00Z')
const counts = { payments: 1, intents: 1, orders: 1, unanswered: 0, opened: 0, closed: 0 }
const run: Run = { id, at, from: at, to: at, counts, asked: new Set() }
const difference: Difference = {
  kind: 'ORDER_TOTAL',
  subject: `order:${id}`,
  paymentId: id,
  purchaseId: id,
  sellerId: 'harbor',
  ours: { state: 'CONFIRMED' },
  theirs: { state: 'none' },
}

goldenQueries(import.meta.dirname, {
  insertRun: { run: (tx) => insertRun(tx, run) },
  finishRun: { run: (tx) => finishRun(tx, run, at) },
  findLastRun: { run: findLastRun },
  saveCase: { run: (tx) => saveCase(tx, id, difference, at) },
  closeGone: {
    run: (tx) => closeGone(tx, { examined: [difference.subject], differences: [], at }),
    answers: [[{ id, kind: difference.kind, subject: difference.subject }]],
  },
  closeOpen: { run: (tx) => closeOpen(tx, { id, by: 'a', note: 'note', at }) },
  hasCase: { run: (tx) => hasCase(tx, id) },
  listOpenSubjects: { run: (tx) => listOpenSubjects(tx, 10) },
  listCases: { run: (tx) => listCases(tx, { isOpen: true, limit: 10 }) },
})
