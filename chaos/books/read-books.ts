// Everybody's books at one moment, sorted by purchase: ours by SQL from outside, the sellers' and the payment provider's from their
// journals, and what the shopper was told. The invariants see nothing else.
import type { Purchase } from '../../server/modules/buying/purchase.ts'
import { fromJson } from '../../server/platform/json.ts'
import type { SandboxControl } from '../stack/sandbox.ts'
import type { HeardCheckout } from '../stack/customer.ts'
import { readOurs } from './read-ours.ts'
import type { Pool } from './read-ours.ts'
import { readCheckouts, readStock } from './read-shelf.ts'
import type { Books, Dossier, HeldOrder, HeldRequest, Heard } from './model.ts'

/** Reads everything. Meant for a moment at rest: what moves meanwhile is seen half. */
export async function readBooks(
  { db, sandbox }: { db: Pool; sandbox: SandboxControl },
  heard: readonly Heard[],
  carts: readonly HeardCheckout[] = [],
): Promise<Books> {
  const ours = await readOurs(db)
  const orders: HeldOrder[] = []
  const requests: HeldRequest[] = []
  for (const seller of await sandbox.listSellers()) {
    orders.push(...(await sandbox.listOrders(seller)).map((order) => ({ ...order, seller })))
    const received = await sandbox.listRequests(seller)
    requests.push(...received.filter(({ kind }) => kind === 'order').map((request) => ({ ...request, seller })))
  }
  const { intents, events: movements } = await sandbox.readPayments()

  const purchaseOfAttempt = new Map(ours.attempts.map(({ id, purchaseId }) => [id, purchaseId]))
  const purchaseOfIntent = new Map(intents.map(({ id, metadata }) => [id, metadata['reference']]))
  const of = <T>(rows: readonly T[], id: string, idOf: (row: T) => string | undefined | null) =>
    rows.filter((row) => idOf(row) === id)
  const byAttempt = ({ reference }: { reference: string | null }) => purchaseOfAttempt.get(reference ?? '')

  const dossiers = ours.purchases.map(({ terms, facts, ...row }): Dossier => {
    const { id, state } = row
    return {
      ...row,
      purchase: { ...fromJson<Omit<Purchase, 'state' | 'terms'>>(facts), state, terms: fromJson(terms) },
      events: of(ours.events, id, ({ purchaseId }) => purchaseId),
      attempts: of(ours.attempts, id, ({ purchaseId }) => purchaseId),
      effects: of(ours.effects, id, ({ purchaseId }) => purchaseId),
      payment: ours.payments.find(({ reference }) => reference === id) ?? null,
      order: ours.orders.find(({ purchaseId }) => purchaseId === id) ?? null,
      sellerOrders: of(orders, id, byAttempt),
      sellerRequests: of(requests, id, byAttempt),
      intents: of(intents, id, ({ metadata }) => metadata['reference']),
      movements: of(movements, id, ({ intentId }) => purchaseOfIntent.get(intentId)),
      heard: heard.find((each) => each.purchaseId === id) ?? null,
    }
  })
  const checkouts = await readCheckouts(db, { intents, events: movements }, carts)
  const known = new Set([...ours.purchases, ...checkouts].map(({ id }) => id))
  return {
    dossiers,
    checkouts,
    stock: await readStock(db),
    phantomCheckouts: carts.filter(({ checkoutId }) => checkoutId !== null && !known.has(checkoutId)),
    postings: ours.postings,
    deadJobs: ours.deadJobs,
    phantoms: heard.filter(({ purchaseId }) => !known.has(purchaseId)),
    strays: {
      orders: orders.filter((order) => byAttempt(order) === undefined),
      requests: requests.filter((request) => byAttempt(request) === undefined),
      intents: intents.filter(({ metadata }) => !known.has(metadata['reference'] ?? '')),
    },
  }
}
