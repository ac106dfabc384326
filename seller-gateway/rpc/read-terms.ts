// What RegisterSeller and UpdateSeller share: terms are read whole, everything that is wrong is said at once, and the same request again is known.
import { status } from '@grpc/grpc-js'
import type { onboarding } from '@quire/proto'
import { rpcError } from '@quire/proto/errors'
import { checkAddress } from '../onboarding/check-address.ts'
import { nameKeyOf, shopId } from '../onboarding/names.ts'
import { parseConnection } from '../onboarding/parse-connection.ts'
import type { ParsedConnection } from '../onboarding/parse-connection.ts'
import { parseProfile } from '../onboarding/parse-profile.ts'
import type { Profile } from '../onboarding/model.ts'
import { noViolations } from '../onboarding/violations.ts'
import type { Violation, Violations } from '../onboarding/violations.ts'
import { findRequest } from '../store/requests.ts'
import { isNameTaken } from '../store/sellers.ts'
import type { OnboardingDeps } from './onboarding-deps.ts'

type Deps = Pick<OnboardingDeps, 'db' | 'seals' | 'registry' | 'hasRate' | 'allowLoopback'>

/** Reads a profile; wrong fields go to `violations`. */
export async function readProfile(
  deps: Deps,
  given: onboarding.Profile__Output | null,
  { exceptId, violations }: { exceptId: string | null; violations: Violations },
): Promise<Profile> {
  const profile = parseProfile(given, { hasRate: deps.hasRate, violations })
  const key = nameKeyOf(profile.name)
  const configured = deps.registry.list().filter(({ entry }) => deps.registry.isConfigured(entry.id))
  const isTaken =
    key === shopId ||
    configured.some(({ entry }) => nameKeyOf(entry.name) === key) ||
    (await isNameTaken(deps.db, profile.name, exceptId))
  violations.check(!isTaken, 'profile.name', 'is the name of another seller')
  return profile
}

/** Reads a connection and judges where it leads; wrong fields go to `violations`. Null when nothing can be read. */
export async function readConnection(
  { allowLoopback }: Deps,
  given: onboarding.Connection__Output | null,
  { keptSecrets, violations }: { keptSecrets: readonly string[]; violations: Violations },
): Promise<ParsedConnection | null> {
  const parsed = parseConnection(given, { allowLoopback, keptSecrets, violations })
  if (parsed && !violations.found.some(({ field }) => field === parsed.hostField))
    await checkAddress(parsed, { allowLoopback }, violations)
  return parsed
}

/** Throws INVALID_ARGUMENT that names every wrong field, when there is one. */
export function refuseViolations({ found }: Pick<Violations, 'found'>): void {
  if (found.length > 0) throw invalidFields(found)
}

/** A certificate that speaks for somebody else. */
export function refuseCertificates(clashes: readonly string[], all: readonly string[]): void {
  const violations = noViolations()
  for (const one of clashes)
    violations.add(`profile.certificate_fingerprints[${all.indexOf(one)}]`, 'speaks for another seller')
  refuseViolations(violations)
}

function invalidFields(violations: readonly Violation[]): Error {
  const text = violations.map(({ field, description }) => `${field}: ${description}`).join('\n')
  return rpcError(status.INVALID_ARGUMENT, text, { reason: 'INVALID_REQUEST', violations: [...violations] })
}

/** The seller that the same request made or changed before; null for a new one. Throws ALREADY_EXISTS when its id was used with other content. */
export async function findReplay(
  { db, seals }: Deps,
  { scope, requestId, content }: { scope: string; requestId: string; content: string },
): Promise<string | null> {
  const taken = await findRequest(db, scope, requestId)
  if (!taken) return null
  if (seals.isFingerprint(taken.fingerprint, content)) return taken.sellerId
  throw requestIdReused()
}

function requestIdReused(): Error {
  return rpcError(status.ALREADY_EXISTS, 'request_id: was used with other content', { reason: 'REQUEST_ID_REUSED' })
}

/** A twin of this request was quicker; its transaction is rolled back by this. */
export class TwinWasQuicker extends Error {
  override readonly name = 'TwinWasQuicker'
}
