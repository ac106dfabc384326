import type { GuardedHttp } from '../../core/guarded-http.ts'
import { SellerFailure } from '../../core/seller-failure.ts'

/** What a host publishes to prove whose it is: plain text at the root, wherever the API lies. Throws SellerFailure when it answers otherwise. */
export async function readChallenge(http: GuardedHttp, signal: AbortSignal): Promise<string> {
  const path = '/.well-known/quire-challenge'
  const { status, body } = await http.send({ method: 'GET', path, headers: { accept: 'text/plain' }, signal })
  if (status !== 200) throw new SellerFailure('rejected', `answered ${status}`, { actedOn: 'no' })
  return body.trim()
}
