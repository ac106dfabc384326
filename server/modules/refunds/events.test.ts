// Every state of a refund with every event, on a real PostgreSQL: as the table says, and replayed.
import { expect, it } from 'vitest'
import { useRefunds } from '#testing/refunds'
import { applyRefundEvent } from './apply-refund-event.ts'
import { getRefundForStaff } from './get-refund.ts'
import { refundMachine } from './machine.ts'
import type { RefundEvent, RefundState } from './machine.ts'

const r = useRefunds()

const events: RefundEvent[] = ['approved', 'rejected', 'begun', 'refunded', 'failed', 'retried']
/** A way to each state, from where a refund begins. */
const ways: Record<RefundState, RefundEvent[]> = {
  REQUESTED: [],
  APPROVED: ['approved'],
  REJECTED: ['rejected'],
  PROCESSING: ['approved', 'begun'],
  REFUNDED: ['approved', 'begun', 'refunded'],
  FAILED: ['approved', 'begun', 'failed'],
}
const states = Object.keys(ways) as RefundState[]

const apply = (refundId: string, event: RefundEvent, key: string) => {
  const at = r.deps.clock.now()
  return r.inTx((tx) => applyRefundEvent(r.deps, tx, { refundId, event, key, by: 'test', at, nextActionAt: at }))
}

it.each(states.flatMap((state) => events.map((event) => [state, event] as const)))(
  'applies %s × %s as the table says, and once again changes nothing',
  async (state, event) => {
    const order = await r.paid()
    const asked = { key: crypto.randomUUID(), orderId: order.id, reason: 'DAMAGED' as const }
    const { id } = await r.callAs('reader').request(asked)
    for (const step of ways[state]) await apply(id, step, `to:${step}`)
    const read = () => getRefundForStaff(r.deps, id)
    const before = await read()
    expect(before.state).toBe(state)
    const to = refundMachine.next(state, event)
    if (to === null) {
      await expect(apply(id, event, 'now')).rejects.toMatchObject({
        code: 'refunds.illegal_event',
        facts: { state, event },
      })
      expect(await read()).toEqual(before)
    } else {
      expect(await apply(id, event, 'now')).toBe(to)
      const after = await read()
      expect([after.state, after.history.length]).toEqual([to, before.history.length + 1])
      expect(await apply(id, event, 'now'), 'replayed').toBe(to)
      expect(await read()).toEqual(after)
      const other = events.find((each) => each !== event) ?? event
      await expect(apply(id, other, 'now')).rejects.toMatchObject({ code: 'refunds.key_reused' })
    }
  },
)

it('is applied once when many say it at the same time', async () => {
  const order = await r.paid()
  const { id } = await r.callAs('reader').request({ key: crypto.randomUUID(), orderId: order.id, reason: 'DAMAGED' })
  const all = await Promise.all(Array.from({ length: 8 }, () => apply(id, 'approved', 'same')))
  expect(new Set(all)).toEqual(new Set(['APPROVED']))
  expect((await getRefundForStaff(r.deps, id)).history).toHaveLength(2)
})
