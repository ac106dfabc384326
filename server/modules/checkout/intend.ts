// The intent of a step, committed before its call: what will be sent, under which key, and who has the step to himself for how long.
import { beginCapture, beginVoid, getPayment, openAuthorization, toAuthorizeRequest } from '#payments'
import type { AuthorizeRequest, CaptureRequest, ConfirmRequest, VoidRequest } from '#payments'
import type { Tx } from '#platform/db'
import type { Checkout, Step } from './checkout.ts'
import { callKeyOf, checkoutPurpose, paymentIdOf } from './keys.ts'
import type { StoredCheckout } from './model.ts'

/** A step with the frozen request of its call. */
export type Intent =
  | { readonly kind: 'authorize'; readonly key: string; readonly request: AuthorizeRequest }
  | { readonly kind: 'checkAction'; readonly request: ConfirmRequest }
  | { readonly kind: 'capture'; readonly key: string; readonly request: CaptureRequest }
  | { readonly kind: 'void'; readonly key: string; readonly request: VoidRequest }
  | { readonly kind: 'startPurchases'; readonly accountId: string; readonly terms: Checkout['terms'] }

/** How long each call may take, and so for how long nobody else needs to look; the lease adds the time of two commits. */
export const callTimeoutMs: Readonly<Record<Step['kind'], number>> = {
  authorize: 17_000, // the processor's own limits: 5 s to look, 10 s to send
  checkAction: 11_000,
  capture: 17_000,
  void: 17_000,
  startPurchases: 15_000, // fifty lines, a few transactions each, on a busy database
}
const commitsMs = 3_000

export const leaseMs = (step: Step): number => callTimeoutMs[step.kind] + commitsMs

/** Writes the intent of the pending step in `tx` and gives what to send. Doing it again gives the same. */
export async function intend(
  tx: Tx,
  { id, accountId }: StoredCheckout,
  { terms }: Checkout,
  { kind }: Step,
  at: Date,
): Promise<Intent> {
  const paymentId = paymentIdOf(id)
  switch (kind) {
    case 'authorize': {
      const { paymentMethod: method, total: max } = terms
      if (!max) throw new Error(`checkout ${id} has nothing to pay for`)
      const payment = { id: paymentId, purpose: checkoutPurpose, reference: id, accountId, method, max, at }
      await openAuthorization(tx, payment)
      return { kind, key: callKeyOf(id, kind), request: toAuthorizeRequest(payment) }
    }
    case 'checkAction': {
      const { ref } = await getPayment(tx, paymentId)
      if (ref === null) throw new Error(`payment ${paymentId} has no reference to look at`)
      return { kind, request: { paymentId, ref } }
    }
    case 'capture': {
      if (!terms.total) throw new Error(`checkout ${id} has nothing to charge`)
      return { kind, key: callKeyOf(id, kind), request: await beginCapture(tx, paymentId, terms.total, at) }
    }
    case 'void':
      return { kind, key: callKeyOf(id, kind), request: await beginVoid(tx, paymentId, at) }
    case 'startPurchases':
      return { kind, accountId, terms }
  }
}
