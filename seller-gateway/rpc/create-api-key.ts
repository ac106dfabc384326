import { status } from '@grpc/grpc-js'
import type { onboarding } from '@quire/proto'
import { rpcError } from '@quire/proto/errors'
import { makeApiKey } from '../onboarding/api-keys.ts'
import { insertKey, listKeys } from '../store/keys.ts'
import { noteRequest } from '../store/requests.ts'
import { lockSeller } from '../store/sellers.ts'
import type { OnboardingDeps, SellerCall } from './onboarding-deps.ts'
import { parseReference } from './parse.ts'
import { toProtoKey } from './to-proto-seller.ts'

/** Makes another key of the caller's seller; a request is answered once, since a secret is shown once. */
export async function createApiKey(
  { db, seals }: OnboardingDeps,
  request: onboarding.CreateApiKeyRequest__Output,
  { who, log }: SellerCall,
): Promise<onboarding.CreateApiKeyResponse> {
  const { sellerId } = who
  const requestId = parseReference(request.requestId)
  const made = makeApiKey()
  const key = await db.transaction().execute(async (tx) => {
    await lockSeller(tx, sellerId)
    const fingerprint = seals.fingerprint(requestId)
    if (!(await noteRequest(tx, `CreateApiKey ${sellerId}`, requestId, { fingerprint, sellerId })))
      throw rpcError(status.ALREADY_EXISTS, 'request_id: its key was shown already; use another id for another key', {
        reason: 'REQUEST_ID_REUSED',
      })
    if (!(await insertKey(tx, sellerId, made)))
      throw rpcError(status.FAILED_PRECONDITION, 'three keys are valid already; revoke one first', {
        reason: 'TOO_MANY_KEYS',
      })
    return (await listKeys(tx, sellerId)).find(({ keyId }) => keyId === made.keyId)
  })
  if (!key) throw new Error('a key that was just saved is gone')
  log.info({ seller: sellerId, keyId: made.keyId }, 'a seller has made a key')
  return { apiKey: made.key, key: toProtoKey(key) }
}
