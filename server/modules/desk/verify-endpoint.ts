import type { DeskDeps, DeskSellerView, Owner } from './model.ts'
import { openSeller } from './open-seller.ts'
import { sayFailure } from './say-failure.ts'

const timeoutMs = 20_000 // the gateway waits for an endpoint that may be slow

/** Looked for the challenge: the seller as it is now, or what was asked and what came back instead. */
export type Verified =
  | { readonly isProven: true; readonly seller: DeskSellerView }
  | { readonly isProven: false; readonly sentence: string; readonly asked: string; readonly received: string }

export async function verifyEndpoint(deps: DeskDeps, owner: Owner, requestId?: string): Promise<Verified> {
  const { key, deskKeyId } = await openSeller(deps, owner)
  const answer = await deps.onboarding.verify(key, { timeoutMs, requestId })
  if (answer.kind === 'refused' && answer.reason === 'CHALLENGE_NOT_FOUND') {
    const { asked = '', received = '' } = answer.facts
    return { isProven: false, sentence: answer.detail, asked, received }
  }
  return { isProven: true, seller: { ...sayFailure(answer), deskKeyId } }
}
