// SQL of the inbox of the provider's events — owns webhookInbox; reads payment.
import { sql } from 'kysely'
import type { Db } from '#platform/db'
import type { PaymentState } from './machine.ts'
import type { WebhookEvent } from './model.ts'

const own = (db: Db) => db.$pickTables<'payment' | 'webhookInbox'>()
const source = 'stripe'

/** Whether the inbox has the event, and the state of the payment whose reference it names; null when there is no such payment. */
export async function findStanding(
  db: Db,
  { id, ref }: WebhookEvent,
): Promise<{ isKnown: boolean; paymentState: PaymentState | null }> {
  const { isKnown, paymentState } = await own(db)
    .selectNoFrom(({ exists, selectFrom }) => [
      exists(selectFrom('webhookInbox').select('eventId').where('source', '=', source).where('eventId', '=', id)).as(
        'isKnown',
      ),
      selectFrom('payment').select('state').where('processorRef', '=', ref).as('paymentState'),
    ])
    .executeTakeFirstOrThrow()
  return { isKnown: Boolean(isKnown), paymentState: paymentState as PaymentState | null }
}

/**
 * Keeps an event, once. Of the event only what it points at is kept: the rest is read again at the provider,
 * and holds things that no table here should.
 */
export async function insertWebhook(
  db: Db,
  { id, type, ref, cardFor }: WebhookEvent,
  times: { receivedAt: Date; handledAt: Date | null },
): Promise<void> {
  await own(db)
    .insertInto('webhookInbox')
    .values({ source, eventId: id, type, payload: { ref, ...(cardFor && { cardFor }) }, ...times })
    .onConflict((oc) => oc.columns(['source', 'eventId']).doNothing())
    .execute()
}

/** An event of the inbox, with the state of the payment whose reference it names; null when there is no such event. */
export async function findWebhook(
  db: Db,
  eventId: string,
): Promise<(WebhookEvent & { handledAt: Date | null; paymentState: PaymentState | null }) | null> {
  const ref = sql<string | null>`payload ->> 'ref'`
  const row = await own(db)
    .selectFrom('webhookInbox')
    .leftJoin('payment', (join) => join.on('payment.processorRef', '=', ref))
    .select(['type', 'handledAt', ref.as('ref'), 'payment.state as paymentState'])
    .select(sql<WebhookEvent['cardFor'] | null>`payload -> 'cardFor'`.as('cardFor'))
    .where('source', '=', source)
    .where('eventId', '=', eventId)
    .executeTakeFirst()
  if (!row) return null
  const { cardFor, ...rest } = row
  return { id: eventId, ...rest, paymentState: row.paymentState as PaymentState | null, ...(cardFor && { cardFor }) }
}

/** Ids of events that nobody has handled, received within the given times, oldest first. */
export async function listUnhandledWebhooks(
  db: Db,
  { after, before }: { after: Date; before: Date },
  limit: number,
): Promise<string[]> {
  const rows = await own(db)
    .selectFrom('webhookInbox')
    .select('eventId')
    .where('source', '=', source)
    .where('handledAt', 'is', null)
    .where('receivedAt', '>', after)
    .where('receivedAt', '<', before)
    .orderBy('receivedAt')
    .limit(limit)
    .execute()
  return rows.map(({ eventId }) => eventId)
}

export async function markWebhookHandled(db: Db, eventId: string, at: Date): Promise<void> {
  await own(db)
    .updateTable('webhookInbox')
    .set({ handledAt: at })
    .where('source', '=', source)
    .where('eventId', '=', eventId)
    .execute()
}
