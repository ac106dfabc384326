// The documents that the test buyer at Continental writes and reads, in both standards. By hand, and for what tests send only.
import { readMoney } from './buyer.ts'
import type { SeenQuote } from './buyer.ts'

export const edifact: Dialect = {
  catalogue: 'PRICAT',
  order: (control, reference, isbn13, { amount, currency }) =>
    unb(control, 'ORDERS', [
      `BGM+220+${numberOf(reference)}+9`,
      'DTM+137:20261121101503:204',
      `FTX+ZZZ+++${reference}`,
      'NAD+DP+++A Reader+1 High Street:Flat 2+York++YO1 7AA+GB',
      `CUX+2:${currency}:9`,
      `LIN+1++${isbn13}:EN`,
      'QTY+21:1',
      'UNS+S',
      `MOA+86:${amount}:${currency}`,
      'CNT+2:1',
    ]),
  cancel: (control, reference) =>
    unb(control, 'ORDCHG', [
      `BGM+230+${numberOf(reference)}-C+1`,
      `FTX+ZZZ+++${reference}`,
      `RFF+ON:${numberOf(reference)}`,
      'UNS+S',
    ]),
  enquiry: (control, reference) =>
    unb(control, 'OSTENQ', [
      `BGM+347+${numberOf(reference)}-E+9`,
      `FTX+ZZZ+++${reference}`,
      `DOC+220+${numberOf(reference)}`,
    ]),
  readAnswer(text) {
    const segments = text.split("'").map((segment) => segment.trim())
    const after = (start: string) => segments.find((segment) => segment.startsWith(start))?.slice(start.length) ?? ''
    const isReport = after('BGM+348') !== ''
    if (!isReport && after('BGM+231') === '') return null
    const [, orderId = '', header = ''] = after('BGM+231').split('+')
    const [amount = '', currency = ''] = after('MOA+86:').split(':')
    const [said = ''] = after('STS+1+').split(':')
    const code = isReport ? reportCodes[said] : headerCodes[header]
    return {
      about: after('RFF+ACW:'),
      code: code ?? 'unknown',
      reason: after('FTX+LIN++').slice(0, 2),
      orderId: isReport ? after('RFF+VN:') : orderId,
      amount,
      currency,
    }
  },
  quotes(text, isbn13) {
    const currencies = text.split('CUX+2:').slice(1)
    return currencies.flatMap((part) => {
      const [, line = ''] = part.split(`${isbn13}:EN'`)
      const [item = ''] = line.split('LIN+')
      const [quantity = '0'] = item.split('QTY+145:')[1]?.split("'") ?? []
      const [price = ''] = item.split('PRI+AAA:')[1]?.split("'") ?? []
      const [carriage = ''] = item.split("ALC+C+Z2+++FC'\nMOA+8:")[1]?.split("'") ?? []
      return toQuote(isbn13, { quantity, price, carriage, currency: part.slice(0, 3) })
    })
  },
}

