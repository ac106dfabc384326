import { goldenQueries } from '#testing/golden'
import {
  changeAddress,
  deleteAddress,
  findAddress,
  listAddressesOf,
  lockBook,
  saveAddress,
  saveDefault,
} from './queries.ts'

const id = '01890000-0000-7000-8000-000000000000'
const owned = { id, accountId: id }
const at = new Date('2026-11-22T12:00:00Z')
const address = { recipient: 'Ada', lines: ['1 Main St'], city: 'York', region: '', postalCode: '10001', country: 'US' }

goldenQueries(import.meta.dirname, {
  lockBook: { run: (tx) => lockBook(tx, id) },
  listAddressesOf: { run: (tx) => listAddressesOf(tx, id) },
  findAddress: { run: (tx) => findAddress(tx, owned) },
  saveAddress: { run: (tx) => saveAddress(tx, { ...owned, address, isDefault: true, at }) },
  changeAddress: { run: (tx) => changeAddress(tx, { ...owned, address, at }) },
  saveDefault: { run: (tx) => saveDefault(tx, owned) },
  deleteAddress: { run: (tx) => deleteAddress(tx, owned) },
})
