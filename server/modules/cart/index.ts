// cart: what somebody means to buy, signed in or not yet.
// Owns: carts, their lines, the keys of additions. Promises: a guest's cart and the account's are one from the moment of signing in; every look
// is priced anew and says what changed since the shopper accepted it; what was shown has a fingerprint that checkout compares.
// Refuses: to promise copies (stock does), to spend (checkout and buying do), and to know a browser's token (only its hash).
export { cartJobs } from './handle-jobs.ts'
export type {
  CartDeps,
  CartLine,
  CartOwner,
  CheapestLine,
  CopyLine,
  PricedCart,
  PricedCopy,
  PricedLine,
} from './model.ts'
export { openCart } from './open-cart.ts'
export { priceLines, readCart } from './read-cart.ts'
export { readOwner } from './read-owner.ts'
export { returnLines } from './return-lines.ts'
export type { OrderedLine } from './return-lines.ts'
export { cartRouter } from './router.ts'
export { sayChange } from './say-change.ts'
export { emptyCart } from './take-lines.ts'
export { sameAsShown } from './to-fingerprint.ts'
