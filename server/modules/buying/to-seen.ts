// What an answer of the seller or the provider means to somebody who decides about a purchase.
import type { Intent } from '#payments'
import type { SellerOrder } from '#sellers'
import { compare } from '#platform/money'
import type { Money } from '#platform/money'
import { chargeFor } from './decide-order.ts'
import type { Attempt, Seen, Terms } from './purchase.ts'
import type { Found } from './read-sides.ts'

/** A state that this version does not know is not understood, so it is UNKNOWN. */
export function toSeenOrder(terms: Terms, attempt: Attempt, answer: Found<SellerOrder>): Seen['order'] {
  if (answer.kind === 'unknown') return 'UNKNOWN'
  const order = answer.value
  if (order === null) return 'NONE'
  if (order.state === 'CANCELLED') return 'CANCELLED'
  if (order.state === 'UNSPECIFIED') return 'UNKNOWN'
  const charge = chargeFor(terms, attempt, order)
  const isOther = charge === null || (attempt.charge !== undefined && compare(charge, attempt.charge) !== 0)
  return isOther ? 'OTHER' : 'AS_QUOTED'
}

/** `live`: the attempt whose charge the money is compared with. */
export function toSeenPayment(live: Attempt | null, answer: Found<Intent>): Seen['payment'] {
  if (answer.kind === 'unknown') return 'UNKNOWN'
  const intent = answer.value
  if (intent === null) return 'NONE'
  switch (intent.status) {
    case 'authorized':
      return 'HELD'
    case 'captured':
      return isDue(live, intent.captured) ? 'CHARGED' : 'CHARGED_OTHERWISE'
    case 'canceled':
    case 'declined':
      return 'GONE'
    case 'actionRequired': // nothing is held yet, and may be at any moment
    case 'processing':
      return 'UNKNOWN'
  }
}

/** True when exactly the charge of the confirmed order was taken. */
function isDue(live: Attempt | null, captured: Money): boolean {
  return live?.charge?.currency === captured.currency && compare(live.charge, captured) === 0
}
