import type { onboarding } from '@quire/proto'
import type { Lookups } from '../core/lookups.ts'
import type { Registry } from '../core/registry.ts'
import type { Following } from '../onboarding/follow-sellers.ts'
import type { ConformanceKit } from '../onboarding/kit.ts'
import type { RateLimit } from '../onboarding/rate-limit.ts'
import type { Seals } from '../onboarding/seal.ts'
import type { Db } from '../store/database.ts'
import type { Call, CallDeps } from './handler.ts'
import type { SellerCaller } from './identify.ts'

/** What the RPCs of SellerOnboarding work with. */
export interface OnboardingDeps<Who = SellerCaller> extends CallDeps<Who> {
  db: Db
  seals: Seals
  registry: Registry
  lookups: Lookups
  /** Brings this process's registry up to date after a change; the others follow by themselves. */
  following: Following
  /** Null when this gateway was built without it. */
  kit: ConformanceKit | null
  /** True in a sandbox: endpoints on this machine, http and plain text are let in. */
  allowLoopback: boolean
  /** True when prices in this currency can be compared. */
  hasRate: (currency: string) => boolean
  registrations: RateLimit
  verifications: RateLimit
  /** What a seller promised and kept; null where nothing is known. */
  standingOf: (sellerId: string) => Promise<onboarding.Standing | null>
}

/** A call of a seller about its own affairs. */
export type SellerCall = Call<SellerCaller>
