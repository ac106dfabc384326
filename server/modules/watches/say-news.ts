// What shoppers are told of their watches: what happened, whether money moved, what to do now. Pure.
import { format } from '#platform/money'
import type { Money } from '#platform/money'

export interface News {
  readonly subject: string
  readonly body: string
  readonly link: string
}

const watchesPage = '/watches'
const toStop = 'To stop this, open Watches and choose Stop; a purchase under way is still finished.'

export function sayFired(
  title: string,
  found: { target: Money; total: Money; sellerName: string; isbn13: string },
): News {
  const { target, total, sellerName, isbn13 } = found
  return {
    subject: `${title} is at ${format(total)}`,
    body: `${sellerName} asks ${format(total)}, delivered. You wanted to know when it is at most ${format(target)}. Nothing was bought. Prices move: look soon.`,
    link: `/book/${isbn13}`,
  }
}

/** How an automatic purchase went, as far as its shopper has to know. */
export type UseNews =
  | { readonly kind: 'bought'; readonly amount: Money; readonly sellerName: string }
  | { readonly kind: 'declined'; readonly reason: string | null }
  | { readonly kind: 'needsYou' }
  | { readonly kind: 'needsReview' }

/** What the mandate is, for saying why. `left` after this purchase. */
export interface Told {
  readonly title: string
  readonly purchaseId: string
  readonly target: Money
  readonly left: { readonly count: number; readonly budget: Money }
}

export function sayUse(news: UseNews, { title, purchaseId, target, left }: Told): News {
  const why = `You asked Quire to buy it when it is at most ${format(target)}.`
  const purchasePage = `/purchases/${purchaseId}`
  switch (news.kind) {
    case 'bought':
      return {
        subject: `Bought for you: ${title}`,
        body: `${news.sellerName} sold it for ${format(news.amount)}, delivered; your card was charged that much. ${why} ${sayLeft(left)}`,
        link: watchesPage,
      }
    case 'declined':
      return {
        subject: `Your bank declined the payment for ${title}`,
        body: `${news.reason ?? 'Nothing was charged.'} Nothing was bought. ${why} Quire tries again when the price has risen and fallen again. ${toStop}`,
        link: watchesPage,
      }
    case 'needsYou':
      return {
        subject: `Your bank asks you about ${title}`,
        body: `Please confirm the payment within twelve hours; until then nothing is charged and nothing is ordered. ${why} ${toStop}`,
        link: purchasePage,
      }
    case 'needsReview':
      return {
        subject: `We are checking your purchase of ${title}`,
        body: `We do not know yet how it ended, and a person looks at it. You are not charged twice, and nothing else is bought with the amount set aside for it. ${why} ${toStop}`,
        link: purchasePage,
      }
  }
}

function sayLeft({ count, budget }: Told['left']): string {
  if (count <= 0 || budget.minor <= 0n) return 'That was all you allowed: nothing more will be bought.'
  return `${count} more may be bought, for ${format(budget)} together. ${toStop}`
}

/** The shopper's own confirmation, and a warning to somebody whose account another person uses. */
export function sayConfirmed(
  title: string,
  { count, cap, budget }: { count: number; cap: Money; budget: Money },
): News {
  const copies = count === 1 ? 'one copy' : `up to ${count} copies`
  return {
    subject: `We buy ${title} for you from now on`,
    body: `Your bank has confirmed it: we may buy ${copies} for at most ${format(cap)} each, and ${format(budget)} together, without asking again. You hear of every purchase. If this was not you, stop it and change your password. ${toStop}`,
    link: watchesPage,
  }
}

export function sayUnconfirmed(title: string, why: string): News {
  return { subject: `We do not buy ${title} for you`, body: why, link: watchesPage }
}

export function sayExpired(title: string): News {
  return {
    subject: `You no longer watch ${title}`,
    body: 'The time you gave it is over, and nothing more is bought by it. To go on, watch the book again.',
    link: watchesPage,
  }
}
