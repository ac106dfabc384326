// Refunds: money back for lines of an order, through the payment that took it.
// Owns: the refund, its tries and its history. Promises: never more than the shopper paid for a line or than was captured, each refund once
// at the provider whatever is lost, copies back on the shelf only when they are back. Refuses to decide: staff do, except that what
// will not come is paid back unasked.
export { refundsJobs } from './handle-jobs.ts'
export { listWork as listRefundWork } from './list-work.ts'
export type { RefundsDeps, ReturnedCopies } from './model.ts'
export { refundsRouter } from './router.ts'
