// The names of everything a checkout does outside, derived from its id: the same after any crash, on any machine.
import { derivedId } from '#platform/ids'

/** What payments know a checkout's payment by. */
export const checkoutPurpose = 'checkout'

export const paymentIdOf = (checkoutId: string): string => derivedId(checkoutId, 'payment')
/** The order of our own copies; also the id of the reservation of its copies. */
export const orderIdOf = (checkoutId: string): string => derivedId(checkoutId, 'order')
/** The order of our ebooks. */
export const ebookOrderIdOf = (checkoutId: string): string => derivedId(checkoutId, 'ebook-order')
/** The shopper's key of the purchase that a "cheapest" line becomes. */
export const purchaseKeyOf = (checkoutId: string, lineId: string): string => derivedId(checkoutId, `purchase:${lineId}`)

/** The idempotency key of a call that changes something at the provider. */
export const callKeyOf = (checkoutId: string, kind: 'authorize' | 'capture' | 'void'): string =>
  derivedId(checkoutId, kind)
