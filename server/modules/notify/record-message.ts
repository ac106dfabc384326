import type { Tx } from '#platform/db'
import { sendMail } from './jobs.ts'
import type { Message, TellDeps } from './model.ts'
import { insertMessage } from './queries.ts'

/** Tells it in `tx`, in the app and by mail, with what it tells of. News that was told is not told again. */
export async function recordMessage({ jobs }: TellDeps, tx: Tx, message: Message): Promise<void> {
  if (await insertMessage(tx, message)) await jobs.send(tx, sendMail, { messageId: message.id }, { isFirst: true })
}
