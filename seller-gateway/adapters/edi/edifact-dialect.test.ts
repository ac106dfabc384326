// EDIFACT, document by document: what we write, and what every agreed code and every pair that is not agreed means.
import { describe, expect, it } from 'vitest'
import { readFixture } from '../../testing/golden.ts'
import { accepted, answerIn, at, envelope, expectCatalogue, order, shipTo } from '../../testing/edi-cases.ts'
import { edifact } from './edifact-dialect.ts'
import { readEdifact } from './edifact.ts'

const fixture = (name: string) => readFixture(import.meta.dirname, name)
const badData = expect.objectContaining({ kind: 'bad_data' })

describe('EDIFACT', () => {
  /** Segments of a message of a seller in an interchange. */
  const wrap = (type: string, ...body: string[]) =>
    `UNB+UNOC:3+S+R+261121:1015+9'UNH+1+${type}:D:96A:UN'${body.map((one) => `${one}'`).join('')}UNT+${body.length + 2}+1'UNZ+1+9'`
  const response = (header: string, ...lines: string[]) =>
    wrap('ORDRSP', `BGM+231+CE-1+${header}`, 'RFF+ON:Q1', 'RFF+ACW:K3', ...lines)

  it('writes an order, with the quoted total and no more of the shopper than the parcel needs', () => {
    expect(edifact.write(order, envelope)).toBe(
      "UNB+UNOC:3+QUIRE:ZZZ+CONTINENTAL:ZZZ+261121:1015+71'UNH+1+ORDERS:D:96A:UN'BGM+220+Q1ABC+9'DTM+137:20261121101503:204'" +
        "FTX+ZZZ+++att_01hx'NAD+DP+++A Reader & <Sons>+1 High Street:Flat 2 ?+ 3?: ?'top?'+York++YO1 7AA+GB'CUX+2:EUR:9'" +
        "LIN+1++9780340839935:EN'QTY+21:1'UNS+S'MOA+86:11.39:EUR'CNT+2:1'UNT+12+1'UNZ+1+71'",
    )
  })

  it('writes a cancellation and a question', () => {
    const common = { number: 'Q1ABC', reference: 'att_01hx', at }
    expect(edifact.write({ kind: 'cancel', ...common }, envelope)).toContain(
      "UNH+1+ORDCHG:D:96A:UN'BGM+230+Q1ABC-C+1'DTM+137:20261121101503:204'FTX+ZZZ+++att_01hx'RFF+ON:Q1ABC'UNS+S'",
    )
    expect(edifact.write({ kind: 'enquiry', ...common }, envelope)).toContain(
      "UNH+1+OSTENQ:D:96A:UN'BGM+347+Q1ABC-E+9'DTM+137:20261121101503:204'FTX+ZZZ+++att_01hx'DOC+220+Q1ABC'",
    )
  })

  it('cuts long names and streets into components, and never cuts an address short', () => {
    const write = (change: Partial<typeof shipTo>) => {
      const text = edifact.write({ ...order, shipTo: { ...shipTo, ...change } }, envelope)
      return readEdifact(text).messages[0]?.segments.find(({ tag }) => tag === 'NAD')?.elements
    }
    expect(write({ recipient: 'x'.repeat(80) })?.[3]).toEqual(['x'.repeat(35), 'x'.repeat(35), 'x'.repeat(10)])
    expect(write({ lines: ['y'.repeat(70), 'z'.repeat(70)] })?.[4]).toHaveLength(4)
    expect(write({ region: 'N Yorks' })?.slice(5)).toEqual([['York'], ['N Yorks'], ['YO1 7AA'], ['GB']])
    expect(write({ region: 'North Yorkshire' })?.slice(5)).toEqual([
      ['York, North Yorkshire'],
      [''],
      ['YO1 7AA'],
      ['GB'],
    ])
    for (const tooLong of [
      { recipient: 'x'.repeat(176) },
      { lines: ['y'.repeat(71), 'z'.repeat(70)] },
      { city: 'x'.repeat(36) },
      { region: 'x'.repeat(33) },
      { postalCode: 'x'.repeat(10) },
      { recipient: 'Łukasz' },
    ])
      expect(() => write(tooLong), JSON.stringify(tooLong)).toThrow(RangeError)
  })

  it('reads an acceptance', () => {
    expect(answerIn(edifact, fixture('ordrsp-accepted.edi'))).toMatchObject({
      ...accepted,
      about: 'K3X9Q0PB71TZ4C',
      total: { amount: '11.39', currency: 'CHF' },
    })
  })

  it.each([
    ['29', '5', 'accepted'],
    ['4', '3', 'changed'],
    ['27', '7', 'refused'],
    ['12', '4', 'held'],
    ['1', '2', 'cancelled'],
  ])('%s with a line %s is %s', (header, line, status) => {
    expect(answerIn(edifact, response(header, `LIN+1+${line}+9780340839935:EN`)).status).toBe(status)
  })

  it.each([
    ['29', '7'],
    ['29', '3'],
    ['29', '2'],
    ['27', '5'],
    ['4', '5'],
    ['4', '7'],
    ['12', '7'],
    ['1', '5'],
    ['99', '99'],
    ['', ''],
  ])('%s with a line %s proves nothing', (header, line) => {
    expect(answerIn(edifact, response(header, `LIN+1+${line}+9780340839935:EN`)).status).toBe('unclear')
  })

  it('takes neither a header alone, nor two lines, for an acceptance or a refusal', () => {
    for (const header of ['29', '27', '4', '12']) expect(answerIn(edifact, response(header)).status).toBe('unclear')
    expect(answerIn(edifact, response('29', 'LIN+1+5+9780340839935:EN', 'LIN+2+5+9780340839935:EN')).status).toBe(
      'unclear',
    )
    expect(answerIn(edifact, response('27', 'LIN+1+7', 'LIN+2+7')).status).toBe('unclear')
  })

  it('reads a refusal with its reason and the new total', () => {
    const text = response('27', 'LIN+1+7', 'FTX+LIN++PC:CE1:91+PRICE CHANGED', 'UNS+S', 'MOA+86:12.48:EUR')
    expect(answerIn(edifact, text)).toMatchObject({ reason: 'PC', total: { amount: '12.48', currency: 'EUR' } })
  })

  it('reads a substitute as the book that it is, and a back order as no copy', () => {
    const substitute = response('4', 'LIN+1+3+9780141439518:EN', 'PIA+4+9780340839935:EN', 'QTY+12:1')
    expect(answerIn(edifact, substitute)).toMatchObject({ isbn13: '9780141439518', quantity: 1 })
    const backOrder = response('4', 'LIN+1+3+9780340839935:EN', 'QTY+12:0', 'QTY+83:1')
    expect(answerIn(edifact, backOrder)).toMatchObject({ isbn13: '9780340839935', quantity: 0 })
  })

  it('reads a cancellation of what was never ordered', () => {
    const text = response('1').replace('CE-1', '0')
    expect(answerIn(edifact, text)).toMatchObject({ status: 'cancelled', sellerOrderId: '', total: null })
  })

  it.each([
    ['AC', 'accepted'],
    ['CH', 'changed'],
    ['CA', 'cancelled'],
    ['NO', 'none'],
    ['XX', 'unclear'],
  ])('reads the report %s as %s', (said, status) => {
    const report = wrap('OSTRPT', 'BGM+348+R+9', 'RFF+ACW:K3', 'DOC+220+Q1', `STS+1+${said}:CE2:91`, 'RFF+VN:CE-1')
    expect(answerIn(edifact, report)).toMatchObject({ status, number: 'Q1', about: 'K3', sellerOrderId: 'CE-1' })
  })

  it.each([
    ['7', 'taken'],
    ['8', 'taken'],
    ['4', 'rejected'],
    ['4+12', 'rejected'],
    ['4+26', 'used'],
  ])('reads the receipt %s as %s', (said, verdict) => {
    expect(edifact.read(wrap('CONTRL', `UCI+K3+QUIRE:ZZZ+CONTINENTAL:ZZZ+${said}`))).toMatchObject([
      { kind: 'receipt', about: 'K3', verdict },
    ])
  })

  it.each([
    wrap('CONTRL', 'UCI+K3+A+B+9'),
    wrap('CONTRL', 'UCI++A+B+7'),
    wrap('CONTRL'),
    wrap('ORDRSP', 'BGM+231+CE-1+29', 'RFF+ACW:K3', 'LIN+1+5'),
    wrap('PRICAT', 'BGM+9+L1+9', 'DTM+137:20260230040000:204', 'DTM+206:20261122040000:204'),
    wrap('PRICAT', 'BGM+9+L1+9', 'DTM+137:20261121040000:204'),
  ])('cannot read %s', (text) => expect(() => edifact.read(text)).toThrow(badData))

  it('leaves out documents that nobody agreed on', () => {
    expect(edifact.read(wrap('INVOIC', 'BGM+380+1'))).toEqual([])
  })

  it('reads a price list in two currencies, at once or with pauses', async () => {
    expectCatalogue(edifact.read(fixture('pricat.edi')), ['EUR', 'CHF'])
    expectCatalogue(await edifact.readLong(fixture('pricat.edi')), ['EUR', 'CHF'])
  })
})

it('numbers interchanges so that they are not used twice', () => {
  expect(new Set(Array.from({ length: 1_000 }, edifact.newControl)).size).toBe(1_000)
  expect(edifact.newControl()).toMatch(/^[0-9A-Z]{14}$/)
})
