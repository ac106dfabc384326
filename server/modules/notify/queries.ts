// All SQL of notify — owns message, mailMute.
import type { Db, Tx } from '#platform/db'
import type { Message, MessageKind, MessageView, MutableKind } from './model.ts'

const own = (db: Db) => db.$pickTables<'message' | 'mailMute'>()

/** Inserts a message that is due by mail; false when its news was told. */
export async function insertMessage(tx: Tx, { at, ...message }: Message): Promise<boolean> {
  const inserted = await own(tx)
    .insertInto('message')
    .values({ ...message, mailState: 'DUE', createdAt: at })
    .onConflict((conflict) => conflict.constraint('one_message_per_news').doNothing())
    .returning('id')
    .executeTakeFirst()
  return inserted !== undefined
}

/** A message that is to be mailed; null when it was, or is not to be. */
export async function findDue(db: Db, id: string): Promise<Message | null> {
  const due = own(db).selectFrom('message').selectAll().where('id', '=', id).where('mailState', '=', 'DUE')
  const row = await due.executeTakeFirst()
  if (!row) return null
  const { accountId, kind, key, subject, body, link, createdAt: at } = row
  return { id, accountId, kind: kind as MessageKind, key, subject, body, link, at } // the check constraint lists the kinds
}

/** Ids of messages between these ages that are to be mailed, oldest first. */
export async function listDue(db: Db, { from, to, limit }: { from: Date; to: Date; limit: number }): Promise<string[]> {
  const due = own(db).selectFrom('message').select('id').where('mailState', '=', 'DUE')
  const aged = due.where('createdAt', '>', from).where('createdAt', '<', to)
  return (await aged.orderBy('createdAt').limit(limit).execute()).map(({ id }) => id)
}

export async function markMailed(
  db: Db,
  id: string,
  became: { mailState: 'SENT' | 'REFUSED' | 'MUTED'; mailedAt: Date | null },
): Promise<void> {
  await own(db).updateTable('message').set(became).where('id', '=', id).where('mailState', '=', 'DUE').execute()
}

export async function isMuted(db: Db, accountId: string, kind: MessageKind): Promise<boolean> {
  return (await listMutes(db, accountId)).some((muted) => muted === kind)
}

export async function listMutes(db: Db, accountId: string): Promise<MutableKind[]> {
  const rows = await own(db).selectFrom('mailMute').select('kind').where('accountId', '=', accountId).execute()
  return rows.map(({ kind }) => kind as MutableKind) // as above
}

export async function insertMute(db: Db, mute: { accountId: string; kind: MutableKind; at: Date }): Promise<void> {
  const conflict = ['accountId', 'kind'] as const
  await own(db)
    .insertInto('mailMute')
    .values(mute)
    .onConflict((oc) => oc.columns(conflict).doNothing())
    .execute()
}

export async function deleteMute(db: Db, accountId: string, kind: MutableKind): Promise<void> {
  await own(db).deleteFrom('mailMute').where('accountId', '=', accountId).where('kind', '=', kind).execute()
}

/** The newest messages first. */
export async function listMessagesOf(db: Db, accountId: string, limit: number): Promise<MessageView[]> {
  const rows = await own(db)
    .selectFrom('message')
    .selectAll()
    .where('accountId', '=', accountId)
    .orderBy('createdAt', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()
  return rows.map(({ id, subject, body, link, createdAt, readAt }) => ({
    id,
    subject,
    body,
    link,
    at: createdAt.toISOString(),
    isRead: readAt !== null,
  }))
}

export async function countUnread(db: Db, accountId: string): Promise<number> {
  const { count } = await own(db)
    .selectFrom('message')
    .select((select) => select.fn.countAll<bigint>().as('count'))
    .where('accountId', '=', accountId)
    .where('readAt', 'is', null)
    .executeTakeFirstOrThrow()
  return Number(count)
}

/** Marks these of the account's messages as read; all of them when `ids` is null. */
export async function markRead(db: Db, accountId: string, ids: readonly string[] | null, at: Date): Promise<void> {
  let marking = own(db)
    .updateTable('message')
    .set({ readAt: at })
    .where('accountId', '=', accountId)
    .where('readAt', 'is', null)
  if (ids) marking = marking.where('id', 'in', ids)
  await marking.execute()
}
