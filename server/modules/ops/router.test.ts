// Who may call, and what is refused by the name of its field, before anything is touched.
import { pino } from 'pino'
import { expect, it } from 'vitest'
import type { Driver } from '#buying'
import type { CheckoutDeps, CheckoutDriver } from '#checkout'
import { createCallerFactory } from '#platform/trpc'
import type { Caller } from '#platform/trpc'
import type { OpsDeps } from './model.ts'
import { opsRouter } from './router.ts'

/** Refused input must not get this far. */
const untouchable = new Proxy(
  {},
  {
    get: (_, name) => {
      throw new Error(`${String(name)} was touched`)
    },
  },
)
const createCaller = createCallerFactory(
  opsRouter(untouchable as OpsDeps & CheckoutDeps, {
    driver: untouchable as Driver,
    checkouts: untouchable as CheckoutDriver,
  }),
)
const as = (caller: Caller | null) =>
  createCaller({
    requestId: 'request-1',
    caller,
    signal: new AbortController().signal,
    log: pino({ level: 'silent' }),
  })

const id = '019390e6-7000-7000-8000-000000000000'
const given = { key: id, reason: 'The seller said so.' }
const calls = {
  listReviews: (ops: ReturnType<typeof as>) => ops.listReviews({}),
  getPurchase: (ops) => ops.getPurchase({ purchaseId: id }),
  readSides: (ops) => ops.readSides({ purchaseId: id }),
  act: (ops) => ops.act({ ...given, purchaseId: id, action: 'note' }),
  listCheckouts: (ops) => ops.listCheckouts({}),
  getCheckout: (ops) => ops.getCheckout({ checkoutId: id }),
  actOnCheckout: (ops) => ops.actOnCheckout({ ...given, checkoutId: id, action: 'note' }),
  listQueues: (ops) => ops.listQueues(),
  readSearchIndex: (ops) => ops.readSearchIndex(),
  listDeadJobs: (ops) => ops.listDeadJobs({ queue: 'buying.dead' }),
  redriveJobs: (ops) => ops.redriveJobs({ ...given, queue: 'buying.dead', jobIds: [id] }),
  listCases: (ops) => ops.listCases({ isOpen: true }),
  closeCase: (ops) => ops.closeCase({ ...given, caseId: id }),
  compareBooks: (ops) => ops.compareBooks(given),
} satisfies Record<keyof ReturnType<typeof as>, (ops: ReturnType<typeof as>) => Promise<unknown>>

it.each(Object.entries(calls))('%s is for staff', async (_, call) => {
  for (const caller of [null, { id: 'a', role: 'reader' } as const])
    await expect(call(as(caller))).rejects.toMatchObject({ code: 'FORBIDDEN' })
  await expect(call(as({ id: 'a', role: 'staff' }))).rejects.toMatchObject({ code: 'INTERNAL_SERVER_ERROR' }) // it got there
})

it.each([
  ['reason', { reason: '  short   ' }],
  ['key', { key: 'again' }],
  ['purchaseId', { purchaseId: '1' }],
  ['action', { action: 'refund' }],
])('a wrong %s is named', async (field, wrong) => {
  const input = { ...given, purchaseId: id, action: 'note' as const, ...wrong }
  const refused = as({ id: 'a', role: 'staff' }).act(input as Parameters<ReturnType<typeof as>['act']>[0])
  await expect(refused).rejects.toMatchObject({ code: 'BAD_REQUEST', message: expect.stringContaining(field) })
})
