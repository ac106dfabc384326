// Reviews in plain words: what is the matter, what to find out, what each side says, and what a button will do.
import type { ReviewAction, Seen } from '#buying'
import { format } from '#platform/money'
import type { Money } from '#platform/money'

interface Words {
  readonly what: string
  readonly advice: string
}

const askSeller = 'Ask the seller by the reference below. Release nothing before its word is final.'

const reasons: Readonly<Record<string, Words>> = {
  SELLER_SILENT: {
    what: 'The seller has not said for ten minutes whether it has the order.',
    advice: `${askSeller} When it answers again, “Look again and go on” settles everything by itself.`,
  },
  SELLER_UNSURE: { what: 'The seller says that it has no order, and may still book it.', advice: askSeller },
  WRONG_ORDER_STANDS: {
    what: 'The seller confirmed another copy, price or currency than was quoted, and does not cancel.',
    advice: 'Get it cancelled at the seller. Then look at both sides again.',
  },
  UNPAID_ORDER_STANDS: {
    what: 'The charge was refused, and the seller does not cancel the order.',
    advice: 'Get it cancelled at the seller. Another payment needs the shopper.',
  },
  UNWANTED_ORDER_STANDS: {
    what: 'We wanted to end this purchase, but the seller has the order and does not cancel it.',
    advice:
      'An order as quoted can be charged: then the shopper has the book. Otherwise get it cancelled at the seller.',
  },
  PAYMENT_UNKNOWN: {
    what: 'The payment provider has not said whether the amount is held. Nothing was ordered.',
    advice: 'End the purchase: a hold that turns up is let go.',
  },
  CAPTURE_UNKNOWN: {
    what: 'The order stands. The provider has not said whether it was paid.',
    advice: 'Look at both sides. What was taken is recorded, what was not is taken once.',
  },
  RELEASE_UNKNOWN: {
    what: 'The provider has not said whether the held amount was let go.',
    advice: 'Let it go once more: it looks first.',
  },
  HOLD_NOT_RELEASED: {
    what: 'The provider does not let the held amount go.',
    advice:
      'If it says that money was taken, somebody else did that: refund it at the provider, and write a note here.',
  },
  FAULT: {
    what: 'One step failed twenty times by a fault of ours.',
    advice: 'The worker’s log has the error under this purchase’s id. Mend it first.',
  },
}

/** What is the matter and what to find out, by the reason's code; a reason may carry a detail after a colon. */
export function sayReason(reason: string): Words {
  const code = reason.split(':')[0] ?? reason
  return reasons[code] ?? { what: `It came to a person for the reason ${reason}.`, advice: 'See the runbook.' }
}

export const stillAsking =
  'The seller has not said yet whether it has the order. It is being asked; nobody has to do anything.'

const orders: Readonly<Record<Seen['order'], string>> = {
  AS_QUOTED: 'It has the order, as it was quoted.',
  OTHER: 'It has an order that is not what was quoted.',
  CANCELLED: 'It says that this order is cancelled.',
  NONE: 'It says that it has no such order.',
  UNKNOWN: 'It does not say.',
}
export const sayOrder = (says: Seen['order']): string => orders[says]

const payments: Readonly<Record<Seen['payment'], string>> = {
  NONE: 'It knows of no payment for this purchase.',
  HELD: 'The amount is held. Nothing was taken.',
  CHARGED: 'Exactly what the order costs was taken.',
  CHARGED_OTHERWISE: 'Money was taken, and not the amount of a confirmed order. Refund it at the provider.',
  GONE: 'Nothing is held any more, and nothing was taken.',
  UNKNOWN: 'It does not say.',
}
export const sayPayment = (says: Seen['payment']): string => payments[says]

/** What pressing the button will do, with the names and figures of this purchase. */
export function sayAction(
  action: ReviewAction,
  { seen, sellerName, charge, max }: { seen: Seen; sellerName: string; charge: Money | null; max: Money },
): string {
  const price = charge ? format(charge) : 'the confirmed total'
  switch (action) {
    case 'lookAgain':
      return (
        `Asks ${sellerName} again, for up to ten minutes. An order as quoted is charged and the purchase ends as bought. If there is none, ` +
        `the reference is closed there, and the purchase goes on with other sellers, up to ${format(max)} as the shopper agreed.`
      )
    case 'capture':
      return seen.payment === 'CHARGED'
        ? `The provider has taken ${price}. Records that, and ends the purchase as bought. Nothing more is charged.`
        : `${sellerName} has the order as quoted. Charges ${price}, once, and ends the purchase as bought.`
    case 'cancelOrder':
      return (
        `Tells ${sellerName} to cancel the order, or never to accept it. Only when it has said so is the held amount let go, and the ` +
        'purchase ends without a book and without a charge.'
      )
    case 'notBought':
      return `By what ${sellerName} says there is no order. Lets the held amount go and ends the purchase without a book and without a charge.`
    case 'release':
      return 'No seller has an order. Lets go whatever is held and ends the purchase without a book and without a charge.'
  }
}
