// The intent of a step, committed before its call: what will be sent, under which key, and who has the step to himself for how long.
import { beginCapture, beginVoid, getPayment, openAuthorization, toAuthorizeRequest } from '#payments'
import type { AuthorizeRequest, CaptureRequest, ConfirmRequest, VoidRequest } from '#payments'
import type { PlaceOrder } from '#sellers'
import type { Tx } from '#platform/db'
import { attemptId, cancelKey, effectKey, paymentIdOf } from './keys.ts'
import type { StoredPurchase } from './model.ts'
import type { Attempt, Pending, Purchase, Step } from './purchase.ts'
import { intendEffect } from './effect-queries.ts'

/** A step with the frozen request of its call. */
export type Intent =
  | { readonly kind: 'quote'; readonly terms: Purchase['terms'] }
  | { readonly kind: 'authorize'; readonly key: string; readonly request: AuthorizeRequest }
  | { readonly kind: 'checkAction'; readonly request: ConfirmRequest }
  | { readonly kind: 'place'; readonly key: string; readonly request: PlaceOrder }
  | { readonly kind: 'findOrder'; readonly request: { sellerId: string; reference: string } }
  | { readonly kind: 'cancelOrder'; readonly key: string; readonly request: { sellerId: string; reference: string } }
  | { readonly kind: 'capture'; readonly key: string; readonly request: CaptureRequest }
  | { readonly kind: 'void'; readonly key: string; readonly request: VoidRequest }

/** How long each call may take, and so for how long nobody else needs to look; the lease adds the time of two commits. */
export const callTimeoutMs: Readonly<Record<Step['kind'], number>> = {
  quote: 9_000, // the hard deadline of a round is 8 s
  authorize: 17_000, // the processor's own limits: 5 s to look, 10 s to send
  checkAction: 11_000,
  place: 12_000, // the slowest seller answers an order within 8 s at p99.9
  findOrder: 6_000,
  cancelOrder: 8_000,
  capture: 17_000,
  void: 17_000,
}
const commitsMs = 3_000

export const leaseMs = (step: Step): number => callTimeoutMs[step.kind] + commitsMs

/** No step that begins now is left to others sooner than this. */
export const leaseMinMs = Math.min(...Object.values(callTimeoutMs)) + commitsMs

/** True when the intent of the pending step is made from the payment as it then is. */
export function needsPayment(pending: Pending | null): boolean {
  return pending !== null && ['authorize', 'checkAction', 'capture', 'void'].includes(pending.step.kind)
}

/** Writes the intent of the pending step in `tx` and gives what to send. Doing it again gives the same. */
export async function intend(
  tx: Tx,
  { id, accountId }: StoredPurchase,
  purchase: Purchase,
  step: Step,
  at: Date,
): Promise<Intent> {
  const { terms } = purchase
  const paymentId = paymentIdOf(id)
  switch (step.kind) {
    case 'quote':
      return { kind: 'quote', terms }
    case 'authorize': {
      const { paymentMethod: method, max } = terms
      const payment = { id: paymentId, purpose: 'purchase', reference: id, accountId, method, ...away(terms), max, at }
      const request = toAuthorizeRequest(payment)
      return await withEffect(
        { kind: 'authorize', key: effectKey(id, 'authorize'), request },
        openAuthorization(tx, payment),
      )
    }
    case 'checkAction': {
      const { ref } = await getPayment(tx, paymentId)
      if (ref === null) throw new Error(`payment ${paymentId} has no reference to look at`)
      return { kind: 'checkAction', request: { paymentId, ref } }
    }
    case 'place': {
      const { quote } = attemptOf(purchase, step.ordinal)
      const key = attemptId(id, step.ordinal)
      // The limit is the quoted total: what the shopper would pay at most is nobody's business outside.
      const { sellerId, orderToken, sellerTotal: limit } = quote
      return await withEffect({
        kind: 'place',
        key,
        request: { reference: key, sellerId, orderToken, limit, shipTo: terms.shipTo },
      })
    }
    case 'findOrder':
      return { kind: 'findOrder', request: refOf(step.ordinal) }
    case 'cancelOrder':
      return await withEffect({ kind: 'cancelOrder', key: cancelKey(id, step.ordinal), request: refOf(step.ordinal) })
    case 'capture': {
      const { charge } = attemptOf(purchase, step.ordinal)
      if (!charge) throw new Error(`attempt ${step.ordinal} of ${id} has nothing to charge`)
      const request = await beginCapture(tx, paymentId, charge, at)
      return await withEffect({ kind: 'capture', key: effectKey(id, 'capture'), request })
    }
    case 'void': {
      const request = await beginVoid(tx, paymentId, at)
      return await withEffect({ kind: 'void', key: effectKey(id, 'void'), request })
    }
  }

  async function withEffect<I extends Extract<Intent, { key: string }>>(intent: I, other?: Promise<void>): Promise<I> {
    const { key, kind, request } = intent
    await Promise.all([other, intendEffect(tx, { key, purchaseId: id, kind, request, at })])
    return intent
  }

  function refOf(ordinal: number) {
    return { sellerId: attemptOf(purchase, ordinal).quote.sellerId, reference: attemptId(id, ordinal) }
  }
}

function attemptOf({ attempts }: Purchase, ordinal: number): Attempt {
  const attempt = attempts.find((each) => each.ordinal === ordinal)
  if (!attempt) throw new Error(`there is no attempt ${ordinal}`)
  return attempt
}

/** Under a mandate the shopper is not there. */
const away = ({ mandate }: Purchase['terms']) => ({ customer: mandate?.customer ?? null })
