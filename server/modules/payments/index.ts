// Payments: one hold, at most one charge, for each thing paid for; the ledger that shows it; the provider's webhooks.
// Promises: nothing above the maximum is held, nothing above the hold is charged, nothing above the charge goes back, nothing twice, and an answer that never
// came is looked up before anything is sent again. Refuses to know what is bought: `purpose` and `reference` are the caller's.
export {
  authorize,
  beginAuthorization,
  confirmAction,
  openAuthorization,
  toAuthorizeRequest,
  recordAuthorization,
} from './authorize-payment.ts'
export { beginCapture, capture, recordCapture, recordCaptureRefused } from './capture-payment.ts'
export { ensureCustomer } from './ensure-customer.ts'
export { connectStripe } from './connect-stripe.ts'
export type { StripeConfig } from './connect-stripe.ts'
export { paymentsJobs } from './handle-jobs.ts'
export { cardChanged, paymentChanged } from './jobs.ts'
export { AuthorizeRequest, CaptureRequest, RefundRequest, VoidRequest } from './model.ts'
export type {
  ActionRequired,
  Authorized,
  ConfirmRequest,
  Declined,
  Intent,
  OpenPayment,
  Payment,
  PaymentsDeps,
  Processor,
  ProcessorDeps,
  Reply,
  SaveCard,
  SendOptions,
} from './model.ts'
export { openPayment } from './open-payment.ts'
export {
  deleteCustomer,
  findCustomer,
  getPayment,
  listPaymentsById,
  listPaymentsOpened,
  listUnbalanced,
  sumAccounts,
  sumAccountsOf,
} from './queries.ts'
export { checkCard, findCard, giveUpCard, saveCard } from './save-card.ts'
export type { CardAsked, CardSaved } from './save-card.ts'
export { stillOwed } from './record-exchange.ts'
export { receiveWebhook } from './receive-webhook.ts'
export { beginRefund, recordRefund, refundPayment } from './refund-payment.ts'
export { sayDecline } from './say-decline.ts'
export { beginVoid, recordVoid, voidHold } from './void-payment.ts'
