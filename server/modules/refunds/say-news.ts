// What a shopper is told when a refund moves on. Pure. Tries that fail are our trouble, not the shopper's.
import { format } from '#platform/money'
import type { Money } from '#platform/money'
import type { RefundState } from './machine.ts'

interface Told {
  readonly title: string
  readonly total: Money
  readonly awaitsReturn: boolean
  readonly reason: string | undefined
}

const news: Readonly<Partial<Record<RefundState, (told: Told) => { subject: string; body: string }>>> = {
  REQUESTED: ({ title, total }) => ({
    subject: `You have asked for a refund for “${title}”`,
    body: `We have your request for ${format(total)} back. We look at it within two days and write to you again.`,
  }),
  APPROVED: ({ title, total, awaitsReturn, reason }) => ({
    subject: `Your refund for “${title}” is approved`,
    body: sentences(
      awaitsReturn
        ? `${format(total)} goes back as soon as the copy has come back to us.`
        : `${format(total)} is on its way back to your card.`,
      reason,
    ),
  }),
  REJECTED: ({ title, reason }) => ({
    subject: `Your refund for “${title}” was not approved`,
    body: sentences('Nothing was given back.', reason),
  }),
  REFUNDED: ({ title, total }) => ({
    subject: `${format(total)} for “${title}” went back`,
    body: 'Your bank shows it within a few days, the same way it was paid.',
  }),
}

/** The message for a refund that came to `to`; null where there is nothing to tell. */
export function sayNews(to: RefundState, told: Told): { subject: string; body: string } | null {
  return news[to]?.(told) ?? null
}

function sentences(first: string, reason: string | undefined): string {
  return reason ? `${first} ${reason}` : first
}
