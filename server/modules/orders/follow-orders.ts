// How orders stand with their sellers: asked again and again, at the pace of decide-follow.ts, since a seller may tell nobody.
import { ownSeller } from '#sellers'
import type { SellerOrder } from '#sellers'
import { inTransaction } from '#platform/db'
import type { Tx } from '#platform/db'
import { applyOrderEvent } from './apply-order-event.ts'
import { decideFollow } from './decide-follow.ts'
import { followOrder, willNotCome } from './jobs.ts'
import type { OrderEvent } from './machine.ts'
import { orderMachine } from './machine.ts'
import type { Order, OrdersDeps } from './model.ts'
import { listToFollow, updateFollow } from './follow-queries.ts'
import { findOrder, lockOrder } from './queries.ts'

const sweepMax = 100 // a minute; a seller's usual traffic drowns it
const leaseMs = 15 * 60_000 // a job sent and lost is sent again after this
const timeoutMs = 6_000 // of one look-up, as in a purchase

/** Sends a look-up for each order that is due. Runs every minute. */
export async function sweepFollows({ db, jobs, clock }: Pick<OrdersDeps, 'db' | 'jobs' | 'clock'>): Promise<void> {
  const at = clock.now()
  await inTransaction(db, async (tx) => {
    for (const orderId of await listToFollow(tx, { at, notAsked: ownSeller.id, limit: sweepMax })) {
      await updateFollow(tx, orderId, new Date(at.getTime() + leaseMs))
      await jobs.send(tx, followOrder, { orderId })
    }
  })
}

/** Asks the seller how the order stands, and writes down what it says. Its silence changes nothing but the time. */
export async function followOne(deps: OrdersDeps, orderId: string, signal: AbortSignal): Promise<void> {
  const order = await findOrder(deps.db, orderId)
  if (!order || !isFollowed(order)) return
  const ref = { sellerId: order.seller.id, reference: order.sellerReference }
  const found = await deps.sellers.findOrder(ref, { timeoutMs, signal })
  if (found.kind !== 'ok')
    deps.log.info({ orderId, ...ref, found: found.kind }, 'the seller did not say how an order stands')
  await inTransaction(deps.db, async (tx) => {
    const at = deps.clock.now()
    const { state } = await lockOrder(tx, orderId)
    if (!isFollowed({ state })) return
    const told = found.kind === 'ok' ? found.value.state : 'UNSPECIFIED'
    if (told === 'CANCELLED') return await giveUp(deps, tx, order)
    const after = await catchUp(deps, tx, order, { state, told, at })
    if (after === state) await updateFollow(tx, orderId, decideFollow({ state, since: order.since, at }))
  })
}

const behind: Readonly<Partial<Record<SellerOrder['state'], readonly OrderEvent[]>>> = {
  SHIPPED: ['shipped'],
  DELIVERED: ['shipped', 'delivered'],
}

/** Applies what the seller is ahead of us; gives the state then. */
async function catchUp(
  deps: OrdersDeps,
  tx: Tx,
  { id: orderId, seller }: Order,
  { state, told, at }: { state: Order['state']; told: SellerOrder['state']; at: Date },
): Promise<Order['state']> {
  let current = state
  for (const event of behind[told] ?? []) {
    if (orderMachine.next(current, event) === null) continue // known already
    current = await applyOrderEvent(deps, tx, { orderId, event, key: `seller:${event}`, by: `seller:${seller.id}`, at })
  }
  return current
}

/** The seller has cancelled what is paid: the order stays where it is, the money goes back, and nobody asks any more. */
async function giveUp({ jobs }: OrdersDeps, tx: Tx, { id: orderId, seller }: Order): Promise<void> {
  await updateFollow(tx, orderId, null)
  const reason = `${seller.name} has cancelled it.`
  await jobs.send(tx, willNotCome, { orderId, by: `seller:${seller.id}`, reason })
}

function isFollowed({ state }: Pick<Order, 'state'>): boolean {
  return state === 'PROCESSING' || state === 'SHIPPED'
}
