// Changes of an address book. Each locks the book, so that it has one default address and no more addresses than it holds, whoever presses twice.
import { inTransaction } from '#platform/db'
import type { Tx } from '#platform/db'
import { derivedId } from '#platform/ids'
import { addressesMax, refuse } from './model.ts'
import type { Address, AddressesDeps, AddressInput } from './model.ts'
import { changeAddress, deleteAddress, listAddressesOf, lockBook, saveAddress, saveDefault } from './queries.ts'

/** The namespace of addresses' ids; drawn once. */
const namespace = '0d6f5b52-4a39-4d0c-8f1e-6a2f0c9d7e35'

interface Owned {
  readonly id: string
  readonly accountId: string
}

/** Adds an address; the first is the default one, and a later one when asked. The same key again is the same address. Refuses `addresses.full`. */
export async function createAddress(
  { db, clock }: AddressesDeps,
  command: { accountId: string; key: string; address: AddressInput; isDefault: boolean },
): Promise<string> {
  const { accountId, key, address } = command
  const id = derivedId(namespace, `${accountId} ${key}`)
  return inTransaction(db, async (tx) => {
    await lockBook(tx, accountId)
    const known = await listAddressesOf(tx, accountId)
    if (known.some((each) => each.id === id)) return id
    if (known.length >= addressesMax) throw refuse('full')
    await saveAddress(tx, { id, accountId, address, isDefault: known.length === 0, at: clock.now() })
    if (command.isDefault && known.length > 0) await saveDefault(tx, { id, accountId })
    return id
  })
}

/** Replaces an address. Orders keep where they went. Refuses `addresses.not_found`. */
export async function updateAddress(
  { db, clock }: AddressesDeps,
  command: Owned & { address: AddressInput },
): Promise<void> {
  const isThere = await inTransaction(db, (tx) => changeAddress(tx, { ...command, at: clock.now() }))
  if (!isThere) throw refuse('not_found')
}

/** Makes it the one that forms begin with. Refuses `addresses.not_found`. */
export async function updateDefault({ db }: AddressesDeps, owned: Owned): Promise<void> {
  await inTransaction(db, async (tx) => {
    await getFrom(tx, owned)
    await saveDefault(tx, owned)
  })
}

/** Deletes an address; when it was the default one, the oldest of the others is. Refuses `addresses.not_found`. */
export async function removeAddress({ db }: AddressesDeps, owned: Owned): Promise<void> {
  await inTransaction(db, async (tx) => {
    const book = await getFrom(tx, owned)
    await deleteAddress(tx, owned)
    const [first] = book.filter(({ id }) => id !== owned.id)
    if (first && !first.isDefault) await saveDefault(tx, { id: first.id, accountId: owned.accountId })
  })
}

/** The locked book that this address is in. */
async function getFrom(tx: Tx, { id, accountId }: Owned): Promise<Address[]> {
  await lockBook(tx, accountId)
  const book = await listAddressesOf(tx, accountId)
  if (!book.some((each) => each.id === id)) throw refuse('not_found')
  return book
}
