// Open cases that the window does not reach any more are compared again, so that they close when their difference is gone.
import { listSentOrders } from '#buying'
import { listPaymentsById } from '#payments'
import type { ReconciliationDeps, Run, Subject } from './model.ts'
import { listOpenSubjects } from './queries.ts'
import { examinePurchases } from './reconcile-orders.ts'
import { examineIntents, examineLedger, examinePayments } from './reconcile-payments.ts'
import { settleCases } from './settle-cases.ts'

const casesMax = 1_000 // a run; with more open than that, looking again is not what is missing

/** Compares what each open case is about, unless this run did already. */
export async function recheckCases(deps: ReconciliationDeps, run: Run, signal: AbortSignal): Promise<void> {
  const open = await listOpenSubjects(deps.db, casesMax)
  const left = open.filter(({ subject }) => !run.asked.has(subject))
  const of = (...kinds: string[]) => left.filter(({ subject }) => kinds.includes(subject.split(':')[0] ?? ''))

  const payments = await listPaymentsById(deps.db, idsOf(of('payment', 'ledger').map(({ paymentId }) => paymentId)))
  await examinePayments(deps, run, payments, signal)
  await examineLedger(deps, run, payments)
  const ids = idsOf(of('order', 'payable').map(({ purchaseId }) => purchaseId))
  if (ids.length > 0) await examinePurchases(deps, run, await listSentOrders(deps.db, { ids }), signal)
  for (const { subject } of of('intent')) await recheckIntent(deps, run, subject, signal)
}

async function recheckIntent(deps: ReconciliationDeps, run: Run, subject: Subject, signal: AbortSignal): Promise<void> {
  const looked = await deps.processor.lookUpIntent(subject.slice('intent:'.length), signal)
  if (looked.kind !== 'ok') run.counts.unanswered += 1
  else if (looked.value) await examineIntents(deps, run, [looked.value])
  else await settleCases(deps, run, { examined: [subject], differences: [] })
}

function idsOf(ids: readonly (string | null)[]): string[] {
  return [...new Set(ids.filter((id) => id !== null))]
}
