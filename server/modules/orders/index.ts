// Orders: what a shopper bought from whom, and everything that happened to it since.
// Promises: a state changes only along the machine's edges, each change is in the history, the same key changes it once, and
// nobody reads another's order. Refuses to know how it was paid or how the seller is reached.
export { applyOrderEvent, applyOrderEvents } from './apply-order-event.ts'
export { createOrder } from './create-order.ts'
export { getOrder } from './get-order.ts'
export { listOrders } from './list-orders.ts'
export type { OrderEvent, OrderState } from './machine.ts'
export { OrderSummaryView } from './model.ts'
export type { ApplyOrderEvent, CreateOrder, Order, OrderHistory, OrdersDeps } from './model.ts'
export { listOrderStates } from './queries.ts'
export { ordersRouter } from './router.ts'
