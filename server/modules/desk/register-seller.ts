// Registers a seller once per form: intent → call → outcome. The gateway shows a key only in its first answer, so an answer that got lost
// has left behind a seller that nobody can act for; it is never asked for anything, and the next attempt registers another.
import { inTransaction } from '#platform/db'
import { derivedId } from '#platform/ids'
import { refuse, sellersMax } from './model.ts'
import type { Connection, DeskDeps, DeskSellerView, Profile } from './model.ts'
import { getSeller } from './get-seller.ts'
import { deleteRegistration, listSellersOf, lockRegistration, saveRegistration, saveSeller } from './queries.ts'
import type { Registering } from './queries.ts'
import { toRefusal } from './say-failure.ts'
import { toKeyId } from './to-key-id.ts'

const timeoutMs = 10_000 // the gateway checks the whole mapping and the address
const leaseMs = 2 * timeoutMs // longer than a call can take: two never register at the same time
const callsMax = 2 // one whose answer may have been lost before, and one that is new

/** A new seller on the desk, and a key for its people to use, shown this once; null when this form was answered before. */
export interface Registered {
  readonly seller: DeskSellerView
  readonly apiKey: string | null
}

export interface RegisterSeller {
  readonly accountId: string
  /** Made by the form: the idempotency key. */
  readonly key: string
  readonly profile: Profile
  readonly connection: Connection
}

export async function registerSeller(deps: DeskDeps, wanted: RegisterSeller, requestId?: string): Promise<Registered> {
  const { accountId, key, profile, connection } = wanted
  const registering = { accountId, requestId: key }
  const begun = await begin(deps, registering, deps.vault.fingerprint(JSON.stringify([profile, connection])))
  if ('sellerId' in begun) {
    const seller = await getSeller(deps, { accountId, sellerId: begun.sellerId }, requestId)
    return { seller, apiKey: null }
  }
  for (let { attempt } = begun, calls = 0; calls < callsMax; attempt++, calls++) {
    const request = { requestId: derivedId(key, `${accountId} register ${attempt}`), profile, connection }
    const answer = await deps.onboarding.register(request, { timeoutMs, requestId })
    if (answer.kind === 'refused') await deleteRegistration(deps.db, registering)
    if (answer.kind === 'unknown') await saveRegistration(deps.db, registering, { leasedUntil: null })
    if (answer.kind !== 'ok') throw toRefusal(answer)
    const { seller, apiKey } = answer.value
    if (apiKey !== null) return await settle(deps, registering, { seller, apiKey })
    deps.log.warn({ sellerId: seller.sellerId, attempt }, 'the key of a registered seller was lost on the way')
    await saveRegistration(deps.db, registering, { attempt: attempt + 1, leasedUntil: leaseEnd(deps) })
  }
  await saveRegistration(deps.db, registering, { leasedUntil: null })
  throw refuse('unheard', { calls: callsMax })
}

async function begin(
  deps: DeskDeps,
  registering: Registering,
  fingerprint: Buffer,
): Promise<{ sellerId: string } | { attempt: number }> {
  const now = deps.clock.now()
  return await inTransaction(deps.db, async (tx) => {
    const row = await lockRegistration(tx, registering, { fingerprint, at: now })
    if (!row.fingerprint.equals(fingerprint)) throw refuse('key_reused')
    if (row.sellerId !== null) return { sellerId: row.sellerId }
    if (row.leasedUntil !== null && row.leasedUntil > now) throw refuse('under_way')
    const held = await listSellersOf(tx, registering.accountId, sellersMax)
    if (held.length === sellersMax) throw refuse('too_many_sellers')
    await saveRegistration(tx, registering, { leasedUntil: leaseEnd(deps) })
    return { attempt: row.attempt }
  })
}

const leaseEnd = ({ clock }: DeskDeps) => new Date(clock.now().getTime() + leaseMs)

/** Keeps the first key for the desk itself; the seller's people get one of their own, which they may revoke without locking the desk. */
async function settle(
  deps: DeskDeps,
  registering: Registering,
  { seller, apiKey }: { seller: Omit<DeskSellerView, 'deskKeyId'>; apiKey: string },
): Promise<Registered> {
  const { sellerId, profile } = seller
  const owner = { accountId: registering.accountId, sellerId }
  const deskKeyId = toKeyId(apiKey) ?? ''
  await inTransaction(deps.db, async (tx) => {
    const row = { name: profile.name, keyId: deskKeyId, sealedKey: deps.vault.seal(apiKey, owner) }
    await saveSeller(tx, owner, row, deps.clock.now())
    await saveRegistration(tx, registering, { sellerId, leasedUntil: null })
  })
  const theirs = await deps.onboarding.createKey(apiKey, derivedId(registering.requestId, `${sellerId} first key`), {
    timeoutMs,
  })
  if (theirs.kind !== 'ok')
    deps.log.warn({ sellerId, failure: theirs.kind }, 'no first key; one can be made at the desk')
  return { seller: { ...seller, deskKeyId }, apiKey: theirs.kind === 'ok' ? theirs.value : null }
}
