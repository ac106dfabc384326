// What an update means for where a seller stands. Pure.
import { reasons } from './model.ts'
import type { Connection, Profile, SellerState, StoredSeller } from './model.ts'
import { canonical } from './canonical.ts'

/** Where the seller stands after the change, and whether what the kit has proven still holds. */
export interface Standpoint {
  state: SellerState
  stateReason: string
  areNewTerms: boolean
}

/**
 * A new address has to be proven; another changed term has to be tested. A name, a contact, test books, certificates and secrets are no terms: they
 * change nothing that was tested. Nobody gets out of a suspension by changing terms.
 */
export function changeTerms(before: StoredSeller, after: { profile: Profile; connection: Connection }): Standpoint {
  const { state, stateReason } = before
  if (addressOf(before.connection) !== addressOf(after.connection)) {
    const isSuspended = state === 'SUSPENDED'
    return { state: 'PENDING', stateReason: isSuspended ? stateReason : reasons.newAddress, areNewTerms: true }
  }
  if (termsOf(before) === termsOf(after)) return { state, stateReason, areNewTerms: false }
  if (state === 'LIVE' || state === 'TESTING')
    return { state: 'TESTING', stateReason: reasons.newTerms, areNewTerms: true }
  return { state, stateReason, areNewTerms: true }
}

function addressOf(connection: Connection): string {
  return connection.protocol === 'grpc'
    ? canonical(['grpc', connection.address, connection.plaintext])
    : canonical(['rest', connection.baseUrl])
}

function termsOf({ profile, connection }: { profile: Profile; connection: Connection }): string {
  const {
    name: _name,
    contactEmail: _email,
    testIsbn13s: _books,
    certificateFingerprints: _certificates,
    ...terms
  } = profile
  const zones = terms.shippingZones.map(({ shipping, ...zone }) => ({
    ...zone,
    shipping: [shipping.currency, shipping.minor.toString()],
  }))
  return canonical({ ...terms, shippingZones: zones, connection })
}
