// A message to one shopper: plain words, and a page of the app where more is to be seen.
import { z } from 'zod'
import type { Clock } from '#platform/clock'
import type { Db } from '#platform/db'
import type { Jobs } from '#platform/jobs'
import type { Log } from '#platform/log'
import type { Mailer } from '#platform/mail'

export interface NotifyDeps {
  readonly db: Db
  readonly clock: Clock
}

/** What telling somebody needs. */
export interface TellDeps {
  readonly jobs: Jobs
}

/** What sending mail needs. */
export interface MailDeps extends NotifyDeps, TellDeps {
  /** Null: this installation sends none. */
  readonly mailer: Mailer | null
  /** Where browsers find Quire. */
  readonly publicUrl: string
  readonly log: Log
}

/** PRICE: a book is at the price that somebody waits for. WATCH: a watch has ended. PURCHASE: about money, or about what was bought; LOAN: a copy, or a loan's end; both always sent by mail. */
export const messageKinds = ['PRICE', 'WATCH', 'PURCHASE', 'LOAN'] as const
export type MessageKind = (typeof messageKinds)[number]
/** The kinds that nobody needs to have by mail. */
export const mutableKinds = ['PRICE', 'WATCH'] as const
export type MutableKind = (typeof mutableKinds)[number]

export interface Message {
  readonly id: string
  readonly accountId: string
  readonly kind: MessageKind
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

/** Which messages come by mail as well. Those about purchases and loans always do, and are not listed. */
export const MailChoices = z.strictObject({
  choices: z.array(z.strictObject({ kind: z.enum(mutableKinds), isMailed: z.boolean() })),
})
export type MailChoices = z.infer<typeof MailChoices>
