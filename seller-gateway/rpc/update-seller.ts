import type { onboarding } from '@quire/proto'
import { canonical } from '../onboarding/canonical.ts'
import { changeTerms } from '../onboarding/change-terms.ts'
import { secretPrefixOf } from '../onboarding/model.ts'
import type { Profile } from '../onboarding/model.ts'
import type { ParsedConnection } from '../onboarding/parse-connection.ts'
import { noViolations } from '../onboarding/violations.ts'
import { violates } from '../store/database.ts'
import { saveCertificates } from '../store/keys.ts'
import { noteRequest } from '../store/requests.ts'
import { listSecretNames, saveSecrets } from '../store/secrets.ts'
import { lockSeller, saveTerms } from '../store/sellers.ts'
import { invalid } from './errors.ts'
import type { OnboardingDeps, SellerCall } from './onboarding-deps.ts'
import { parseReference } from './parse.ts'
import {
  TwinWasQuicker,
  findReplay,
  readConnection,
  readProfile,
  refuseCertificates,
  refuseViolations,
} from './read-terms.ts'
import { viewSeller } from './to-proto-seller.ts'

/** Changes the profile, the connection, or both; what was proven and tested stays so where the change does not touch it. */
export async function updateSeller(
  deps: OnboardingDeps,
  request: onboarding.UpdateSellerRequest__Output,
  { who, log }: SellerCall,
): Promise<onboarding.UpdateSellerResponse> {
  const { sellerId } = who
  const scope = `UpdateSeller ${sellerId}`
  const asked = { scope, requestId: parseReference(request.requestId), content: canonical(request) }
  if ((await findReplay(deps, asked)) === null) {
    if (!request.profile && !request.connection) throw invalid('profile', 'or connection must be there')
    const change = await readChange(deps, sellerId, request)
    try {
      await save(deps, sellerId, { asked, change })
    } catch (error) {
      if (violates(error, 'one_live_seller_per_name')) throw invalid('profile.name', 'is the name of another seller')
      if (!(error instanceof TwinWasQuicker)) throw error
      await findReplay(deps, asked) // the same content, or it is refused
    }
    log.info({ seller: sellerId }, 'a seller has changed its terms')
    await deps.following.refresh()
  }
  return { seller: await viewSeller(deps, sellerId) }
}

/** What is new; null where it stays. */
interface Change {
  profile: Profile | null
  parsed: ParsedConnection | null
}

async function readChange(
  deps: OnboardingDeps,
  sellerId: string,
  request: onboarding.UpdateSellerRequest__Output,
): Promise<Change> {
  const violations = noViolations()
  const profile = request.profile && (await readProfile(deps, request.profile, { exceptId: sellerId, violations }))
  const keptSecrets = await listSecretNames(deps.db, sellerId)
  const parsed = request.connection && (await readConnection(deps, request.connection, { keptSecrets, violations }))
  refuseViolations(violations)
  return { profile, parsed }
}

function save(
  { db, seals }: OnboardingDeps,
  sellerId: string,
  { asked, change }: { asked: { scope: string; requestId: string; content: string }; change: Change },
): Promise<void> {
  return db.transaction().execute(async (tx) => {
    const before = await lockSeller(tx, sellerId)
    const fingerprint = seals.fingerprint(asked.content)
    if (!(await noteRequest(tx, asked.scope, asked.requestId, { fingerprint, sellerId }))) throw new TwinWasQuicker()
    const after = {
      profile: change.profile ?? before.profile,
      connection: change.parsed?.connection ?? before.connection,
    }
    const { certificateFingerprints } = after.profile
    refuseCertificates(await saveCertificates(tx, sellerId, certificateFingerprints), certificateFingerprints)
    if (change.parsed) {
      const { secrets } = change.parsed
      await saveSecrets(tx, seals, { sellerId, secrets, prefix: secretPrefixOf(after.connection) })
    }
    await saveTerms(tx, sellerId, { ...after, ...changeTerms(before, after) })
  })
}
