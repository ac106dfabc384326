import { beforeAll, beforeEach, afterAll, expect, it } from 'vitest'
import { createDb, createPool } from '#platform/db'
import type { Db } from '#platform/db'
import { createLog } from '#platform/log'
import { createCallerFactory } from '#platform/trpc'
import { useDatabase } from '#testing/world'
import { chooseDemoRates } from './choose-demo.ts'
import type { RatesInput } from './model.ts'
import { ratesRouter } from './router.ts'
import { saveRates } from './save-rates.ts'

const database = useDatabase()
const log = createLog({ name: 'test', level: 'silent' })
let db: Db
beforeAll(() => {
  db = createDb(createPool({ url: database.url, name: 'test', max: 8 }))
})
afterAll(() => db.destroy())
beforeEach(() => saveRates(db, chooseDemoRates()))

function as(role: 'staff' | 'reader') {
  const signal = AbortSignal.timeout(20_000)
  return createCallerFactory(ratesRouter({ db }))({ requestId: 'r', caller: { id: role, role }, signal, log })
}

it('is for staff', async () => {
  await expect(as('reader').get()).rejects.toMatchObject({ code: 'FORBIDDEN' })
  await expect(as('reader').save(await as('staff').get())).rejects.toMatchObject({ code: 'FORBIDDEN' })
})

it('replaces both tables by what was sent, and answers what is in them now', async () => {
  const { shipping, tax, fingerprint } = await as('staff').get()
  const changed = { shipping: shipping.slice(0, 2), tax: tax.map((rate) => ({ ...rate, isShippingTaxed: true })) }
  const saved = await as('staff').save({ ...changed, fingerprint })
  expect(saved).toMatchObject(changed)
  expect(saved.fingerprint).not.toBe(fingerprint)
  expect(await as('staff').get()).toEqual(saved)
})

it('keeps what somebody else has changed meanwhile, at the same time too', async () => {
  const before = await as('staff').get()
  const results = await Promise.allSettled(
    [1, 2, 3].map((days) =>
      as('staff').save({
        ...before,
        shipping: before.shipping.map((rate) => ({ ...rate, daysMin: 0, daysMax: days })),
      }),
    ),
  )
  const refused = results.filter((result) => result.status === 'rejected')
  expect(refused).toMatchObject([1, 2].map(() => ({ reason: { cause: { code: 'rates.changed' } } })))
  await expect(as('staff').save(before)).rejects.toMatchObject({ cause: { code: 'rates.changed' } })
})

it.each<[field: string, change: (rates: RatesInput) => void]>([
  ['shipping.1.country', ({ shipping }) => Object.assign(shipping[1] ?? {}, shipping[0])],
  ['shipping.0.daysMax', ({ shipping }) => Object.assign(shipping[0] ?? {}, { daysMin: 9, daysMax: 8 })],
  ['shipping.0.currency', ({ shipping }) => Object.assign(shipping[0] ?? {}, { currency: 'QQQ' })],
  ['shipping.0.country', ({ shipping }) => Object.assign(shipping[0] ?? {}, { country: 'usa' })],
  ['shipping.0.freeFromMinor', ({ shipping }) => Object.assign(shipping[0] ?? {}, { freeFromMinor: 0 })],
  ['tax.1.postalPrefix', ({ tax }) => Object.assign(tax[1] ?? {}, tax[0])],
  ['tax.0.partsPerMillion', ({ tax }) => Object.assign(tax[0] ?? {}, { partsPerMillion: 1_000_001 })],
  ['tax.0.country', ({ tax }) => Object.assign(tax[0] ?? {}, { country: '*' })],
])('refuses what cannot be, and names the field: %s', async (field, change) => {
  const before = await as('staff').get()
  const rates = structuredClone(before)
  change(rates)
  const error: unknown = await as('staff')
    .save(rates)
    .catch((refused: unknown) => refused)
  expect(error).toMatchObject({ code: 'BAD_REQUEST' })
  const { issues } = (error as { cause: { issues: { path: (string | number)[] }[] } }).cause
  expect(issues.map(({ path }) => path.join('.'))).toContain(field)
  expect(await as('staff').get()).toEqual(before)
})
