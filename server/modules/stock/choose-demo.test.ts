import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import { chooseDemoStock } from './choose-demo.ts'

const csv = readFileSync(path.join(import.meta.dirname, '../catalog/demo/catalogue.csv'), 'utf8')
const editions = [...csv.matchAll(/,(97[89]\d{10}),([a-z-]+),/g)].map(([, isbn13 = '', format = '']) => ({
  isbn13,
  format,
}))

it('stocks about a third of the demo’s printed editions, the same each time, each line under its own key', () => {
  const lines = editions.flatMap(({ isbn13, format }) => chooseDemoStock(isbn13, format))
  expect(lines).toEqual(editions.flatMap(({ isbn13, format }) => chooseDemoStock(isbn13, format)))
  const share = new Set(lines.map(({ isbn13 }) => isbn13)).size / editions.length
  expect(share).toBeGreaterThan(0.2)
  expect(share).toBeLessThan(0.4)
  expect(new Set(lines.map(({ key }) => key)).size).toBe(lines.length)
  for (const { quantity, price } of lines) {
    expect(quantity).toBeGreaterThan(0)
    expect(quantity).toBeLessThanOrEqual(12)
    expect(price.minor).toBeGreaterThan(200n)
  }
  expect(lines.some(({ quantity }) => quantity <= 2)).toBe(true) // something is low from the first day
})

it('has no shelf for what has no body', () => {
  expect(editions.flatMap(({ isbn13 }) => chooseDemoStock(isbn13, 'ebook'))).toEqual([])
})
