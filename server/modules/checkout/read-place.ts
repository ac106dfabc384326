// Where a cart goes, as far as it goes anywhere. Copies need an address; for ebooks alone it is enough to know whose tax it is.
import { getAddress } from '#addresses'
import type { PricedCart } from '#cart'
import type { Destination, PostalAddress } from '#sellers'
import type { Db } from '#platform/db'
import { refuse } from './model.ts'
import type { PlaceInput } from './model.ts'

export interface Place {
  /** Null when nothing is sent. */
  readonly shipTo: PostalAddress | null
  /** The country, and the postal code where the tax depends on it. */
  readonly taxedIn: Destination
}

/** The place that was given. Refuses `addresses.not_found`. */
export async function readPlace(db: Db, address: PlaceInput['address'], accountId: string): Promise<Place> {
  if ('taxedIn' in address) return { shipTo: null, taxedIn: address.taxedIn }
  const shipTo = 'id' in address ? await getAddress(db, { id: address.id, accountId }) : address
  return { shipTo, taxedIn: shipTo }
}

/** Refuses `checkout.address_needed` and `checkout.postal_code_needed` when the place does not say what this cart needs. */
export function requirePlace({ lines, totals }: PricedCart, { shipTo }: Place): void {
  if (shipTo) return
  if (lines.some(({ kind }) => kind !== 'ebook'))
    throw refuse('address_needed', {}, { address: 'must be a postal address: books are sent to it' })
  if (totals?.kind === 'known' && totals.isEstimate)
    throw refuse('postal_code_needed', {}, { 'address.taxedIn.postalCode': 'must be given: the tax depends on it' })
}
