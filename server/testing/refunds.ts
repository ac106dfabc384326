// Refunds on the real parts: orders paid at the sandbox's provider, and a clock that tests move on instead of waiting.
import { pino } from 'pino'
import { beforeAll, beforeEach } from 'vitest'
import type { CreateOrder } from '#orders'
import { refundsRouter } from '#refunds'
import type { RefundsDeps, ReturnedCopies } from '#refunds'
import { inTransaction } from '#platform/db'
import type { Tx } from '#platform/db'
import { createCallerFactory } from '#platform/trpc'
import { advanceRefund } from '../modules/refunds/advance-refund.ts'
import { findLastAttempt, getRefundRow } from '../modules/refunds/queries.ts'
import { paidOrder } from './paid-orders.ts'
import { useStack } from './stack.ts'

const signal = new AbortController().signal

/** The stack with the accounts `reader`, `stranger` and `clerk`; the sandbox anew before each test, and the clock set right. */
export function useRefunds() {
  const t = useStack()
  const returned: ReturnedCopies[] = []
  let skippedMs = 0
  let deps: RefundsDeps

  beforeAll(async () => {
    const people = ['reader', 'stranger', 'clerk'].map((id) => ({ id, name: id, email: `${id}@example.com` }))
    await t.deps.db.insertInto('account').values(people).execute()
    const { clock } = t.deps
    const now = () => new Date(clock.now().getTime() + skippedMs)
    const returnCopies = async (_: Tx, copies: ReturnedCopies) => void returned.push(copies)
    deps = { ...t.deps, clock: { ...clock, now }, returnCopies }
  })
  beforeEach(async () => {
    skippedMs = 0
    returned.length = 0
    await t.reset()
  })

  function callAs(accountId: string | null, role: 'reader' | 'staff' = 'reader') {
    const caller = accountId === null ? null : { id: accountId, role }
    const context = { requestId: 'r', caller, signal, log: pino({ level: 'silent' }) }
    return createCallerFactory(refundsRouter(deps))(context)
  }

  const paid = (over: Partial<Parameters<typeof paidOrder>[1]> = {}): Promise<CreateOrder> =>
    paidOrder(t.deps, { accountId: 'reader', ...over })

  /** A refund of (part of) the first line, in cents, as far as staff have approved it. */
  async function approved(order: CreateOrder, minor?: number): Promise<string> {
    const amount = minor === undefined ? {} : { amount: { currency: 'USD', minor } }
    const { id } = await callAs('reader').request({
      key: crypto.randomUUID(),
      orderId: order.id,
      reason: 'DAMAGED',
      lines: [{ line: 0, ...amount }],
    })
    await callAs('clerk', 'staff').approve({ refundId: id, key: crypto.randomUUID(), awaitsReturn: false })
    return id
  }

  const advance = (refundId: string) => advanceRefund(deps, refundId, signal)
  const read = (refundId: string) => getRefundRow(t.deps.db, { refundId })
  const lastAttempt = (refundId: string) => findLastAttempt(t.deps.db, refundId)

  /** Moves the clock on to when the refund is driven next. */
  async function skipToAlarm(refundId: string): Promise<void> {
    const { nextActionAt } = await read(refundId)
    if (!nextActionAt) throw new Error('it has no alarm')
    skippedMs = Math.max(skippedMs, nextActionAt.getTime() - t.deps.clock.now().getTime() + 1)
  }

  /** Drives on until it rests, however long that takes by the clock. */
  async function driveToEnd(refundId: string): Promise<string> {
    for (let turns = 0; turns < 40; turns++) {
      const { state, nextActionAt } = await read(refundId)
      if (nextActionAt === null) return state
      await skipToAlarm(refundId)
      await advance(refundId)
    }
    throw new Error('it does not come to rest')
  }

  /** What the provider gave back for the order, movement by movement, in cents. */
  async function givenBack({ paymentId }: CreateOrder): Promise<number[]> {
    const { intents, events } = await t.payments()
    const intent = intents.find(({ metadata }) => metadata['paymentId'] === paymentId)
    return events.flatMap(({ type, intentId, amountMinor }) =>
      type === 'refund' && intentId === intent?.id ? [amountMinor] : [],
    )
  }

  const inTx = <T>(work: (tx: Tx) => Promise<T>) => inTransaction(t.deps.db, work)

  return {
    t,
    returned,
    get deps() {
      return deps
    },
    callAs,
    paid,
    approved,
    advance,
    read,
    lastAttempt,
    skipToAlarm,
    driveToEnd,
    givenBack,
    inTx,
  }
}
