// The books that sellers with a price list carry. Others sell whatever valid ISBN they are asked for; a list has to name its books.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

// The books of the demo catalogue, so that whoever looks one up meets these sellers too; listed-books.test.ts holds them equal.
const demoBooks = readFileSync(join(import.meta.dirname, 'demo-books.txt'), 'utf8')
  .trim()
  .split(/\s+/)

/** `count` books: those of the demo catalogue first, then others that nobody has heard of. */
export function listedBooks(count: number): string[] {
  const others = Array.from({ length: Math.max(0, count - demoBooks.length) }, (_, n) => withCheckDigit(n))
  return [...demoBooks.slice(0, count), ...others]
}

function withCheckDigit(n: number): string {
  const body = `978${String(300_000_000 + 7_919 * n)}` // spread over some hundred publishers
  const sum = [...body].reduce((all, digit, at) => all + Number(digit) * (at % 2 === 0 ? 1 : 3), 0)
  return `${body}${(10 - (sum % 10)) % 10}`
}
