import type { Db } from '#platform/db'
import { refuse } from './model.ts'
import type { Address, AddressView } from './model.ts'
import { findAddress, listAddressesOf } from './queries.ts'

/** One of the account's own addresses. Refuses `addresses.not_found`, also for somebody else's. */
export async function getAddress(db: Db, owned: { id: string; accountId: string }): Promise<Address> {
  const address = await findAddress(db, owned)
  if (!address) throw refuse('not_found')
  return address
}

/** The account's address book, the default one first. At most `addressesMax`, so there are no pages. */
export async function listAddresses(db: Db, accountId: string): Promise<AddressView[]> {
  const addresses = await listAddressesOf(db, accountId)
  return addresses.map((address) => ({ ...address, lines: [...address.lines] }))
}
