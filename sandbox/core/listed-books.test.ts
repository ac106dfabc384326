import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { isIsbn13 } from './isbn.ts'
import { listedBooks } from './listed-books.ts'

it('lists every book of the demo catalogue', () => {
  const path = join(import.meta.dirname, '../../server/modules/catalog/demo/catalogue.csv')
  const catalogue = new Set(readFileSync(path, 'utf8').match(/(?<=,)97[89]\d{10}(?=,)/g))
  expect(new Set(listedBooks(catalogue.size))).toEqual(catalogue)
})

it('lists as many as asked for, each a valid ISBN and each once', () => {
  const books = listedBooks(12_000)
  expect(new Set(books).size).toBe(12_000)
  expect(books.every(isIsbn13)).toBe(true)
})
