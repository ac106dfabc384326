import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isIsbn13, parseIsbn, toIsbn10 } from './isbn.ts'

const digits = (count: number) =>
  fc.array(fc.integer({ min: 0, max: 9 }), { minLength: count, maxLength: count }).map((list) => list.join(''))

// Check digits by the definitions of ISO 2108: the weighted sum of all digits is a multiple of 11, or of 10. Found by trying.
const isbn10 = digits(9).map((body) => body + '0123456789X'.split('').find((check) => sum10(body + check) % 11 === 0))
const isbn13 = fc
  .tuple(fc.constantFrom('978', '979'), digits(9))
  .map(([prefix, body]) => prefix + body)
  .map((body) => body + '0123456789'.split('').find((check) => sum13(body + check) % 10 === 0))

describe('reads', () => {
  it.each([
    '9780306406157',
    '978-0-306-40615-7',
    '978 0 306 40615 7',
    ' 978 0-306 40615-7\n',
    '0306406152',
    '0-306-40615-2',
    '0 306 40615 2',
    'ISBN 0-306-40615-2',
    'ISBN: 0306406152',
    'isbn:9780306406157',
    'ISBN-10: 0-306-40615-2',
    'ISBN-13: 978-0-306-40615-7',
    'ISBN-13 9780306406157',
    'ISBN13: 9780306406157',
    'ISBN10: 0306406152',
    'ISBN 13: 9780306406157',
    'urn:isbn:0306406152',
    'URN:ISBN:978-0-306-40615-7',
    '978\u20110\u2011306\u201140615\u20117', // non-breaking hyphens
    '978\u20130\u2013306\u201340615\u20137', // en dashes
    '978\u22120\u2212306\u221240615\u22127', // minus signs
    '978\u00A00\u00A0306\u00A040615\u00A07', // non-breaking spaces
    '978\u00AD0306\u00AD40615\u00AD7', // soft hyphens, as a web page's line break leaves them
    '\u200E978030640615\u200B7', // invisible marks that come along when copying
    '\uFEFF9780306406157',
    '９７８０３０６４０６１５７', // full-width digits
  ])('%j', (text) => {
    expect(parseIsbn(text)).toEqual({ isbn13: '9780306406157' })
  })

  it('an X in either case as the check digit ten', () => {
    expect(parseIsbn('080442957X')).toEqual({ isbn13: '9780804429573' })
    expect(parseIsbn('0-8044-2957-x')).toEqual({ isbn13: '9780804429573' })
  })

  it('a 979 number, which has no short form', () => {
    expect(parseIsbn('979-10-90636-07-1')).toEqual({ isbn13: '9791090636071' })
    expect(toIsbn10('9791090636071')).toBeNull()
  })

  it('a number that begins like a length', () => {
    expect(parseIsbn('ISBN 1-01-000000-5')).toEqual(parseIsbn('1010000005'))
    expect(parseIsbn('ISBN 1300000000')).toEqual(parseIsbn('1300000000'))
  })
})

describe('says what is wrong', () => {
  it.each([
    ['', 'length'],
    ['978030640615', 'length'],
    ['97803064061577', 'length'],
    ['030640615', 'length'],
    ['X', 'length'],
    ['X306406152', 'length'],
    ['978030640615X', 'length'],
    ['9780306406158', 'check_digit'],
    ['0306406153', 'check_digit'],
    ['0306406X52', 'length'],
    ['9770306406157', 'prefix'],
    ['5012345678900', 'prefix'], // a product that is no book
    ['978030640615a', 'characters'],
    ['Dune', 'characters'],
    ['٩٧٨٠٣٠٦٤٠٦١٥٧', 'characters'],
  ])('%j: %s', (text, fault) => {
    expect(parseIsbn(text)).toEqual({ fault })
  })
})

describe('for every number', () => {
  it('ISBN-10 → 13 → 10 is the same', () => {
    fc.assert(
      fc.property(isbn10, (ten) => {
        const parsed = parseIsbn(ten)
        expect(parsed).toHaveProperty('isbn13')
        const thirteen = 'isbn13' in parsed ? parsed.isbn13 : ''
        expect(sum13(thirteen) % 10).toBe(0)
        expect(toIsbn10(thirteen)).toBe(ten)
      }),
    )
  })

  it('an ISBN-13 is read as itself, however it is cut', () => {
    fc.assert(
      fc.property(
        isbn13,
        fc.array(fc.constantFrom('', '-', ' ', '\u2010'), { minLength: 13, maxLength: 13 }),
        (n, cuts) => {
          expect(parseIsbn([...n].map((digit, i) => digit + cuts[i]).join(''))).toEqual({ isbn13: n })
          expect(isIsbn13(n)).toBe(true)
        },
      ),
    )
  })

  it('one wrong digit is caught', () => {
    const slip = fc.tuple(fc.nat({ max: 12 }), fc.integer({ min: 1, max: 9 }))
    fc.assert(
      fc.property(isbn13, isbn10, slip, (long, short, [at, by]) => {
        const wrongLong = replaced(long, at, by)
        expect(parseIsbn(wrongLong)).toHaveProperty('fault')
        expect(isIsbn13(wrongLong)).toBe(false)
        expect(parseIsbn(replaced(short, at % 9, by))).toEqual({ fault: 'check_digit' })
      }),
    )
  })

  it('two neighbours in the wrong order are caught: always with ten digits, with thirteen unless they differ by five', () => {
    fc.assert(
      fc.property(isbn13, isbn10, fc.nat({ max: 8 }), (long, short, at) => {
        const shortSwapped = swapped(short, at)
        if (shortSwapped !== short) expect(parseIsbn(shortSwapped)).toHaveProperty('fault')
        const place = at + 3
        const longSwapped = swapped(long, place)
        const difference = Math.abs(Number(long[place]) - Number(long[place + 1]))
        if (difference !== 0) expect('fault' in parseIsbn(longSwapped)).toBe(difference !== 5)
      }),
      { numRuns: 500 },
    )
  })

  it('whatever the text, it gives a valid ISBN-13 or a fault, and does not throw', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string({ unit: fc.constantFrom(...'0123456789Xx- isbnISBN:13\u0000\uD800٣'.split('')) }),
      isbn10,
      isbn13,
    )
    fc.assert(
      fc.property(text, (any) => {
        const parsed = parseIsbn(any)
        if ('isbn13' in parsed) expect(/^97[89]\d{10}$/.test(parsed.isbn13) && sum13(parsed.isbn13) % 10).toBe(0)
        else expect(['length', 'characters', 'check_digit', 'prefix']).toContain(parsed.fault)
        if (isIsbn13(any)) expect(parsed).toEqual({ isbn13: any })
      }),
      { numRuns: 1_000 },
    )
  })
})

function sum10(text: string): number {
  return [...text].reduce((sum, digit, i) => sum + (digit === 'X' ? 10 : Number(digit)) * (10 - i), 0)
}

function sum13(text: string): number {
  return [...text].reduce((sum, digit, i) => sum + Number(digit) * [1, 3][i % 2]!, 0)
}

function replaced(text: string, at: number, by: number): string {
  return text.slice(0, at) + ((Number(text[at]) + by) % 10) + text.slice(at + 1)
}

function swapped(text: string, at: number): string {
  return text.slice(0, at) + text[at + 1] + text[at] + text.slice(at + 2)
}
