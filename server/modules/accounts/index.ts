// accounts: people and their sessions.
// Owns: accounts, roles, sessions, passwords (better-auth on our tables), the payment methods on offer.
// Promises: a revoked session ends at once; a role is never taken from a request.
// Refuses: pages of other origins, and guessing passwords at speed.
export { authorizeApps } from './authorize-apps.ts'
export type { AppAuth, AppCaller } from './authorize-apps.ts'
export { createAuth } from './create-auth.ts'
export type { Auth } from './create-auth.ts'
export { ensureAccount } from './ensure-account.ts'
export type { Account, AccountsDeps, AuthConfig } from './model.ts'
export { findAccount, hydrateAccounts } from './queries.ts'
export { accountsRouter } from './router.ts'
