import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readRecords, writeRecord } from './records.ts'

const read = (text: string) => [...readRecords(text)]
const text = fc.string({ unit: fc.constantFrom('a', 'b', ';', '"', '\r', '\n', ' ', 'é'), maxLength: 12 })

describe('readRecords', () => {
  it.each([
    [
      'a;b\r\nc;d\r\n',
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
    ],
    ['a;b\nc', [['a', 'b'], ['c']]],
    ['"a;b";"say ""no"""\r\n', [['a;b', 'say "no"']]],
    ['"two\r\nlines";x\r\ny', [['two\r\nlines', 'x'], ['y']]],
    [
      'a;;\r\n;;\r\n',
      [
        ['a', '', ''],
        ['', '', ''],
      ],
    ],
    ['a;""\r\n', [['a', '']]],
    ['\r\n\na\n\r\n', [['a']]],
    ['', []],
  ])('%j', (written, records) => expect(read(written)).toEqual(records))

  it.each([
    '"open',
    'a"b;c',
    '"a"b;c',
    '"a" ;b',
    `a;"${'x'.repeat(9_000)}"`,
    'x'.repeat(9_000),
    ';'.repeat(101),
    '"";'.repeat(101),
  ])('refuses %j', (written) => expect(() => read(written)).toThrow(expect.objectContaining({ kind: 'bad_data' })))

  it('reads back what it writes', () => {
    const record = fc.array(text, { minLength: 2, maxLength: 6 })
    fc.assert(
      fc.property(fc.array(record, { maxLength: 5 }), (records) => {
        expect(read(records.map(writeRecord).join(''))).toEqual(records)
      }),
    )
  })

  it('takes no longer than the text is long', () => {
    const hostile = `a;"${'""'.repeat(4_000)}`
    expect(() => read(hostile)).toThrow(/quote out of place/)
  })
})
