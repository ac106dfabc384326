import { randomBytes } from 'node:crypto'
import { status } from '@grpc/grpc-js'
import type { onboarding } from '@quire/proto'
import { rpcError } from '@quire/proto/errors'
import { makeApiKey } from '../onboarding/api-keys.ts'
import { canonical } from '../onboarding/canonical.ts'
import type { Profile } from '../onboarding/model.ts'
import { secretPrefixOf } from '../onboarding/model.ts'
import type { ParsedConnection } from '../onboarding/parse-connection.ts'
import { noViolations } from '../onboarding/violations.ts'
import { insertKey, saveCertificates } from '../store/keys.ts'
import { noteRequest } from '../store/requests.ts'
import { saveSecrets } from '../store/secrets.ts'
import { insertSeller } from '../store/sellers.ts'
import type { Call } from './handler.ts'
import type { OnboardingDeps } from './onboarding-deps.ts'
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

type Anybody = { host: string }
const scope = 'RegisterSeller'

/** Registers a seller, PENDING, with its first key. The same request again answers with the same seller and no key. */
export async function registerSeller(
  deps: OnboardingDeps<Anybody>,
  request: onboarding.RegisterSellerRequest__Output,
  call: Call<Anybody>,
): Promise<onboarding.RegisterSellerResponse> {
  const asked = { scope, requestId: parseReference(request.requestId), content: canonical(request) }
  const before = await findReplay(deps, asked)
  if (before !== null) return { seller: await viewSeller(deps, before), apiKey: '' }
  limit(deps, call.who.host)
  const violations = noViolations()
  const profile = await readProfile(deps, request.profile, { exceptId: null, violations })
  const parsed = await readConnection(deps, request.connection, { keptSecrets: [], violations })
  refuseViolations(violations)
  if (!parsed) throw new Error('a connection without a violation reads as something')
  try {
    const { sellerId, apiKey } = await save(deps, asked, { profile, parsed })
    call.log.info({ seller: sellerId }, 'a seller has registered')
    return { seller: await viewSeller(deps, sellerId), apiKey }
  } catch (error) {
    const twin = error instanceof TwinWasQuicker ? await findReplay(deps, asked) : null
    if (twin === null) throw error
    return { seller: await viewSeller(deps, twin), apiKey: '' }
  }
}

function save(
  { db, seals, registry }: OnboardingDeps<Anybody>,
  { requestId, content }: { requestId: string; content: string },
  { profile, parsed }: { profile: Profile; parsed: ParsedConnection },
): Promise<{ sellerId: string; apiKey: string }> {
  const { connection, secrets } = parsed
  const key = makeApiKey()
  return db.transaction().execute(async (tx) => {
    const challengeToken = `quire-${randomBytes(24).toString('base64url')}`
    const sellerId = await insertSeller(tx, { profile, connection, challengeToken }, registry.isConfigured)
    const fingerprint = seals.fingerprint(content)
    if (!(await noteRequest(tx, scope, requestId, { fingerprint, sellerId }))) throw new TwinWasQuicker()
    const { certificateFingerprints } = profile
    refuseCertificates(await saveCertificates(tx, sellerId, certificateFingerprints), certificateFingerprints)
    await saveSecrets(tx, seals, { sellerId, secrets, prefix: secretPrefixOf(connection) })
    await insertKey(tx, sellerId, key)
    return { sellerId, apiKey: key.key }
  })
}

function limit({ registrations }: OnboardingDeps<Anybody>, host: string): void {
  const retryAfterMs = registrations.take(host)
  if (retryAfterMs > 0)
    throw rpcError(status.RESOURCE_EXHAUSTED, 'too many registrations; come back later', {
      reason: 'TOO_MANY_REGISTRATIONS',
      retryAfterMs,
    })
}
