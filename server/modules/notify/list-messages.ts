import type { MessageView, NotifyDeps } from './model.ts'
import { countUnread, listMessagesOf, markRead } from './queries.ts'

const shownMax = 50 // what a person reads; older ones stay in the database

/** The account's newest messages, and how many of all are unread. */
export async function listMessages(
  { db }: Pick<NotifyDeps, 'db'>,
  accountId: string,
): Promise<{ messages: MessageView[]; unread: number }> {
  const [messages, unread] = await Promise.all([listMessagesOf(db, accountId, shownMax), countUnread(db, accountId)])
  return { messages, unread }
}

/** Marks the account's messages as read, all or these. Repeating it changes nothing; somebody else's are left alone. */
export async function noteRead(
  { db, clock }: NotifyDeps,
  accountId: string,
  ids: readonly string[] | null,
): Promise<void> {
  if (ids?.length !== 0) await markRead(db, accountId, ids, clock.now())
}
