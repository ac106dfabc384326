import { status } from '@grpc/grpc-js'
import type { onboarding } from '@quire/proto'
import { rpcError } from '@quire/proto/errors'
import { connectSeller } from '../core/registry.ts'
import type { SellerEntry } from '../core/registry.ts'
import { SellerFailure } from '../core/seller-failure.ts'
import type { StoredSeller } from '../onboarding/model.ts'
import { toEntry } from '../onboarding/to-entry.ts'
import { openSecrets } from '../store/secrets.ts'
import { findSeller, saveVerified } from '../store/sellers.ts'
import type { OnboardingDeps, SellerCall } from './onboarding-deps.ts'
import { viewSeller } from './to-proto-seller.ts'

// An endpoint that needs longer for a constant is not ready.
const lookMs = 5_000
// Enough to recognise what came back; the rest of a stranger's page is nobody's business.
const shownMax = 100

/** Looks whether the challenge is published at the caller's endpoint; PENDING becomes TESTING when it is. */
export async function verifyEndpoint(
  deps: OnboardingDeps,
  _request: onboarding.VerifyEndpointRequest__Output,
  { who, signal, log }: SellerCall,
): Promise<onboarding.VerifyEndpointResponse> {
  const { sellerId } = who
  const retryAfterMs = deps.verifications.take(sellerId)
  if (retryAfterMs > 0)
    throw rpcError(status.RESOURCE_EXHAUSTED, 'too many looks at your endpoint; come back later', {
      reason: 'TOO_MANY_VERIFICATIONS',
      retryAfterMs,
    })
  const seller = await findSeller(deps.db, sellerId)
  if (!seller) throw new Error(`there is no seller ${sellerId}`)
  const entry = toEntry(seller, await openSecrets(deps.db, deps.seals, sellerId), deps.allowLoopback)
  const received = await look(deps, entry, AbortSignal.any([signal, AbortSignal.timeout(lookMs)]))
  signal.throwIfAborted()
  if (received !== seller.challengeToken) throw notFound(seller, received)
  if (!(await saveVerified(deps.db, sellerId, seller.terms)))
    throw rpcError(status.ABORTED, 'the terms have changed meanwhile; verify again', { reason: 'TERMS_CHANGED' })
  log.info({ seller: sellerId }, 'an endpoint was verified')
  return { seller: await viewSeller(deps, sellerId) }
}

/** What the endpoint answers, or what went wrong, in words. */
async function look({ clock }: OnboardingDeps, entry: SellerEntry, signal: AbortSignal): Promise<string> {
  const adapter = connectSeller(entry, { clock, onRequest: () => {} })
  try {
    return (await adapter.getChallenge?.(signal)) ?? ''
  } catch (error) {
    if (signal.aborted) return `nothing within ${lookMs / 1000} seconds`
    if (error instanceof SellerFailure) return error.message
    throw error
  } finally {
    await adapter.close()
  }
}

function notFound({ connection, challengeToken }: StoredSeller, received: string): Error {
  const asked =
    connection.protocol === 'grpc'
      ? `quire.seller.v1.SellerService/GetChallenge at ${connection.address}`
      : `GET ${new URL('/.well-known/quire-challenge', connection.baseUrl).href}`
  const shown = received === '' ? 'nothing' : JSON.stringify(received.slice(0, shownMax))
  return rpcError(status.FAILED_PRECONDITION, `${asked} must answer "${challengeToken}"; came back: ${shown}`, {
    reason: 'CHALLENGE_NOT_FOUND',
    metadata: { asked, expected: challengeToken, received: received.slice(0, shownMax) },
  })
}
