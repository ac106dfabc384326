// What a payment at rest must look like at the provider and in the ledger. Pure.
import type { Intent, Payment } from '#payments'
import { negate, subtract, toMoneyView } from '#platform/money'
import type { Money } from '#platform/money'
import { ownSales } from './model.ts'
import type { Difference, Figures } from './model.ts'

type Theirs = Intent['status'] | 'none'

// A state in -ING is an answer that is still missing; at rest it agrees with nothing: the other side knows how it ended.
const agreeing: Readonly<Record<Payment['state'], readonly Theirs[]>> = {
  NEW: ['none'],
  AUTHORIZING: [],
  ACTION_REQUIRED: ['actionRequired'],
  AUTHORIZED: ['authorized'],
  CAPTURING: [],
  CAPTURED: ['captured'],
  VOIDING: [],
  VOIDED: ['canceled', 'declined', 'none'],
  DECLINED: ['declined', 'canceled', 'none'],
}

/** What differs between a payment and its intent at the provider; null: they agree. `intent` null: the provider has none. */
export function comparePayment(payment: Payment, intent: Intent | null): Difference | null {
  const difference = { ...about(payment), subject: `payment:${payment.id}` as const }
  const theirs: Figures = intent ? intentFigures(intent) : { state: 'none' }
  const ours: Figures = {
    state: payment.state,
    held: toMoneyView(payment.authorized),
    captured: toMoneyView(payment.captured),
    refunded: toMoneyView(payment.refunded),
    ...(payment.ref === null ? {} : { ref: payment.ref }),
  }
  if (!intent && payment.ref !== null) return { ...difference, kind: 'PAYMENT_NOT_THERE', ours, theirs }
  if (!agreeing[payment.state].includes(intent?.status ?? 'none'))
    return { ...difference, kind: 'PAYMENT_STATE', ours, theirs }
  if (intent && !hasSameAmounts(payment, intent)) return { ...difference, kind: 'PAYMENT_AMOUNT', ours, theirs }
  return null
}

/** True when money is held or taken by an intent that no payment here accounts for. */
export function isUnclaimed(payment: Payment | undefined, intent: Intent): boolean {
  const isLive = intent.status === 'authorized' || intent.status === 'captured' || intent.status === 'actionRequired'
  return isLive && !isClaimed(payment, intent)
}

/** The payment's own intent: the one that it knows, or, while its answer is missing, any that names it. */
export function isClaimed(payment: Payment | undefined, intent: Intent): payment is Payment {
  if (payment?.id !== intent.paymentId || !payment) return false
  return payment.ref === intent.ref || (payment.ref === null && /^(?:AUTHORIZ|VOID)ING$/.test(payment.state))
}

/** The case of such an intent. */
export function toUnclaimed(payment: Payment | undefined, intent: Intent): Difference {
  return {
    kind: 'UNCLAIMED_INTENT',
    subject: `intent:${intent.ref}`,
    paymentId: payment?.id ?? null,
    purchaseId: payment ? about(payment).purchaseId : null,
    sellerId: null,
    ours: payment ? { state: payment.state, ...(payment.ref === null ? {} : { ref: payment.ref }) } : { state: 'none' },
    theirs: intentFigures(intent),
  }
}

/** What differs between a payment and the ledger's accounts of it: holds and charges, and what a checkout sold of our own. */
export function compareLedger(
  payment: Payment,
  accounts: readonly { account: string; amount: Money }[],
): readonly Difference[] {
  const { currency } = payment.max
  const nothing = { currency, minor: 0n }
  const isHeld = ['AUTHORIZED', 'CAPTURING', 'VOIDING'].includes(payment.state)
  const held = isHeld ? payment.authorized : nothing
  const paid = subtract(payment.captured, payment.refunded)
  const wanted = {
    'hold:customer': negate(held),
    'hold:processor': held,
    'charge:customer': negate(paid),
    // What a purchase owes its seller depends on the order: comparePayable.
    ...(payment.purpose === 'checkout' && { [ownSales]: paid }),
  }
  const difference = { ...about(payment), subject: `ledger:${payment.id}` as const }
  const off = Object.entries(wanted).filter(([account, amount]) => !isSame(inAccount(account), amount))
  const figures = (of: (account: string, amount: Money) => Money) =>
    Object.fromEntries(Object.entries(wanted).map(([account, amount]) => [account, toMoneyView(of(account, amount))]))
  const kinds = new Set(off.map(([account]) => (account.startsWith('hold:') ? 'LEDGER_HOLD' : 'LEDGER_CHARGE')))
  return [...kinds].map((kind) => ({
    ...difference,
    kind,
    ours: figures((account) => inAccount(account)),
    theirs: { state: payment.state, ...figures((_, amount) => amount) },
  }))

  function inAccount(account: string): Money {
    return accounts.find((each) => each.account === account)?.amount ?? nothing
  }
}

function hasSameAmounts({ state, authorized, captured, refunded }: Payment, intent: Intent): boolean {
  if (state === 'AUTHORIZED') return isSame(intent.capturable, authorized)
  if (state !== 'CAPTURED') return true
  return isSame(intent.captured, captured) && (intent.refunded === null || isSame(intent.refunded, refunded))
}

function intentFigures({ ref, status, amount, capturable, captured, refunded }: Intent): Figures {
  return {
    state: status,
    ref,
    asked: toMoneyView(amount),
    held: toMoneyView(capturable),
    captured: toMoneyView(captured),
    ...(refunded && { refunded: toMoneyView(refunded) }),
  }
}

function about({ id, purpose, reference }: Payment) {
  return { paymentId: id, purchaseId: purpose === 'purchase' ? reference : null, sellerId: null }
}

function isSame(a: Money, b: Money): boolean {
  return a.currency === b.currency && a.minor === b.minor
}
