// sellers: the only module that asks sellers for quotes and orders.
// Owns: the gRPC client, the directory of what sellers can do. Promises: a call ends as an Outcome, `unknown` when it may have happened.
// Refuses: to retry an order, and to tell a seller what the shopper would pay at most.
export { connectSellers } from './gateway.ts'
export { createDirectory } from './directory.ts'
export type { Directory } from './directory.ts'
export {
  Condition,
  Coverage,
  Destination,
  QuoteView,
  ShipTo,
  conditions,
  ebookSeller,
  isOurs,
  ownSeller,
  payeeOf,
  toQuoteView,
} from './model.ts'
export type {
  PlaceOrder,
  PlaceRefusal,
  PostalAddress,
  PricedQuote,
  Quote,
  QuoteEvent,
  QuotesRequest,
  Seller,
  SellerOrder,
  Sellers,
  Standing,
} from './model.ts'
export { sellersRouter } from './router.ts'
