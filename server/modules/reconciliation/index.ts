// Reconciliation: once a day our books are compared with the payment provider's, each seller's, and the ledger.
// Owns: runs, and a case for every difference. Promises: the same difference is one case; a case closes by itself when its difference is
// gone; nobody else's silence closes one. Refuses to mend anything: a person does, with what both sides say before their eyes.
export { closeCase } from './close-case.ts'
export { reconciliationJobs } from './handle-jobs.ts'
export { CaseView } from './model.ts'
export type { ReconciliationDeps, RunReport } from './model.ts'
export { findLastRun, listCases } from './queries.ts'
export { reconcileBooks } from './reconcile-books.ts'
export { startReconciliation } from './start-reconciliation.ts'
