// buying: the cheapest-buy purchase; the only module that spends money unattended. SPEC.md has its promises.
// Owns: purchases, their history, attempts and effects. Promises: one intent, at most one book, at most one charge, never above the
// maximum; unknown is a state, not a failure. Refuses: to try a second seller before the first is settled.
export { createDriver } from './drive-purchases.ts'
export type { Driver } from './drive-purchases.ts'
export { buyingJobs } from './handle-jobs.ts'
export { listSentOrders } from './list-sent-orders.ts'
export type { PurchaseOrders, SentOrder } from './list-sent-orders.ts'
export { buyingRouter } from './router.ts'
