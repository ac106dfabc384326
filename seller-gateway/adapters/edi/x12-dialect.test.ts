// X12, document by document: what we write, and what every agreed code and every pair that is not agreed means.
import { describe, expect, it } from 'vitest'
import { readFixture } from '../../testing/golden.ts'
import { accepted, answerIn, at, envelope, expectCatalogue, order, shipTo } from '../../testing/edi-cases.ts'
import { x12 } from './x12-dialect.ts'
import { readX12 } from './x12.ts'

const fixture = (name: string) => readFixture(import.meta.dirname, name)
const badData = expect.objectContaining({ kind: 'bad_data' })

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

  it('reads a price list, at once or with pauses', async () => {
    expectCatalogue(x12.read(fixture('832.edi')), ['USD'])
    expectCatalogue(await x12.readLong(fixture('832.edi')), ['USD'])
  })
})

it('numbers interchanges so that they are rarely used twice', () => {
  expect(new Set(Array.from({ length: 1_000 }, x12.newControl)).size).toBeGreaterThan(995)
  expect(x12.newControl()).toMatch(/^\d{1,9}$/)
})
