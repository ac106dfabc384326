import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isIsbn13 } from '../../core/isbn.ts'
import { readListFile, readListedIsbn, readReceipt, readResultFile } from './wire.ts'

const currencies = ['EUR', 'GBP', 'JPY']
const header = 'H;BARGAIN BARN;L1-1;2026-11-21T10:00:00.000Z'
const good = '9780340839935;Dune;N;8,99;EUR;3;2,40;5,90;12,90'
const latin1 = (text: string) => Buffer.from(text, 'latin1')
const read = (...lines: string[]) => readListFile(latin1(lines.map((line) => `${line}\r\n`).join('')), currencies)
const readLines = (...lines: string[]) => read(header, ...lines, `T;${lines.length}`)

describe('readListedIsbn', () => {
  it.each([
    ['9780340839935', '9780340839935'],
    ['0340839937', '9780340839935'],
    ['340839937', '9780340839935'], // its leading zero is gone
    ['6480098', '9780006480099'], // three of them
    ['080442957X', '9780804429573'],
    ['80442957X', '9780804429573'],
  ])('%s is %s', (written, isbn13) => expect(readListedIsbn(written)).toBe(isbn13))

  it.each([
    '9,78E+12',
    '9.78E+12',
    '9780340839936', // wrong check digit
    '340839938',
    '978034083993',
    '97803408399355',
    'X340839937',
    '34083993x',
    ' 340839937',
    '12345',
    '0',
    '',
    '1234567890123',
  ])('%s could be any book', (written) => expect(readListedIsbn(written)).toBeNull())

  it('reads every ISBN-10 back, however many zeros it lost, and never another book', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 999_999_999 }), (n) => {
        const digits = String(n).padStart(9, '0')
        const sum = Array.from(digits).reduce((all, digit, at) => all + Number(digit) * (10 - at), 0)
        const check = (11 - (sum % 11)) % 11
        const written = (digits + (check === 10 ? 'X' : check)).replace(/^0+/, '')
        const found = readListedIsbn(written)
        if (written.length < 6) return found === null
        return found !== null && isIsbn13(found) && found.slice(3, 12) === digits
      }),
    )
  })
})

