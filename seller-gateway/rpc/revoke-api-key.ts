import { status } from '@grpc/grpc-js'
import type { onboarding } from '@quire/proto'
import { rpcError } from '@quire/proto/errors'
import { listKeys, revokeKey } from '../store/keys.ts'
import { lockSeller } from '../store/sellers.ts'
import type { OnboardingDeps, SellerCall } from './onboarding-deps.ts'
import { toProtoKey } from './to-proto-seller.ts'

/** Ends a key at once. The last one only for a caller that has another way in. */
export async function revokeApiKey(
  { db }: OnboardingDeps,
  { keyId }: onboarding.RevokeApiKeyRequest__Output,
  { who, log }: SellerCall,
): Promise<onboarding.RevokeApiKeyResponse> {
  const { sellerId } = who
  const keys = await db.transaction().execute(async (tx) => {
    await lockSeller(tx, sellerId)
    if (!(await revokeKey(tx, sellerId, keyId)))
      throw rpcError(status.NOT_FOUND, 'key_id: you have no such valid key', { reason: 'NO_SUCH_KEY' })
    const left = await listKeys(tx, sellerId)
    if (left.length === 0 && who.by !== 'certificate')
      throw rpcError(status.FAILED_PRECONDITION, 'this is your last key: make another first', { reason: 'LAST_KEY' })
    return left
  })
  log.info({ seller: sellerId, keyId }, 'a seller has revoked a key')
  return { apiKeys: keys.map(toProtoKey) }
}
