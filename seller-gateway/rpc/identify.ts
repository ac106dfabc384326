// Who calls. Two doors with keys of their own: the server's opens SellerGateway and nothing else, a seller's opens its own affairs and nothing
// else. A client certificate counts only after it was checked against QUIRE_GATEWAY_CLIENT_CA, which grpc-js says by naming it at all.
import { createHash, timingSafeEqual } from 'node:crypto'
import { status } from '@grpc/grpc-js'
import type { ServerUnaryCall } from '@grpc/grpc-js'
import { rpcError } from '@quire/proto/errors'
import { isSameHash, readApiKey } from '../onboarding/api-keys.ts'
import type { Db } from '../store/database.ts'
import { findCertificate, findKey, noteUse } from '../store/keys.ts'

/** What identifies a caller. */
export type Peer = Pick<ServerUnaryCall<unknown, unknown>, 'metadata' | 'getPeer' | 'getAuthContext'>

/** Who a caller is. Throws UNAUTHENTICATED. */
export type Identify<Who> = (peer: Peer) => Who | Promise<Who>

/** A seller that speaks for itself. */
export interface SellerCaller {
  sellerId: string
  by: 'key' | 'certificate'
}

/** Whoever holds the server's key; everybody when there is none, which is for loopback only. */
export function byGatewayKey(key: string | null): Identify<null> {
  if (key === null) return () => null
  const wanted = digest(key)
  return ({ metadata }) => {
    const given = bearerOf(metadata)
    if (given === null || !timingSafeEqual(digest(given), wanted)) throw unauthenticated('QUIRE_GATEWAY_KEY')
    return null
  }
}

/** A seller, by its API key or by its certificate. Read anew at every call, so that what is revoked is over. */
export function bySeller(db: Db): Identify<SellerCaller> {
  return async (peer) => {
    const given = bearerOf(peer.metadata)
    const sellerId = given === null ? await byCertificate(db, peer) : await byKey(db, given)
    if (sellerId === null) throw unauthenticated('a valid API key of a seller, or its client certificate')
    return { sellerId, by: given === null ? 'certificate' : 'key' }
  }
}

/** Anybody; says from where. */
export const anybody: Identify<{ host: string }> = (peer) => ({ host: peer.getPeer().replace(/:\d+$/, '') })

async function byKey(db: Db, text: string): Promise<string | null> {
  const given = readApiKey(text)
  const kept = given && (await findKey(db, given.keyId))
  if (!kept || !isSameHash(kept.hash, given.hash)) return null
  await noteUse(db, given.keyId)
  return kept.sellerId
}

async function byCertificate(db: Db, peer: Peer): Promise<string | null> {
  const certificate = peer.getAuthContext().sslPeerCertificate
  if (!certificate?.raw) return null
  return findCertificate(db, createHash('sha256').update(certificate.raw).digest('hex'))
}

function bearerOf(metadata: Peer['metadata']): string | null {
  const [given] = metadata.get('authorization')
  const [, token] = typeof given === 'string' ? (/^Bearer +(\S+)$/i.exec(given) ?? []) : []
  return token ?? null
}

/** Of equal length whatever was given, so that comparing takes the same time. */
function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}

function unauthenticated(what: string): Error {
  return rpcError(status.UNAUTHENTICATED, `authorization: this call needs ${what}`, { reason: 'UNAUTHENTICATED' })
}
