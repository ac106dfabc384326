// How the Barn's spreadsheet writes a book down. Ugly on purpose, but the same way each time.
import type { Catalogue, Offer } from '../../core/catalogue.ts'
import type { Condition } from '../../core/profile.ts'
import { uniform } from '../../core/rng.ts'
import { line, toComma } from './files.ts'

export const conditionCodes: Record<Condition, string> = {
  NEW: 'N',
  LIKE_NEW: 'L',
  VERY_GOOD: 'V',
  GOOD: 'G',
  ACCEPTABLE: 'A',
}

/** The lines of one book; empty when it is not carried. */
export function bookLines(catalogue: Catalogue, isbn13: string): string {
  const to = (country: string) => catalogue.offers(isbn13, country, 'EUR')
  const [home, europe, world] = [to('DE'), to('FR'), to('US')]
  const isbn = writtenIsbn(isbn13, catalogue.isFixed(isbn13))
  return home
    .map((offer, i) => {
      const { condition, item, quantity } = offer
      const postage = [offer, europe[i], world[i]].map((one) => (one?.shipping ? toComma(one.shipping) : ''))
      const write = (price: string) =>
        line(isbn, titleOf(isbn13), conditionCodes[condition], price, item.currency, band(quantity), ...postage)
      const isDouble = !catalogue.isFixed(isbn13) && uniform('double', isbn13) < 0.02
      return (isDouble ? write(toComma(before(offer))) : '') + write(toComma(item))
    })
    .join('')
}

/** The line of a book that is gone. */
export function goneLine(isbn13: string): string {
  return line(isbn13, titleOf(isbn13), 'N', '0,01', 'EUR', '0', '', '', '')
}

function writtenIsbn(isbn13: string, isFixed: boolean): string {
  const at = uniform('spreadsheet', isbn13)
  if (at < 0.3 && isbn13.startsWith('978')) return isbn10(isbn13).replace(/^0+/, '')
  return at > 0.97 && !isFixed ? '9,78E+12' : isbn13
}

function isbn10(isbn13: string): string {
  const digits = isbn13.slice(3, 12)
  const sum = [...digits].reduce((all, digit, at) => all + Number(digit) * (10 - at), 0)
  const check = (11 - (sum % 11)) % 11
  return digits + (check === 10 ? 'X' : String(check))
}

function titleOf(isbn13: string): string {
  return titles[Math.floor(titles.length * uniform('title', isbn13))] ?? ''
}

function band(quantity: number): string {
  return quantity >= 10 ? '10+' : String(quantity)
}

/** An older price that somebody forgot to take out. */
function before({ item }: Offer): Offer['item'] {
  return { currency: item.currency, minor: (item.minor * 9n) / 10n + 1n }
}

const titles = [
  'Über die Grenze',
  'Das “Haus” am See; Roman',
  'Čas – für 5 €',
  "L'été",
  'Œuvres',
  'Restposten, 1. Auflage',
]
