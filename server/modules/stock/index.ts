// Stock: the copies that we sell ourselves.
// Owns: items (an edition in a condition), movements, reservations. Promises: no copy is promised twice, whoever asks at the same time; every
// change of a number has its row with reason, person and key, and PostgreSQL refuses any other; what is promised and not bought comes back.
// Refuses: more than there is, and to know what an order or a payment is.
export { adjustStock } from './adjust-stock.ts'
export { checkStock, repairStock } from './check-stock.ts'
export { chooseDemoStock } from './choose-demo.ts'
export { stockJobs } from './handle-jobs.ts'
export { findOnShelf, findOwnOffers } from './list-stock.ts'
export { shortagesOf } from './model.ts'
export type { Drift, OwnOffer, Reservation, ReserveStock, Shortage, StockDeps, StockLine } from './model.ts'
export { openGate, openStockGate } from './open-gate.ts'
export type { StockGate } from './open-gate.ts'
export { hasItems } from './queries.ts'
export { receiveFile } from './receive-file.ts'
export { receiveLines } from './receive-goods.ts'
export { reserveStock } from './reserve-stock.ts'
export { returnRest, returnStock } from './return-stock.ts'
export { stockRouter } from './router.ts'
export { findShelved } from './shelf-queries.ts'
export { consumeReservation, releaseReservation } from './settle-reservation.ts'
