import { Readable } from 'node:stream'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createDb, createPool } from '#platform/db'
import type { Db } from '#platform/db'
import { systemIds } from '#platform/ids'
import { at, books, importBooks } from '#testing/stock'
import { useDatabase } from '#testing/world'
import { checkStock } from './check-stock.ts'
import { listStock } from './list-stock.ts'
import { receiveFile } from './receive-file.ts'
import type { GoodsRejection } from './receive-file.ts'

const database = useDatabase()
const [emma, dune, austen] = books
const header = 'isbn13,condition,quantity,price,currency'
let db: Db

beforeAll(async () => {
  db = createDb(createPool({ url: database.url, name: 'test', max: 2 }))
  await importBooks(db, books)
})
afterAll(() => db.destroy())

async function load(delivery: string, lines: readonly string[], linesBefore = 0) {
  const rejections: GoodsRejection[] = []
  const source = Readable.from([[header, ...lines].join('\n')])
  const onReject = (rejection: GoodsRejection) => void rejections.push(rejection)
  const counts = await receiveFile({ db, ids: systemIds }, source, { delivery, by: 'test', at, linesBefore, onReject })
  return { counts, rejections }
}

async function onHand() {
  const { items } = await listStock(db, { limit: 100, isLow: false })
  return Object.fromEntries(items.map((item) => [`${item.isbn13} ${item.condition}`, item.onHand]))
}

it('books the good lines in, tells the bad ones, and books none twice', async () => {
  const lines = [
    `${emma},NEW,3,9.99,USD`,
    `978-0-441-17271-9,very good,2,4.50,`,
    `${emma},NEW,1,,`,
    `9780141439519,NEW,1,9.99,USD`,
    `${dune},mint,1,9.99,USD`,
    `${dune},NEW,-1,9.99,USD`,
    `${dune},NEW,1.5,9.99,USD`,
    `${dune},NEW,1,9.999,USD`,
    `${dune},NEW,1,"9,99",USD`,
    `${dune},NEW,1,9.99,XXX`,
    `${dune},NEW,1,0,USD`,
    `${austen},NEW,1,,`,
    `9780262033848,NEW,1,9.99,USD`,
    `${emma},NEW,9999,9.99,USD`,
    `too,few`,
  ]
  const first = await load('note 17', lines)
  expect(first.counts).toEqual({ lines: 15, received: 3, copies: 6, repeated: 0, rejected: 12 })
  expect(
    first.rejections.toSorted((one, other) => one.line - other.line).map(({ line, field }) => `${line} ${field}`),
  ).toEqual([
    '5 isbn13',
    '6 condition',
    '7 quantity',
    '8 quantity',
    '9 price',
    '10 price',
    '11 currency',
    '12 price',
    '13 price',
    '14 isbn13',
    '15 quantity',
    '16 line',
  ])
  expect(await onHand()).toEqual({ [`${emma} NEW`]: 4, [`${dune} VERY_GOOD`]: 2 })

  const again = await load('note 17', lines)
  expect(again.counts).toMatchObject({ received: 0, copies: 0, repeated: 3, rejected: 12 })
  // Mended in its place, a line is booked in; one that was booked in already cannot become another.
  const mended = await load('note 17', lines.with(5, `${dune},NEW,1,9.99,USD`).with(0, `${emma},NEW,4,9.99,USD`))
  expect(mended.counts).toMatchObject({ received: 1, repeated: 2, rejected: 12 })
  expect(mended.rejections).toContainEqual({
    line: 2,
    field: 'line',
    reason: expect.stringContaining('booked in before'),
  })
  expect(await onHand()).toEqual({ [`${emma} NEW`]: 4, [`${dune} NEW`]: 1, [`${dune} VERY_GOOD`]: 2 })
})

it('takes a file in pieces as one', async () => {
  await load('note 18', [`${emma},GOOD,1,5,USD`])
  await load('note 18', [`${emma},GOOD,1,5,USD`], 1)
  await load('note 18', [`${emma},GOOD,1,5,USD`, `${emma},GOOD,1,5,USD`, `${emma},GOOD,1,5,USD`])
  expect((await onHand())[`${emma} GOOD`]).toBe(3)
})

it('books in more lines than one transaction holds', async () => {
  const { counts } = await load(
    'note 19',
    Array.from({ length: 250 }, () => `${dune},GOOD,1,5,USD`),
  )
  expect(counts).toMatchObject({ lines: 250, received: 250, copies: 250 })
  expect((await onHand())[`${dune} GOOD`]).toBe(250)
  expect(await checkStock(db)).toEqual([])
})

it('refuses a file without its columns, and keeps what came before a quote that is not closed', async () => {
  const source = Readable.from(['isbn,condition\n1,2'])
  const refused = receiveFile({ db, ids: systemIds }, source, {
    delivery: 'note 20',
    by: 'test',
    at,
    onReject: () => {},
  })
  await expect(refused).rejects.toMatchObject({
    code: 'stock.file_invalid',
    fields: { file: expect.stringContaining('isbn13') },
  })
  const torn = load('note 21', [`${austen},NEW,1,5,USD`, `${austen},"NEW,1,5,USD`])
  await expect(torn).rejects.toMatchObject({ fields: { file: expect.stringContaining('not closed') } })
  expect((await onHand())[`${austen} NEW`]).toBe(1)
})
