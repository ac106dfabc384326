import { mutableKinds } from './model.ts'
import type { MailChoices, MutableKind, NotifyDeps } from './model.ts'
import { deleteMute, insertMute, listMutes } from './queries.ts'

/** Which kinds of messages the account has by mail. */
export async function listChoices({ db }: Pick<NotifyDeps, 'db'>, accountId: string): Promise<MailChoices> {
  const muted = await listMutes(db, accountId)
  return { choices: mutableKinds.map((kind) => ({ kind, isMailed: !muted.includes(kind) })) }
}

/** Switches the mails of a kind on or off, those that wait to be sent included. Repeating it changes nothing. */
export async function moveChoice(
  { db, clock }: NotifyDeps,
  { accountId, kind, isMailed }: { accountId: string; kind: MutableKind; isMailed: boolean },
): Promise<void> {
  if (isMailed) await deleteMute(db, accountId, kind)
  else await insertMute(db, { accountId, kind, at: clock.now() })
}
