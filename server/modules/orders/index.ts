// Orders: what a shopper bought from whom, and everything that happened to it since.
// Promises: a state changes only along the machine's edges, each change is in the history, the same key changes it once, and
// nobody reads another's order; a seller is asked how its orders stand until they have arrived. Refuses to know how it was paid.
export { applyOrderEvent, applyOrderEvents } from './apply-order-event.ts'
export { cancelOrder } from './cancel-order.ts'
export { createOrder } from './create-order.ts'
export { getOrder } from './get-order.ts'
export { ordersJobs } from './handle-jobs.ts'
export { willNotCome } from './jobs.ts'
export { listOrders } from './list-orders.ts'
export { listStuck } from './list-work.ts'
export type { OrderEvent, OrderState } from './machine.ts'
export { OrderSummaryView, isRefundable } from './model.ts'
export type { ApplyOrderEvent, ClaimableLine, CreateOrder, Order, OrderHistory, OrdersDeps } from './model.ts'
export { findOrder, getOrderOf, listLines, listOrderStates, listOrdersById, lockOrder } from './queries.ts'
export { ordersRouter } from './router.ts'
