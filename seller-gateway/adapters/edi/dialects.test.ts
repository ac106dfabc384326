// Both standards, document by document: what we write, and what every agreed code and every pair that is not agreed means.
import { describe, expect, it } from 'vitest'
import { readFixture } from '../../testing/golden.ts'
import type { Answer, Dialect, Incoming, Outgoing } from './documents.ts'
import { edifact } from './edifact-dialect.ts'
import { readEdifact } from './edifact.ts'
import { x12 } from './x12-dialect.ts'
import { readX12 } from './x12.ts'

const fixture = (name: string) => readFixture(import.meta.dirname, name)
const badData = expect.objectContaining({ kind: 'bad_data' })
const at = new Date('2026-11-21T10:15:03Z')
const shipTo = {
  recipient: 'A Reader & <Sons>',
  lines: ['1 High Street', "Flat 2 + 3: 'top'"],
  city: 'York',
  region: '',
  postalCode: 'YO1 7AA',
  country: 'GB',
}
const order: Outgoing & { kind: 'order' } = {
  kind: 'order',
  number: 'Q1ABC',
  reference: 'att_01hx',
  at,
  isbn13: '9780340839935',
  limit: { currency: 'EUR', minor: 1139n },
  shipTo,
}
const envelope = { control: '71', sender: 'QUIRE', recipient: 'CONTINENTAL' }

function answerIn(dialect: Dialect, text: string): Answer & { about: string; number: string } {
  const [incoming] = dialect.read(text)
  if (incoming?.kind !== 'answer') throw new Error(`no answer but ${incoming?.kind}`)
  return { ...incoming.answer, about: incoming.about, number: incoming.number }
}

const accepted = {
  status: 'accepted',
  number: 'Q1ABC',
  sellerOrderId: 'CE-000001-9f2c41aa',
  isbn13: '9780340839935',
  quantity: 1,
  orderedAt: new Date('2026-11-21T10:15:59Z'),
}

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

  it('reads a price list in two currencies', () => {
    expectCatalogue(edifact.read(fixture('pricat.edi')), ['EUR', 'CHF'])
  })
})

