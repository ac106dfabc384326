// Our books, by SQL from outside: no code of the modules runs here.
import type { createPool } from '../../server/platform/db.ts'
import type { AttemptRow, EffectRow, EventRow, OrderRow, PaymentRow, PostingRow, PurchaseRow } from './model.ts'

export type Pool = ReturnType<typeof createPool>

/** Every row that an invariant looks at. */
export async function readOurs(db: Pool) {
  const [purchases, events, attempts, effects, payments, orders, postings, dead] = await Promise.all([
    rows<PurchaseRow & { terms: unknown; facts: unknown }>(
      db,
      `select id, key, state, receipt, currency, terms, facts || jsonb_build_object('rounds', rounds) facts, max_minor "maxMinor", spent_minor "spentMinor",
         next_action_at "nextActionAt", created_at "createdAt" from purchase order by created_at, id`,
    ),
    rows<EventRow>(
      db,
      `select purchase_id "purchaseId", seq, from_state "fromState", to_state "toState", event, at
         from purchase_event order by purchase_id, seq`,
    ),
    rows<AttemptRow>(
      db,
      `select id, purchase_id "purchaseId", ordinal, seller_id "sellerId", state, reason, seller_order_id "sellerOrderId"
         from purchase_attempt order by purchase_id, ordinal`,
    ),
    rows<EffectRow>(
      db,
      `select key, purchase_id "purchaseId", kind, request->>'reference' reference, at from purchase_effect`,
    ),
    rows<PaymentRow>(
      db,
      `select id, reference, state, currency, authorized_minor "authorizedMinor", captured_minor "capturedMinor"
         from payment where purpose = 'purchase'`,
    ),
    rows<OrderRow>(
      db,
      `select purchase_id "purchaseId", state, seller_id "sellerId", seller_order_id "sellerOrderId",
         seller_reference "sellerReference", total_minor "totalMinor" from "order"`,
    ),
    rows<PostingRow>(
      db,
      `select journal_id "journalId", effect_key "effectKey", payment.reference, account, posting.currency, minor
         from posting join journal on journal.id = journal_id left join payment on payment.id = payment_id`,
    ),
    rows<{ count: number }>(db, `select count(*)::int count from pgboss.job where name like '%.dead'`),
  ])
  return { purchases, events, attempts, effects, payments, orders, postings, deadJobs: dead[0]?.count ?? 0 }
}

async function rows<T extends object>(db: Pool, text: string): Promise<T[]> {
  return (await db.query<T>(text)).rows
}
