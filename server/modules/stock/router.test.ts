import { Readable } from 'node:stream'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { importCsv } from '#catalog'
import { systemClock } from '#platform/clock'
import { createDb, createPool } from '#platform/db'
import type { Db } from '#platform/db'
import { systemIds } from '#platform/ids'
import { createLog } from '#platform/log'
import { createCallerFactory } from '#platform/trpc'
import { useDatabase } from '#testing/world'
import { stockRouter } from './router.ts'

const database = useDatabase()
const isbn13 = '9780441172719'
const item = { isbn13, condition: 'NEW' } as const
const log = createLog({ name: 'test', level: 'silent' })
let db: Db

beforeAll(async () => {
  db = createDb(createPool({ url: database.url, name: 'test', max: 2 }))
  const csv = `work_key,title,isbn13,format,language\ndune,Dune,${isbn13},paperback,en\n`
  await importCsv({ db, ids: systemIds, announce: async () => {} }, Readable.from([csv]), { onReject: () => {} })
})
afterAll(() => db.destroy())

function api(role: 'staff' | 'reader') {
  const jobs = { send: async () => {}, drop: async () => {} }
  const router = stockRouter({ db, jobs, clock: systemClock, ids: systemIds, log })
  const signal = AbortSignal.timeout(20_000)
  return createCallerFactory(router)({ requestId: 'r', caller: { id: '7', role }, signal, log })
}

it('shows and changes the shelf for staff only', async () => {
  const reader = api('reader')
  const tries = [
    reader.list({}),
    reader.movements(item),
    reader.receive({ ...item, key: 'a key of it', quantity: 1 }),
    reader.receiveFile({ delivery: 'note', text: '' }),
    reader.adjust({ ...item, key: 'a key of it', change: 1, reason: 'RECOUNTED', note: 'found' }),
    reader.update({ ...item, lowAt: 1 }),
  ]
  for (const each of tries) await expect(each).rejects.toMatchObject({ code: 'FORBIDDEN' })
})

it('takes goods in by hand and by file, corrects them, and tells what happened', async () => {
  const staff = api('staff')
  const goods = { ...item, key: 'a key of it', quantity: 3, price: { currency: 'USD', minor: 999 } }
  expect(await staff.receive(goods)).toEqual({ isNew: true })
  expect(await staff.receive(goods)).toEqual({ isNew: false })
  const text = `isbn13,condition,quantity,price\n${isbn13},NEW,2,\n${isbn13},worn,1,5\n`
  expect(await staff.receiveFile({ delivery: 'note 1', text })).toMatchObject({
    received: 1,
    copies: 2,
    rejections: [{ line: 3, field: 'condition' }],
  })
  const correction = { ...item, key: 'another key', change: -2, reason: 'DAMAGED', note: 'rain' } as const
  expect(await staff.adjust(correction)).toEqual({ onHand: 3, available: 3 })
  await staff.update({ ...item, lowAt: 3, price: { currency: 'USD', minor: 1_099 } })
  expect((await staff.list({ isLow: true })).items).toEqual([
    {
      ...item,
      title: 'Dune',
      authors: [],
      format: 'paperback',
      price: { currency: 'USD', minor: 1_099 },
      onHand: 3,
      reserved: 0,
      available: 3,
      lowAt: 3,
      isLow: true,
    },
  ])
  const { movements } = await staff.movements(item)
  expect(movements.map(({ reason, change, note, by }) => [reason, change, note, by])).toEqual([
    ['DAMAGED', -2, 'rain', 'account:7'],
    ['RECEIVED', 2, null, 'account:7'],
    ['RECEIVED', 3, null, 'account:7'],
  ])
})

it.each([
  ['isbn13', { isbn13: '9780441172710' }],
  ['change', { change: 0 }],
  ['change', { change: 2, reason: 'LOST' }],
  ['note', { note: ' ' }],
] as const)('names the field %s of a correction that cannot be', async (field, wrong) => {
  const correction = { ...item, key: 'a good key', change: -1, reason: 'LOST', note: 'gone', ...wrong } as const
  await expect(api('staff').adjust(correction)).rejects.toMatchObject({
    cause: { issues: expect.arrayContaining([expect.objectContaining({ path: [field] })]) },
  })
})
