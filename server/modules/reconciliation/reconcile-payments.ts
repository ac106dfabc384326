// Our payments against the provider's intents, in both directions, and against the ledger.
import { listPaymentsById, listPaymentsOpened, sumAccountsOf } from '#payments'
import type { Intent, Payment } from '#payments'
import { compareLedger, comparePayment, isClaimed, isUnclaimed, toUnclaimed } from './compare-payment.ts'
import type { Difference, ReconciliationDeps, Run, Subject } from './model.ts'
import { settleCases } from './settle-cases.ts'

const pageSize = 100
const triesMax = 3 // of one page of the provider's list; then the job fails and comes again

/** Compares every intent of the window with its payment, then every payment that no intent has named, and each payment's ledger. */
export async function reconcilePayments(deps: ReconciliationDeps, run: Run, signal: AbortSignal): Promise<void> {
  const named = new Set<string>()
  let next: string | null = null
  do {
    signal.throwIfAborted()
    const page: IntentsPage = await listIntents(deps, run, next, signal)
    run.counts.intents += page.intents.length
    for (const id of await examineIntents(deps, run, page.intents)) named.add(id)
    next = page.next
  } while (next !== null)

  let after: Payment | null = null
  do {
    signal.throwIfAborted()
    const payments: Payment[] = await listPaymentsOpened(deps.db, { ...run, after, limit: pageSize })
    run.counts.payments += payments.length
    const unnamed = payments.filter(({ id }) => !named.has(id))
    await examinePayments(deps, run, unnamed, signal)
    await examineLedger(deps, run, payments)
    after = payments.length < pageSize ? null : (payments.at(-1) ?? null)
  } while (after !== null)
}

/** Compares intents with the payments that they name; gives the ids of those payments that have found their own. */
export async function examineIntents(
  deps: ReconciliationDeps,
  run: Run,
  intents: readonly Intent[],
): Promise<readonly string[]> {
  const payments = await listPaymentsById(deps.db, [...new Set(intents.flatMap(({ paymentId }) => paymentId ?? []))])
  const named: string[] = []
  const examined: Subject[] = []
  const differences: Difference[] = []
  for (const intent of intents) {
    const payment = payments.find(({ id }) => id === intent.paymentId)
    if (isClaimed(payment, intent)) named.push(payment.id)
    if (payment && !isQuiet(run, payment)) continue
    examined.push(`intent:${intent.ref}`)
    if (isUnclaimed(payment, intent)) differences.push(toUnclaimed(payment, intent))
    if (!isClaimed(payment, intent)) continue
    examined.push(`payment:${payment.id}`)
    differences.push(...[comparePayment(payment, intent)].filter((found) => found !== null))
  }
  await settleCases(deps, run, { examined, differences })
  return named
}

/** Compares payments with the intents that they know of, each looked up by its id. */
export async function examinePayments(
  deps: ReconciliationDeps,
  run: Run,
  payments: readonly Payment[],
  signal: AbortSignal,
): Promise<void> {
  const examined: Subject[] = []
  const differences: Difference[] = []
  for (const payment of payments.filter((each) => isQuiet(run, each))) {
    const looked = payment.ref === null ? noIntent : await deps.processor.lookUpIntent(payment.ref, signal)
    if (looked.kind !== 'ok') {
      run.counts.unanswered += 1
      run.asked.add(`payment:${payment.id}`)
      continue
    }
    examined.push(`payment:${payment.id}`)
    differences.push(...[comparePayment(payment, looked.value)].filter((found) => found !== null))
  }
  await settleCases(deps, run, { examined, differences })
}

/** Compares payments with what the ledger says of them. */
export async function examineLedger(deps: ReconciliationDeps, run: Run, payments: readonly Payment[]): Promise<void> {
  const quiet = payments.filter((each) => isQuiet(run, each))
  const sums = await sumAccountsOf(
    deps.db,
    quiet.map(({ id }) => id),
  )
  const differences = quiet.flatMap((payment) =>
    compareLedger(
      payment,
      sums.filter(({ paymentId }) => paymentId === payment.id),
    ),
  )
  await settleCases(deps, run, { examined: quiet.map(({ id }) => `ledger:${id}` as const), differences })
}

// Not in the provider's list by its metadata, and never learned: there is none.
const noIntent = { kind: 'ok', value: null } as const

/** Nothing has moved it for a while, so both sides have said all they know. */
function isQuiet({ to }: Run, { updatedAt }: Payment): boolean {
  return updatedAt < to
}

interface IntentsPage {
  readonly intents: Intent[]
  readonly next: string | null
}

async function listIntents(
  { processor, clock }: ReconciliationDeps,
  { from, to }: Run,
  after: string | null,
  signal: AbortSignal,
): Promise<IntentsPage> {
  for (let tries = 1; ; tries++) {
    const listed = await processor.listIntents({ from, to, after }, signal)
    if (listed.kind === 'ok') return listed.value
    if (tries >= triesMax) throw new Error(`the payment provider does not list its intents: ${listed.kind}`)
    await clock.sleep(listed.kind === 'retryable' ? listed.afterMs : 1_000, signal)
  }
}
