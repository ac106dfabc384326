// What a shopper is told when their purchase comes to an end, or to a person. Pure.
import { ownSeller } from '#sellers'
import { format } from '#platform/money'
import { explain } from './narrate.ts'
import type { Attempt, Purchase } from './purchase.ts'

interface News {
  readonly subject: string
  readonly body: string
}

/**
 * The message for the state that a purchase has just come to: what happened, whether money moved, what to do now. Null where there is nothing to
 * tell: while it goes on; when a mandate asked for it, whose watch tells of it; and when the order of our own copy has told of its end.
 */
export function sayNews(title: string, purchase: Purchase): News | null {
  if (purchase.terms.mandate) return null
  const book = `“${title}”`
  if (purchase.state === 'NEEDS_REVIEW')
    return {
      subject: `We are checking your purchase of ${book}`,
      body: sentences(
        explain(purchase),
        'A person looks at it. Please do not buy it elsewhere meanwhile: you hear from us how it ends.',
      ),
    }
  if (purchase.attempts.some(isOwnOrder)) return null
  switch (purchase.state) {
    case 'PURCHASED':
      return sayBought(book, purchase)
    case 'NO_OFFER':
      return { subject: `Not bought: ${book}`, body: sentences(sayNoOffer(purchase), sayRelease(purchase)) }
    case 'DECLINED':
      return {
        subject: `Not bought: the payment for ${book} did not go through`,
        body: sentences(
          explain(purchase) ?? 'Your bank declined the payment. Nothing was charged. You can try another way to pay.',
          sayRelease(purchase),
        ),
      }
    case 'CANCELLED':
      return {
        subject: `Cancelled: your purchase of ${book}`,
        body: sentences(
          explain(purchase) ?? 'It ended before anything was bought. Nothing was charged.',
          sayRelease(purchase),
        ),
      }
    default:
      return null
  }
}

/** An order of our own copy writes to the shopper at each of its steps, its cancelling included. */
function isOwnOrder({ quote, charge }: Attempt): boolean {
  return quote.sellerId === ownSeller.id && charge !== undefined
}

function sayBought(book: string, { attempts }: Purchase): News | null {
  const bought = attempts.find(({ state }) => state === 'CONFIRMED')
  if (!bought?.charge) return null
  const { sellerName } = bought.quote
  return {
    subject: `Bought: ${book} from ${sellerName}`,
    body: `${sellerName} has accepted your order. It costs ${format(bought.charge)}, delivered: that much was charged, once, and the rest of what was held on your card is free again. The seller sends the book next; you hear from us when it is on its way.`,
  }
}

function sayNoOffer(purchase: Purchase): string {
  const { lowestFound, terms } = purchase
  const reason = explain(purchase)
  if (reason) return reason
  const next = 'Nothing was charged. To raise your maximum or to watch the price, open the purchase.'
  if (!lowestFound) return `No seller had a copy that you accept. ${next}`
  const { sellerName, total } = lowestFound
  if (total.minor <= terms.max.minor)
    return `The copies within your maximum had just been sold, or their price had risen. ${next}`
  return `No seller asked ${format(terms.max)} or less, delivered. The lowest price found was ${format(total)}, from ${sellerName}. ${next}`
}

function sayRelease({ hold }: Purchase): string | undefined {
  if (hold !== 'released') return undefined
  return 'Anything held on your card is free again; some banks take a few days to show it.'
}

const sentences = (...parts: (string | undefined)[]): string => parts.filter((part) => part !== undefined).join(' ')
