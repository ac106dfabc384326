// Checkouts in review in plain words: what is the matter, what to find out, and what a button will do.
import type { ReviewAction } from '#checkout'
import { format } from '#platform/money'
import type { Money } from '#platform/money'

interface Words {
  readonly what: string
  readonly advice: string
}

const reasons: Readonly<Record<string, Words>> = {
  PAYMENT_UNKNOWN: {
    what: 'The payment provider has not said for ten minutes whether the amount is held. Nothing was charged.',
    advice: 'When it answers again, ask again: that settles it. Or give up: a hold that turns up is let go.',
  },
  CAPTURE_UNKNOWN: {
    what: 'The copies have left the shelf. The provider has not said whether they were paid.',
    advice: 'When it answers again, ask again: what was taken is recorded, what was not is taken once.',
  },
  RELEASE_UNKNOWN: {
    what: 'The provider has not said whether the held amount was let go.',
    advice: 'When it answers again, ask again: it looks first.',
  },
  HOLD_NOT_RELEASED: {
    what: 'The provider does not let the held amount go.',
    advice:
      'If it says that money was taken, somebody else did that: refund it at the provider, and write a note here.',
  },
  PURCHASES_NOT_STARTED: {
    what: 'Our own copies are paid for. The purchases of the “cheapest” lines could not all be begun.',
    advice: 'Ask again: those that have begun are found again, and none begins twice.',
  },
  FAULT: {
    what: 'One step failed twenty times by a fault of ours.',
    advice: 'The worker’s log has the error under this checkout’s id. Mend it first, then ask again.',
  },
}

/** What is the matter and what to find out, by the reason's code; a reason may carry a detail after a colon. */
export function sayCheckoutReason(reason: string): Words {
  const code = reason.split(':')[0] ?? reason
  return reasons[code] ?? { what: `It came to a person for the reason ${reason}.`, advice: 'See the runbook.' }
}

/** Of one that is open for longer than it should be. */
export const stillOpen = 'It has been open for an hour. A worker is missing, or cannot reach the payment provider.'

/** What pressing the button will do. */
export function sayCheckoutAction(action: ReviewAction, total: Money | null): string {
  if (action === 'giveUp')
    return (
      'Looks at the provider and lets go whatever is held. Ends without a charge; the copies are free and the order is cancelled. ' +
      'What was ordered is in the shopper’s cart again.'
    )
  const amount = total ? `${format(total)} is never charged twice. ` : ''
  return `Asks the same again, under the same key, for up to ten minutes: what has happened is found, what has not is done once. ${amount}`.trim()
}
