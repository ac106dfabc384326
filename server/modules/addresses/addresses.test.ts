import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { ensureAccount } from '#accounts'
import { systemClock } from '#platform/clock'
import { createDb, createPool } from '#platform/db'
import type { Db } from '#platform/db'
import { systemIds } from '#platform/ids'
import { createLog } from '#platform/log'
import { createCallerFactory } from '#platform/trpc'
import { useDatabase } from '#testing/world'
import { getAddress } from './get-address.ts'
import { addressesMax } from './model.ts'
import { addressesRouter } from './router.ts'

const database = useDatabase()
const log = createLog({ name: 'test', level: 'silent' })
const home = {
  recipient: 'Ada Byron',
  lines: ['1 Main Street'],
  city: 'New York',
  region: 'NY',
  postalCode: '10001',
  country: 'US',
}
let db: Db
const ids: Record<string, string> = {}

beforeAll(async () => {
  db = createDb(createPool({ url: database.url, name: 'test', max: 8 }))
  for (const name of ['ada', 'eve']) {
    const person = { email: `${name}@example.com`, name, role: 'reader', password: 'correct horse battery' } as const
    ids[name] = await ensureAccount({ db, ids: systemIds }, person)
  }
})
afterAll(() => db.destroy())
beforeEach(async () => void (await db.deleteFrom('address').execute()))

function as(name: 'ada' | 'eve' | null) {
  const caller = name && { id: ids[name] ?? '', role: 'reader' as const }
  const signal = AbortSignal.timeout(20_000)
  return createCallerFactory(addressesRouter({ db, clock: systemClock }))({ requestId: 'r', caller, signal, log })
}

const create = (key: string, changes: Partial<typeof home> & { isDefault?: boolean } = {}) => {
  const { isDefault = false, ...fields } = changes
  return as('ada').create({ key: `address ${key}`, address: { ...home, ...fields }, isDefault })
}
const book = async () => (await as('ada').list()).addresses.map(({ recipient, isDefault }) => [recipient, isDefault])

it('is a book with one default address, the first until another is chosen', async () => {
  await create('1', { recipient: 'One' })
  const two = await create('2', { recipient: 'Two' })
  expect(await book()).toEqual([
    ['One', true],
    ['Two', false],
  ])
  await create('3', { recipient: 'Three', isDefault: true })
  await as('ada').makeDefault(two)
  await as('ada').update({ ...two, address: { ...home, recipient: ' Second ' } })
  expect(await book()).toEqual([
    ['Second', true],
    ['One', false],
    ['Three', false],
  ])
  await as('ada').remove(two)
  expect(await book()).toEqual([
    ['One', true],
    ['Three', false],
  ])
})

it('takes the same key once, keeps one default and its limit, whoever presses at the same time', async () => {
  const made = await Promise.all(Array.from({ length: 6 }, () => create('same', { isDefault: true })))
  expect(new Set(made.map(({ addressId }) => addressId)).size).toBe(1)
  const ends = await Promise.allSettled(
    Array.from({ length: addressesMax + 4 }, (_, i) => create(`${i}`, { isDefault: true })),
  )
  const refused = ends.filter(({ status }) => status === 'rejected')
  expect(refused).toHaveLength(5)
  expect(refused[0]).toMatchObject({ reason: { cause: { code: 'addresses.full' } } })
  const { addresses } = await as('ada').list()
  expect([addresses.length, addresses.filter(({ isDefault }) => isDefault).length]).toEqual([addressesMax, 1])
})

it('is its owner’s only', async () => {
  const { addressId } = await create('1')
  const tries = [
    () => as('eve').update({ addressId, address: { ...home, city: 'Elsewhere' } }),
    () => as('eve').makeDefault({ addressId }),
    () => as('eve').remove({ addressId }),
    () => getAddress(db, { id: addressId, accountId: ids['eve'] ?? '' }),
  ]
  for (const each of tries) {
    const error: unknown = await each().catch((caught: unknown) => caught)
    expect(JSON.stringify(error)).toContain('addresses.not_found')
  }
  expect(await as('eve').list()).toEqual({ addresses: [] })
  expect(await getAddress(db, { id: addressId, accountId: ids['ada'] ?? '' })).toMatchObject({
    ...home,
    isDefault: true,
  })
  await expect(as(null).list()).rejects.toMatchObject({ code: 'UNAUTHORIZED' })
})

describe('an address', () => {
  it.each([
    ['recipient', { recipient: ' ' }],
    ['lines', { lines: [] }],
    ['lines.1', { lines: ['1 Main Street', ''] }],
    ['lines', { lines: ['1', '2', '3', '4'] }],
    ['city', { city: 'x'.repeat(101) }],
    ['postalCode', { postalCode: '1000' }],
    ['postalCode', { postalCode: '10001', country: 'GB' }],
    ['postalCode', { postalCode: '', country: 'DE' }],
    ['country', { country: 'usa' }],
  ])('that cannot be is refused by its field %s', async (field, wrong) => {
    const error = await create('1', wrong).catch((caught: unknown) => caught as { cause: { issues: unknown } })
    expect(error).toMatchObject({
      cause: { issues: expect.arrayContaining([expect.objectContaining({ path: ['address', ...pathOf(field)] })]) },
    })
  })

  it.each([
    { country: 'GB', postalCode: 'SW1A 1AA' },
    { country: 'JP', postalCode: '100-0001' },
    { country: 'US', postalCode: '10001-1234' },
    { country: 'IE', postalCode: '' },
  ])('may be in $country', async (place) => {
    await create('1', place)
  })
})

const pathOf = (field: string) => field.split('.').map((part) => (/^\d+$/.test(part) ? Number(part) : part))