export const x12: Dialect = {
  catalogue: '832',
  order: (control, reference, isbn13, { amount, currency }) =>
    isa(control, '850', [
      `BEG*00*SA*${numberOf(reference)}**20261121`,
      `CUR*BY*${currency}`,
      `REF*CO*${numberOf(reference)}*${reference}`,
      'N1*ST*A Reader',
      'N3*1 High Street*Flat 2',
      'N4*York**YO1 7AA*GB',
      `PO1*1*1*EA***EN*${isbn13}`,
      'CTT*1',
      `AMT*TT*${amount}`,
    ]),
  cancel: (control, reference) =>
    isa(control, '860', [`BCH*01*SA*${numberOf(reference)}`, `REF*CO*${numberOf(reference)}*${reference}`]),
  enquiry: (control, reference) =>
    isa(control, '869', [
      `BSI*${numberOf(reference)}-E*20261121*O`,
      `REF*CO*${numberOf(reference)}*${reference}`,
      'HL*1**O',
      `PRF*${numberOf(reference)}`,
    ]),
  readAnswer(text) {
    const segments = text.split('~').map((segment) => segment.trim())
    const after = (start: string) => segments.find((segment) => segment.startsWith(start))?.slice(start.length) ?? ''
    const header = (after('BAK*00*') || after('BCA*01*')).slice(0, 2)
    const said = after('REF*ZZ*')
    if (header === '' && said === '') return null
    return {
      about: after('REF*TN*'),
      code: (header === '' ? reportCodes[said] : headerCodes[header]) ?? 'unknown',
      reason: after('N9*TD*').slice(0, 2),
      orderId: after('REF*VN*'),
      amount: after('AMT*TT*'),
      currency: after('CUR*SE*'),
    }
  },
  quotes(text, isbn13) {
    return text
      .split('CUR*SE*')
      .slice(1)
      .flatMap((part) => {
        const [, line = ''] = part.split(`*EN*${isbn13}~`)
        const [item = ''] = line.split('LIN*')
        const [quantity = '0'] = item.split('QTY*17*')[1]?.split('~') ?? []
        const [price = ''] = item.split('CTP**NET*')[1]?.split('~') ?? []
        const carriage = /SAC\*C\*D240\*{6}([\d.]+)\*{5}Z3~/.exec(item)?.[1] ?? ''
        return toQuote(isbn13, { quantity, price, carriage, currency: part.slice(0, 3) })
      })
  },
}

function unb(control: string, type: string, segments: string[]): string {
  const all = [
    `UNB+UNOC:3+QUIRE:ZZZ+CONTINENTAL:ZZZ+261121:1015+${control}`,
    `UNH+1+${type}:D:96A:UN`,
    ...segments,
    `UNT+${segments.length + 2}+1`,
    `UNZ+1+${control}`,
  ]
  return all.map((segment) => `${segment}'`).join('')
}

function isa(control: string, type: string, segments: string[]): string {
  const number = control.padStart(9, '0')
  const blank = ' '.repeat(10)
  const all = [
    `ISA*00*${blank}*00*${blank}*ZZ*${'QUIRE'.padEnd(15)}*ZZ*${'CONTINENTAL'.padEnd(15)}*261121*1015*U*00401*${number}*0*T*>`,
    `GS*PO*QUIRE*CONTINENTAL*20261121*1015*${control}*X*004010`,
    `ST*${type}*0001`,
    ...segments,
    `SE*${segments.length + 2}*0001`,
    `GE*1*${control}`,
    `IEA*1*${number}`,
  ]
  return all.map((segment) => `${segment}~`).join('')
}

function numberOf(reference: string): string {
  return `PO-${reference}`
}

function toQuote(id: string, { quantity, price, carriage, currency }: Listed): SeenQuote[] {
  if (quantity === '0' || price === '' || carriage === '') return []
  const total = { currency, minor: readMoney(price, currency).minor + readMoney(carriage, currency).minor }
  return [{ id, total, quantity: Number(quantity) }]
}

const headerCodes: Record<string, Answer['code']> = {
  29: 'accepted',
  4: 'changed',
  27: 'refused',
  12: 'held',
  1: 'cancelled',
  AD: 'accepted',
  AC: 'changed',
  RD: 'refused',
  AH: 'held',
  AT: 'cancelled',
}
const reportCodes: Record<string, Answer['code']> = { AC: 'accepted', CH: 'changed', CA: 'cancelled', NO: 'none' }
export interface Answer {
  about: string
  code: 'accepted' | 'changed' | 'refused' | 'held' | 'cancelled' | 'none' | 'unknown'
  reason: string
  orderId: string
  amount: string
  currency: string
}

interface Listed {
  quantity: string
  price: string
  carriage: string
  currency: string
}

export interface Dialect {
  catalogue: string
  order(control: string, reference: string, isbn13: string, total: { amount: string; currency: string }): string
  cancel(control: string, reference: string): string
  enquiry(control: string, reference: string): string
  readAnswer(text: string): Answer | null
  quotes(text: string, isbn13: string): SeenQuote[]
}
