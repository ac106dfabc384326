// The hold on the shopper's card: intent, call, outcome. The call is made outside of any transaction.
import type { Tx } from '#platform/db'
import { assertNever } from '#platform/errors'
import { compare, isAtMost, negate } from '#platform/money'
import { ok } from '#platform/outcome'
import type { Outcome } from '#platform/outcome'
import { refuse } from './model.ts'
import type {
  ActionRequired,
  AuthorizeRequest,
  Authorized,
  ConfirmRequest,
  Declined,
  Intent,
  OpenPayment,
  Payment,
  ProcessorDeps,
  Reply,
  SendOptions,
} from './model.ts'
import type { PaymentState } from './machine.ts'
import { movePayment } from './move-payment.ts'
import { openPayment } from './open-payment.ts'
import { insertPayment, lockPayment } from './queries.ts'
import { onOk, settleCall } from './settle-call.ts'

type Hold = Authorized | ActionRequired

// A driver that died after its call is overtaken by the webhook of what it did: the next one asks again, and hears the same.
const answered: ReadonlySet<PaymentState> = new Set(['AUTHORIZED', 'ACTION_REQUIRED', 'DECLINED', 'VOIDED'])

/**
 * Opens the payment as one that is being authorized, in one statement; one that is open already is begun as `beginAuthorization` has it. Refuses
 * `payments.conflict` as `openPayment` does.
 */
export async function openAuthorization(tx: Tx, payment: OpenPayment): Promise<void> {
  if (await insertPayment(tx, payment, 'AUTHORIZING')) return
  await openPayment(tx, payment)
  await beginAuthorization(tx, payment.id, payment.at)
}

/**
 * → AUTHORIZING, unless the bank's answer is already known. Gives what to send with `authorize`: the same each time, which the
 * second time looks before it sends.
 */
export async function beginAuthorization(tx: Tx, paymentId: string, at: Date): Promise<AuthorizeRequest> {
  const payment = await lockPayment(tx, paymentId)
  if (!answered.has(payment.state)) await movePayment(tx, payment, 'authorizationBegan', {}, at)
  return toAuthorizeRequest(payment)
}

/** What to send for this payment with `authorize`, once it is open. */
export function toAuthorizeRequest(payment: Omit<OpenPayment, 'at'>): AuthorizeRequest {
  const { id: paymentId, purpose, reference, accountId, method, customer, max } = payment
  const what = { paymentId, purpose, reference, accountId, method, ...(customer && { customer }) }
  return { ...what, amountMinor: String(max.minor), currency: max.currency }
}

/** Asks the bank to hold the amount. `refused(reason)`: the bank said no and nothing is held. */
export async function authorize(
  deps: ProcessorDeps,
  request: AuthorizeRequest,
  options: SendOptions,
): Promise<Outcome<Hold>> {
  const { processor } = deps
  const { signal, firstSentAt: since } = options
  return settleCall(deps, options, {
    look: async () => {
      const found = await processor.findIntent({ paymentId: request.paymentId, since }, signal)
      if (found.kind !== 'ok' || found.value === null) return onOk(found, () => ok(null))
      return isToBeAsked(request, found.value) ? await askShopper(found.value.ref) : readHold(found.value)
    },
    send: async (key) => {
      const sent = onOk(await processor.createIntent(request, { key, signal }), readHold)
      if (sent.kind !== 'refused' || !isInsistence(request, sent.reason)) return sent
      const found = await processor.findIntent({ paymentId: request.paymentId, since }, signal)
      const ref = found.kind === 'ok' && found.value?.ref
      return ref ? await askShopper(ref) : { kind: 'unknown', detail: 'the bank wants the shopper' } // found next time
    },
    isOnceByNature: false,
  })

  /** The same intent again, with the shopper there as soon as they come: that gives the bank's page. */
  function askShopper(ref: string): Promise<Reply<Hold>> {
    return settleCall<Hold>(
      deps,
      { ...options, key: `${options.key}:ask`, tries: 0 },
      {
        look: async () =>
          onOk(await processor.getIntent(ref, signal), (intent): Reply<Hold | null> =>
            isToBeAsked(request, intent) ? ok(null) : readHold(intent),
          ),
        send: async (key) => onOk(await processor.confirmIntent(ref, request, { key, signal }), readHold),
        isOnceByNature: true,
      },
    )
  }
}