describe('readListFile', () => {
  it('reads a list as ugly as they come', async () => {
    const file = await readListFile(
      Buffer.concat([
        latin1(`${header}\r\n`),
        latin1('340839937;"Dune; \u0093Roman\u0094";N;9,49;EUR;10+;2,40;5,90;12,90\r\n'),
        latin1(
          `${good}\r\n340839937;Dune;L;4,00;EUR;0;2,40;;\r\n9,78E+12;Lost;N;4,10;EUR;1;2,40;5,90;12,90\r\nT;4\r\n`,
        ),
      ]),
      currencies,
    )
    const eur = (minor: bigint) => ({ currency: 'EUR', minor })
    expect(file).toMatchObject({ id: 'L1-1', from: null, madeAt: new Date('2026-11-21T10:00:00Z'), unreadable: 1 })
    expect([...file.books]).toEqual([
      [
        '9780340839935',
        [
          { condition: 'NEW', price: eur(899n), quantity: 3, postage: [eur(240n), eur(590n), eur(1290n)] },
          { condition: 'LIKE_NEW', price: eur(400n), quantity: 0, postage: [eur(240n), null, null] },
        ],
      ],
    ])
  })

  it('reads a delta', async () => {
    const file = await read('D;BARGAIN BARN;L1-1;L1-2;2026-11-21T11:00:00.000Z', good, 'T;1')
    expect(file).toMatchObject({ id: 'L1-2', from: 'L1-1' })
  })

  it.each([
    ['half a list', [header, good, good]],
    ['a list cut within a line', [header, good, '9780141439518;"Sto']],
    ['a trailer that counts otherwise', [header, good, 'T;2']],
    ['lines after the trailer', [header, good, 'T;1', good]],
    ['nothing', []],
    ['a page of HTML', ['<html><body>Sorry</body></html>']],
    ['a list without a date', ['H;BARGAIN BARN;L1-1;yesterday', 'T;0']],
    ['a spreadsheet', ['PK\u0003\u0004\u0014']],
    ['lines without end', [header, 'x'.repeat(20_000), 'T;1']],
  ])('uses nothing of %s', async (_, lines) => {
    await expect(read(...lines)).rejects.toMatchObject({ kind: 'bad_data' })
  })

  it.each([
    '9780340839935;Dune;N;8.99;EUR;3;2,40;5,90;12,90',
    '9780340839935;Dune;N;-8,99;EUR;3;2,40;5,90;12,90',
    '9780340839935;Dune;N;0,00;EUR;3;2,40;5,90;12,90',
    '9780340839935;Dune;N;1.008,99;EUR;3;2,40;5,90;12,90',
    '9780340839935;Dune;N;8,999;EUR;3;2,40;5,90;12,90',
    '9780340839935;Dune;N;899999999,00;EUR;3;2,40;5,90;12,90',
    '9780340839935;Dune;N;NaN;EUR;3;2,40;5,90;12,90',
    '9780340839935;Dune;N;1e3;EUR;3;2,40;5,90;12,90',
    '9780340839935;Dune;N;;EUR;3;2,40;5,90;12,90',
    '9780340839935;Dune;N;8,99;RUB;3;2,40;5,90;12,90',
    '9780340839935;Dune;N;899,5;JPY;3;0;0;0',
    '9780340839935;Dune;N;8,99;EUR;viele;2,40;5,90;12,90',
    '9780340839935;Dune;N;8,99;EUR;-3;2,40;5,90;12,90',
    '9780340839935;Dune;Z;8,99;EUR;3;2,40;5,90;12,90',
    '9780340839935;Dune;N;8,99;EUR;3;2,40;-5,90;12,90',
    '9780340839935;Dune;N;8,99;EUR;3;2,40',
    '9780340839935;Dune;__proto__;8,99;EUR;3;2,40;5,90;12,90',
    '9780340839935;Dune;constructor;8,99;EUR;3;2,40;5,90;12,90',
    '__proto__;Dune;N;8,99;EUR;3;2,40;5,90;12,90',
  ])('leaves out %s', async (line) => {
    const { books, unreadable } = await readLines(line)
    expect([books.size, unreadable]).toEqual([0, 1])
  })

  it('uses nothing of a list whose format has changed', async () => {
    const bad = good.replace('8,99', '8.99')
    await expect(readLines(...Array<string>(90).fill(good), ...Array<string>(11).fill(bad))).rejects.toThrow(
      /11 of 101/,
    )
    await expect(readLines(...Array<string>(90).fill(good), ...Array<string>(10).fill(bad))).resolves.toBeDefined()
  })

  it('has room for so many lines and no more', async () => {
    await expect(readLines(...Array<string>(50_001).fill(good))).rejects.toThrow(/more than 50000 lines/)
  })

  it('never throws anything but a failure of the seller, whatever the bytes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async (bytes) => {
        const outcome = await readListFile(Buffer.concat([latin1(`${header}\r\n`), bytes]), currencies).catch(
          (error: unknown) => error,
        )
        expect(outcome).toMatchObject(outcome instanceof Error ? { kind: 'bad_data' } : { id: 'L1-1' })
      }),
    )
  })
})

describe('readResultFile', () => {
  const result = 'R;417;ORDER;00;ACCEPTED;11,39;EUR'
  it('reads results and what stands', () => {
    const file = readResultFile(
      `H;RESULT;att_1\r\n${result}\r\nS;ACCEPTED;BB-1;9780340839935;N;11,39;EUR;2026-11-21T10:00:03.120Z\r\nT;2\r\n`,
    )
    expect(file).toEqual({
      reference: 'att_1',
      results: [{ receipt: '417', code: '00', text: 'ACCEPTED', total: '11,39', currency: 'EUR' }],
      standing: {
        state: 'ACCEPTED',
        orderId: 'BB-1',
        isbn13: '9780340839935',
        condition: 'N',
        total: '11,39',
        currency: 'EUR',
        at: '2026-11-21T10:00:03.120Z',
      },
    })
  })

  it.each([`H;RESULT;att_1\r\n${result}\r\n`, `H;RESULT;att_1\r\n${result}\r\nT;2\r\n`, 'H;RESULT;att_1\r\n'])(
    'waits for the end of %j',
    (text) => expect(() => readResultFile(text)).toThrow(expect.objectContaining({ kind: 'unavailable' })),
  )

  it.each(['', 'PK\u0003\u0004', 'H;RESULT;att_1\r\nX;1\r\nT;1\r\n', 'H;RESULT;"att', `${result}\r\nT;1\r\n`])(
    'cannot read %j',
    (text) => expect(() => readResultFile(text)).toThrow(expect.objectContaining({ kind: 'bad_data' })),
  )

  it('reads a receipt, and nothing else for one', () => {
    expect(readReceipt('RECEIVED;417;1\r\n')).toBe('417')
    for (const text of ['', 'RECEIVED;417;2\r\n', 'RECEIVED;x;1\r\n', 'REFUSED;NO\r\n', '<html>'])
      expect(() => readReceipt(text)).toThrow(expect.objectContaining({ kind: 'bad_data', actedOn: 'maybe' }))
  })
})
