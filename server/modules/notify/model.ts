// A message to one shopper: plain words, and a page of the app where more is to be seen.
import { z } from 'zod'
import type { Clock } from '#platform/clock'
import type { Db } from '#platform/db'

export interface NotifyDeps {
  readonly db: Db
  readonly clock: Clock
}

export interface Message {
  readonly id: string
  readonly accountId: string
  /** Names the news, such as `watch:…:fired:2`: the same news is told once. */
  readonly key: string
  readonly subject: string
  readonly body: string
  /** A path of the web app. */
  readonly link: string | null
  readonly at: Date
}

export const MessageView = z.strictObject({
  id: z.string(),
  subject: z.string(),
  body: z.string(),
  link: z.string().nullable(),
  at: z.string(),
  isRead: z.boolean(),
})
export type MessageView = z.infer<typeof MessageView>

export const MessagesView = z.strictObject({ messages: z.array(MessageView), unread: z.int() })