/** The bank refused a charge with nobody there, and would take it from the shopper: not the end of it. */
export function isToBeAsked(
  of: Pick<AuthorizeRequest, 'customer'> | Pick<Payment, 'customer'>,
  { status, declineReason }: Intent,
): boolean {
  return status === 'declined' && isInsistence(of, declineReason)
}

const isInsistence = ({ customer }: { customer?: string | null | undefined }, reason: string | null): boolean =>
  customer != null && reason === 'authentication_required'

/** Looks whether the shopper has satisfied the bank. `ok(actionRequired)`: not yet. `refused`: the bank said no. */
export async function confirmAction(
  { processor }: ProcessorDeps,
  { ref }: ConfirmRequest,
  { signal }: Pick<SendOptions, 'signal'>,
): Promise<Outcome<Hold>> {
  return onOk(await processor.getIntent(ref, signal), readHold)
}

/** What an intent says about the hold. */
export function readHold(intent: Intent): Reply<Hold> {
  const { ref, status, capturable, holdExpiresAt: expiresAt } = intent
  switch (status) {
    case 'authorized':
      return ok({ kind: 'authorized', ref, amount: capturable, expiresAt })
    case 'actionRequired':
      if (intent.actionUrl === null) throw new Error(`${ref} needs the shopper, and says not where`)
      return ok({ kind: 'actionRequired', ref, actionUrl: intent.actionUrl })
    case 'declined':
      return { kind: 'refused', reason: intent.declineReason ?? 'card_declined' }
    case 'canceled':
      return { kind: 'refused', reason: 'canceled' }
    case 'processing':
    case 'captured': // by somebody else: nothing here captures before the hold is recorded
      return { kind: 'unknown', detail: `intent is ${status}` }
  }
}

/** Records what the bank said: AUTHORIZED (with the hold in the ledger), ACTION_REQUIRED or DECLINED. */
export async function recordAuthorization(
  tx: Tx,
  paymentId: string,
  result: Authorized | ActionRequired | Declined,
  at: Date,
): Promise<void> {
  const payment = await lockPayment(tx, paymentId)
  switch (result.kind) {
    case 'authorized':
      return await recordHold(tx, payment, result, at)
    case 'actionRequired': {
      const isOlderNews = payment.ref === result.ref && payment.state !== 'AUTHORIZING'
      if (isOlderNews) return
      const { ref: processorRef, actionUrl } = result
      await movePayment(tx, payment, 'actionRequired', { processorRef, actionUrl }, at)
      return
    }
    case 'declined':
      if (payment.state === 'VOIDED') return // the bank let it go by itself, which is known
      await movePayment(tx, payment, 'declined', { declineReason: result.reason, actionUrl: null }, at)
      return
    default:
      assertNever(result)
  }
}

async function recordHold(tx: Tx, payment: Payment, hold: Authorized, at: Date): Promise<void> {
  const { ref, amount, expiresAt: holdExpiresAt = null } = hold
  const isKnown = payment.authorized.minor > 0n
  const isOther =
    (payment.ref !== null && payment.ref !== ref) || (isKnown && compare(payment.authorized, amount) !== 0)
  if (isOther || !isAtMost(amount, payment.max)) throw refuse('conflict', { paymentId: payment.id, ref })
  if (isKnown) return // told twice, perhaps long after
  const held = { processorRef: ref, authorizedMinor: amount.minor, holdExpiresAt, actionUrl: null }
  await movePayment(tx, payment, 'authorized', held, at, {
    effectKey: `authorize:${payment.id}`,
    paymentId: payment.id,
    memo: 'held',
    at,
    postings: [
      { account: 'hold:customer', amount: negate(amount) },
      { account: 'hold:processor', amount },
    ],
  })
}
