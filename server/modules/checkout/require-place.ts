// Where a cart goes, as far as it goes anywhere. Copies need an address; for ebooks alone it is enough to know whose tax it is.
import type { PricedCart } from '#cart'
import type { Destination, PostalAddress } from '#sellers'
import { refuse } from './model.ts'

export interface Place {
  /** Null when nothing is sent. */
  readonly shipTo: PostalAddress | null
  /** The country, and the postal code where the tax depends on it. */
  readonly taxedIn: Destination
}

/** Refuses `checkout.address_needed` and `checkout.postal_code_needed` when the place does not say what this cart needs. */
export function requirePlace({ lines, totals }: PricedCart, { shipTo }: Place): void {
  if (shipTo) return
  if (lines.some(({ kind }) => kind !== 'ebook'))
    throw refuse('address_needed', {}, { address: 'must be a postal address: books are sent to it' })
  if (totals?.kind === 'known' && totals.isEstimate)
    throw refuse('postal_code_needed', {}, { 'address.taxedIn.postalCode': 'must be given: the tax depends on it' })
}
