// checkout: from a cart that was shown to an order that is paid for. SPEC.md has its promises.
// Owns: checkouts, their history, the purchases that their "cheapest" lines became. Promises: once a key; what is charged is what was shown; money is
// asked for only when the copies are ours to give; every way out lets hold and copies go. Refuses: to charge what nobody has been shown.
export { createCheckoutDriver } from './drive-checkouts.ts'
export type { CheckoutDriver } from './drive-checkouts.ts'
export { checkoutJobs, checkoutPaymentChanged } from './handle-jobs.ts'
export { checkoutPurpose } from './keys.ts'
export type { CheckoutDeps } from './model.ts'
export { checkoutRouter } from './router.ts'
