// The names of everything a purchase does outside, derived from its id: the same after any crash, on any machine.
import { derivedId } from '#platform/ids'

/** Our reference at the seller for the n-th attempt; also its idempotency key. */
export const attemptId = (purchaseId: string, ordinal: number): string => derivedId(purchaseId, `attempt:${ordinal}`)
export const paymentIdOf = (purchaseId: string): string => derivedId(purchaseId, 'payment')
export const orderIdOf = (purchaseId: string, ordinal: number): string => derivedId(purchaseId, `order:${ordinal}`)

/** The idempotency key of a step that changes something outside; `ordinal` for those about one attempt. */
export const effectKey = (purchaseId: string, kind: 'authorize' | 'capture' | 'void'): string =>
  derivedId(purchaseId, kind)
export const cancelKey = (purchaseId: string, ordinal: number): string =>
  derivedId(purchaseId, `cancelOrder:${ordinal}`)
