// All SQL of notify — owns message.
import type { Db, Tx } from '#platform/db'
import type { Message, MessageView } from './model.ts'

const own = (db: Db) => db.$pickTables<'message'>()

/** Tells it in `tx`, with what it tells of. News that was told is not told again. */
export async function recordMessage(tx: Tx, { at, ...message }: Message): Promise<void> {
  await own(tx)
    .insertInto('message')
    .values({ ...message, createdAt: at })
    .onConflict((conflict) => conflict.constraint('one_message_per_news').doNothing())
    .execute()
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
