// shop: our own copies as one more seller, beside those behind the gateway.
// Owns: the book of what purchases ordered here. Promises: a quote is a look, an order is copies that have left the shelf, once a reference, in one
// transaction; what was cancelled first is never ordered. Refuses: to quote in another currency than the shelf's, and to know a shopper.
export { connectShop } from './connect-shop.ts'