describe('X12', () => {
  const wrap = (type: string, ...body: string[]) =>
    `ISA*00*          *00*          *ZZ*S              *ZZ*R              *261121*1015*U*00401*000000009*0*T*>~GS*PR*S*R*20261121*1015*9*X*004010~` +
    `ST*${type}*0001~${body.map((one) => `${one}~`).join('')}SE*${body.length + 2}*0001~GE*1*9~IEA*1*000000009~`
  const response = (header: string, ...lines: string[]) =>
    wrap('855', `BAK*00*${header}*Q1`, 'REF*TN*71', 'REF*VN*CE-1', ...lines)

  it('writes an order, with the quoted total and no more of the shopper than the parcel needs', () => {
    const body = readX12(x12.write(order, envelope)).messages[0]?.segments
    expect(body?.map(({ tag, elements }) => [tag, ...elements.flat()].join('*'))).toEqual([
      'BEG*00*SA*Q1ABC**20261121',
      'CUR*BY*EUR',
      'REF*CO*Q1ABC*att_01hx',
      'N1*ST*A Reader & <Sons>',
      "N3*1 High Street*Flat 2 + 3: 'top'",
      'N4*York**YO1 7AA*GB',
      'PO1*1*1*EA***EN*9780340839935',
      'CTT*1',
      'AMT*TT*11.39',
    ])
  })

  it('writes a cancellation and a question', () => {
    const common = { number: 'Q1ABC', reference: 'att_01hx', at }
    expect(x12.write({ kind: 'cancel', ...common }, envelope)).toContain(
      'GS*PC*QUIRE*CONTINENTAL*20261121*1015*71*X*004010~ST*860*0001~BCH*01*SA*Q1ABC***20261121~REF*CO*Q1ABC*att_01hx~',
    )
    expect(x12.write({ kind: 'enquiry', ...common }, envelope)).toContain(
      'ST*869*0001~BSI*Q1ABC-E*20261121*O~REF*CO*Q1ABC*att_01hx~HL*1**O~PRF*Q1ABC~',
    )
  })

  it('never cuts an address short', () => {
    const write = (change: Partial<typeof shipTo>) =>
      x12.write({ ...order, shipTo: { ...shipTo, ...change } }, envelope)
    expect(write({ recipient: 'x'.repeat(100), region: 'North Yorkshire' })).toContain(
      `N1*ST*${'x'.repeat(60)}~N2*${'x'.repeat(40)}~`,
    )
    expect(write({ region: 'North Yorkshire' })).toContain('N4*York**YO1 7AA*GB*SP*North Yorkshire~')
    for (const tooLong of [
      { recipient: 'x'.repeat(301) },
      { lines: ['y'.repeat(111), 'z'.repeat(110)] },
      { city: 'x'.repeat(31) },
      { region: 'x'.repeat(31) },
      { postalCode: 'x'.repeat(16) },
    ])
      expect(() => write(tooLong), JSON.stringify(tooLong)).toThrow(RangeError)
  })

  it('reads an acceptance', () => {
    expect(answerIn(x12, fixture('855-accepted.edi'))).toMatchObject({
      ...accepted,
      about: '71',
      total: { amount: '11.39', currency: 'USD' },
    })
  })

  it.each([
    ['AD', 'IA', 'accepted'],
    ['AC', 'IS', 'changed'],
    ['AC', 'IB', 'changed'],
    ['RD', 'IR', 'refused'],
    ['AH', 'IH', 'held'],
  ])('%s with a line %s is %s', (header, line, status) => {
    expect(answerIn(x12, response(header, 'PO1*1*1*EA***EN*9780340839935', `ACK*${line}*1*EA`)).status).toBe(status)
  })

  it.each([
    ['AD', 'IR'],
    ['AD', 'IB'],
    ['AD', 'IP'],
    ['AC', 'IA'],
    ['AC', 'IP'],
    ['AC', 'ID'],
    ['RD', 'IA'],
    ['RJ', 'IR'],
    ['AH', 'IR'],
    ['AT', 'IA'],
    ['', ''],
  ])('%s with a line %s proves nothing', (header, line) => {
    expect(answerIn(x12, response(header, `ACK*${line}*1*EA`)).status).toBe('unclear')
  })

  it('takes neither a header alone, nor two lines, for an acceptance or a refusal', () => {
    for (const header of ['AD', 'RD', 'AC', 'AH']) expect(answerIn(x12, response(header)).status).toBe('unclear')
    expect(answerIn(x12, response('AD', 'ACK*IA*1*EA', 'ACK*IA*1*EA')).status).toBe('unclear')
    expect(answerIn(x12, response('RD', 'ACK*IR*1*EA', 'ACK*IR*1*EA')).status).toBe('unclear')
  })

  it('reads a refusal with its reason and the new total', () => {
    const text = response('RD', 'CUR*SE*USD', 'ACK*IR*1*EA', 'N9*TD*PC*PRICE CHANGED', 'AMT*TT*12.48')
    expect(answerIn(x12, text)).toMatchObject({ reason: 'PC', total: { amount: '12.48', currency: 'USD' } })
  })

  it('reads a substitute as the book that it is, and a back order as no copy', () => {
    const line = 'PO1*1*1*EA***EN*9780141439518'
    expect(answerIn(x12, response('AC', line, 'ACK*IS*1*EA'))).toMatchObject({ isbn13: '9780141439518', quantity: 1 })
    expect(answerIn(x12, response('AC', line, 'ACK*IB*1*EA'))).toMatchObject({ isbn13: '9780141439518', quantity: 0 })
  })

  it('reads the answer to a cancellation, of an order and of what was never ordered', () => {
    const answer = (...lines: string[]) => wrap('865', 'BCA*01*AT*Q1***20261121', 'REF*TN*72', ...lines)
    expect(answerIn(x12, answer('REF*VN*CE-1', 'ACK*ID*1*EA'))).toMatchObject({
      status: 'cancelled',
      sellerOrderId: 'CE-1',
    })
    expect(answerIn(x12, answer())).toMatchObject({ status: 'cancelled', sellerOrderId: '' })
  })

  it.each([
    ['AC', 'accepted'],
    ['CH', 'changed'],
    ['CA', 'cancelled'],
    ['NO', 'none'],
    ['XX', 'unclear'],
  ])('reads the report %s as %s', (said, status) => {
    const report = wrap('870', 'BSR*2*PP*R*20261121', 'REF*TN*73', 'HL*1**O', 'PRF*Q1', `REF*ZZ*${said}`, 'REF*VN*CE-1')
    expect(answerIn(x12, report)).toMatchObject({ status, number: 'Q1', about: '73', sellerOrderId: 'CE-1' })
  })

  it.each([
    ['AK5*A', 'taken'],
    ['AK5*E', 'taken'],
    ['AK5*R', 'rejected'],
    ['AK5*M', 'rejected'],
    ['AK9*A*1*1*1', 'taken'],
    ['AK9*R*1*1*0', 'rejected'],
  ])('reads the receipt %s as %s', (said, verdict) => {
    expect(x12.read(wrap('997', 'AK1*PO*71', said))).toMatchObject([{ kind: 'receipt', about: '71', verdict }])
  })

  it.each([
    ['R*025', 'used'],
    ['R*023', 'rejected'],
    ['A*000', 'taken'],
  ])('reads the interchange receipt %s as %s', (said, verdict) => {
    const text = wrap('997', 'AK1*PO*1', 'AK9*A').replace('GS*', `TA1*000000071*261121*1015*${said}~GS*`)
    expect(x12.read(text)[0]).toMatchObject({ kind: 'receipt', about: '71', verdict })
  })

  it.each([
    wrap('997', 'AK1*PO*71', 'AK9*P*2*2*1'), // in part: which part, it does not say
    wrap('997', 'AK1*PO*71'),
    wrap('855', 'BAK*00*AD', 'ACK*IA'),
    wrap('832', 'BCT*PS*L1', 'DTM*097*20260230*040000', 'DTM*197*20261122*040000'),
  ])('cannot read %s', (text) => expect(() => x12.read(text)).toThrow(badData))

  it('leaves out documents that nobody agreed on', () => {
    expect(x12.read(wrap('810', 'BIG*20261121*1'))).toEqual([])
  })

  it('reads a price list', () => {
    expectCatalogue(x12.read(fixture('832.edi')), ['USD'])
  })
})

it('numbers interchanges so that they are not used twice', () => {
  for (const { newControl } of [edifact, x12])
    expect(new Set(Array.from({ length: 1_000 }, newControl)).size).toBeGreaterThan(995)
  expect(edifact.newControl()).toMatch(/^[0-9A-Z]{14}$/)
  expect(x12.newControl()).toMatch(/^\d{1,9}$/)
})

function expectCatalogue(incoming: Incoming[], currencies: string[]): void {
  const lists = incoming.flatMap((one) => (one.kind === 'catalogue' ? [one] : []))
  expect(lists.map(({ currency }) => currency)).toEqual(currencies)
  expect(lists[0]).toMatchObject({
    id: 'Lmbx3-7',
    madeAt: new Date('2026-11-21T04:00:00Z'),
    validUntil: new Date('2026-11-22T04:00:00Z'),
  })
  expect(lists[0]?.books.get('9780340839935')).toEqual({
    price: '8.99',
    quantity: 7,
    carriage: new Map([
      ['Z1', '2.40'],
      ['Z2', '5.90'],
    ]),
  })
}
