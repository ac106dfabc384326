// desk: the Sellers' desk, where a person acts for sellers by hand.
// Owns: which account may act for which seller, and the key for it. Promises: a form registers one seller however often it is sent; a key
// is shown once and kept encrypted. Refuses: to act on a seller whose key the account never had.
export { createVault } from './keep-keys.ts'
export type { Connection, DeskDeps, Profile } from './model.ts'
export { connectOnboarding } from './onboarding.ts'
export { deskRouter } from './router.ts'
export { createRuns } from './run-conformance.ts'
export type { Runs } from './run-conformance.ts'
