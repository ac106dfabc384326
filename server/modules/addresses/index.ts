// addresses: people's address books.
// Owns: addresses. Promises: only its owner sees one; there is one default as soon as there is any; orders keep their own copy.
// Refuses: postal codes that cannot be, where parcels go astray without one, and more addresses than a book holds.
export { getAddress } from './get-address.ts'
export { AddressInput } from './model.ts'
export type { Address } from './model.ts'
export { addressesRouter } from './router.ts'
