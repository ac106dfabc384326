// mandates: what shoppers allowed Quire to spend without asking again.
// Owns: mandates, the bank's confirmation of each, their budgets, what purchases set aside and spend. Promises: nothing is set aside before
// the payment provider has said that the card may be charged; set aside and spent never exceed the budget, nor copies the count, however
// many purchases begin at once; the database holds all of it. Refuses: to decide when to buy, and for how much.
export { driveMandate, mandatePurpose } from './drive-mandate.ts'
export { mandatesJobs } from './handle-jobs.ts'
export { mandateSettled } from './jobs.ts'
export type { MandateState } from './machine.ts'
export type { Consent, Mandate, MandatesDeps, MandateUse, NewMandate } from './model.ts'
export { openMandate } from './open-mandate.ts'
export { listMandates, listUses, reserveUse } from './queries.ts'
export { sayConsent } from './say-consent.ts'
export { settleUse } from './settle-use.ts'
export type { Settled } from './settle-use.ts'
