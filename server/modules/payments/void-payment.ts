// Letting the hold go: by us, or by the bank when it has waited long enough.
import type { Tx } from '#platform/db'
import { negate } from '#platform/money'
import type { Outcome } from '#platform/outcome'
import { recordJournal } from './keep-ledger.ts'
import type { ProcessorDeps, SendOptions, VoidRequest } from './model.ts'
import { movePayment } from './move-payment.ts'
import { lockPayment, refOf } from './queries.ts'

/** AUTHORIZED or ACTION_REQUIRED → VOIDING. */
export async function beginVoid(tx: Tx, paymentId: string, at: Date): Promise<VoidRequest> {
  const payment = await lockPayment(tx, paymentId)
  await movePayment(tx, payment, 'voidBegan', {}, at)
  return { paymentId, ref: refOf(payment) }
}

/** Lets the hold go; one that is gone already is a success. `refused('already_captured')`: the money was taken. */
export async function voidHold(
  deps: ProcessorDeps,
  request: VoidRequest,
  options: SendOptions,
): Promise<Outcome<Record<never, never>>> {
  throw new Error(`being written ${deps} ${request} ${options}`)
}

/** → VOIDED; the hold leaves the ledger, if there was one. `holdExpired`: the bank let it go by itself. */
export async function recordVoid(
  tx: Tx,
  paymentId: string,
  at: Date,
  event: 'voided' | 'holdExpired' = 'voided',
): Promise<void> {
  const payment = await lockPayment(tx, paymentId)
  if (!(await movePayment(tx, payment, event, { actionUrl: null }, at))) return
  if (payment.authorized.minor === 0n) return // voided while the bank still wanted the shopper: nothing was held
  await recordJournal(tx, {
    effectKey: `void:${paymentId}`,
    paymentId,
    memo: event === 'voided' ? 'let go' : 'expired',
    at,
    postings: [
      { account: 'hold:customer', amount: payment.authorized },
      { account: 'hold:processor', amount: negate(payment.authorized) },
    ],
  })
}
