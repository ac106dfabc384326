// checkout: from a cart that was shown to an order that is paid for. SPEC.md has its promises.
// Owns: checkouts, their history, the purchases that their "cheapest" lines became. Promises: once a key; what is charged is what was shown; money is
// asked for only when the copies are ours to give; every way out lets hold and copies go. Refuses: to charge what nobody has been shown.
export { reviewActions } from './checkout.ts'
export type { ReviewAction } from './checkout.ts'
export { createCheckoutDriver } from './drive-checkouts.ts'
export type { CheckoutDriver } from './drive-checkouts.ts'
export { getReview as getCheckoutReview, listReviews as listCheckoutReviews } from './get-review.ts'
export type { Review as CheckoutReview } from './get-review.ts'
export { checkoutJobs, checkoutPaymentChanged } from './handle-jobs.ts'
export { checkoutPurpose } from './keys.ts'
export { toCheckoutView } from './model.ts'
export type { CheckoutDeps } from './model.ts'
export type { Turn as CheckoutTurn } from './move-on.ts'
export type { ReviewLine as CheckoutReviewLine } from './review-queries.ts'
export { openCheckoutPlaces } from './open-places.ts'
export { checkoutRouter } from './router.ts'
export { settleReview as settleCheckoutReview } from './settle-review.ts'
