// Continental's documents in X12. wire.md is the contract.
import { fromDecimal, toDecimal } from '../../core/amount.ts'
import type { Order } from '../../core/orders.ts'
import { texts } from './edifact-papers.ts'
import type { Answer, Catalogue, Request, Standard } from './papers.ts'
import { at, readX12, writeX12 } from './x12.ts'
import type { X12Segment, X12Set } from './x12.ts'

export const x12: Standard = {
  catalogueType: '832',
  contentType: 'application/EDI-X12; charset=utf-8',
  answerType: ({ to }) => ({ order: '855', cancel: '865', enquiry: '870' })[to],
  toControl: (n) => String(n % 1_000_000_000),
  read(text) {
    const { control, sets } = readX12(text)
    return { control: String(Number(control)), requests: sets.map(toRequest) }
  },
  writeAnswer(control, made, answer) {
    const type = x12.answerType(answer)
    const body = answer.to === 'enquiry' ? report(made, answer) : response(made, answer)
    return writeX12(control, made, [{ type, body }])
  },
  writeReceipt(control, at, about, verdict) {
    if (verdict === 'duplicate') {
      const said = ['TA1', about.padStart(9, '0'), day(at).slice(2), time(at).slice(0, 4), 'R', '025']
      return writeX12(control, at, [], said)
    }
    const code = verdict === 'received' ? 'A' : 'R'
    const body = [
      ['AK1', 'PO', about],
      ['AK2', '850', '0001'],
      ['AK5', code],
      ['AK9', code, '1', '1', code === 'A' ? '1' : '0'],
    ]
    return writeX12(control, at, [{ type: '997', body }])
  },
  writeCatalogue(control, catalogue) {
    const currencies = [...new Set(catalogue.entries.map(({ currency }) => currency))]
    const sets = currencies.map((currency) => ({ type: '832', body: priceList(catalogue, currency) }))
    return writeX12(control, catalogue.at, sets)
  },
}

function toRequest(set: X12Set): Request {
  const { type } = set
  const number = { 850: find(set, 'BEG', 3), 860: find(set, 'BCH', 3), 869: find(set, 'PRF', 1) }[type] ?? ''
  const reference = find(set, 'REF*CO', 3) || number
  if (type === '860') return { kind: 'cancel', number, reference, wanted: null }
  if (type === '869') return { kind: 'enquiry', number, reference, wanted: null }
  return { kind: 'order', number, reference, wanted: type === '850' ? toWanted(set) : null }
}

function toWanted(set: X12Set): Request['wanted'] {
  const all = (tag: string) => set.segments.filter((one) => one[0] === tag).flatMap((one) => one.slice(1))
  const limit = fromDecimal(find(set, 'AMT*TT', 2), find(set, 'CUR*BY', 2))
  const shipTo = {
    recipient: [find(set, 'N1*ST', 2), ...all('N2')].join(''),
    lines: all('N3').filter((line) => line !== ''),
    city: find(set, 'N4', 1),
    region: find(set, 'N4', 6),
    postalCode: find(set, 'N4', 3),
    country: find(set, 'N4', 4),
  }
  const isWhole = find(set, 'PO1', 2) === '1' && shipTo.country.length === 2
  return limit && isWhole ? { isbn13: find(set, 'PO1', 7), limit, shipTo } : null
}

/** An element of the first segment that begins like this; empty when there is none. */
function find({ segments }: X12Set, start: string, element: number): string {
  const [tag, first] = start.split('*')
  return at(
    segments.find((one) => one[0] === tag && (first === undefined || one[1] === first)),
    element,
  )
}

const headers = { accepted: 'AD', changed: 'AC', refused: 'RD', held: 'AH', cancelled: 'AT', none: 'RJ' }

function response(made: Date, answer: Answer): X12Segment[] {
  const { status, order, reason, number, reference, about } = answer
  const money = order?.total ?? answer.total
  const isListed = order !== undefined || status === 'refused' || status === 'held'
  return [
    begin(made, answer),
    ...(money ? [['CUR', 'SE', money.currency]] : []),
    ['REF', 'CO', number, reference],
    ['REF', 'TN', about],
    ...(order ? orderLines(order) : []),
    ...(isListed ? [['ACK', lineStatus(answer), '1', 'EA']] : []),
    ...(reason === undefined ? [] : [['N9', 'TD', reason, texts[reason]]]),
    ['CTT', '1'],
    ...(money ? [['AMT', 'TT', toDecimal(money)]] : []),
  ]
}

function begin(made: Date, { to, status, number, order }: Answer): X12Segment {
  const code = headers[status]
  if (to === 'cancel') return ['BCA', '01', code, number, '', '', day(made)]
  return ['BAK', '00', code, number, day(made), '', '', '', order?.orderId ?? '', day(order?.at ?? made)]
}

function orderLines({ orderId, at: made, isbn13 }: Order): X12Segment[] {
  return [
    ['REF', 'VN', orderId],
    ['DTM', '004', day(made), time(made)],
    ['PO1', '1', '1', 'EA', '', '', 'EN', isbn13],
  ]
}

function lineStatus({ status, isBackOrdered }: Answer): string {
  if (status === 'changed') return isBackOrdered ? 'IB' : 'IS'
  return { accepted: 'IA', refused: 'IR', held: 'IH', cancelled: 'ID', none: 'IR' }[status]
}

function report(made: Date, answer: Answer): X12Segment[] {
  const { status, order, number, about, isBackOrdered } = answer
  const said = { accepted: 'AC', changed: 'CH', cancelled: 'CA', none: 'NO', refused: 'NO', held: 'NO' }[status]
  return [
    ['BSR', '2', 'PP', `${number}-R`, day(made)],
    ['REF', 'TN', about],
    ...(order ? [['CUR', 'SE', order.total.currency]] : []),
    ['HL', '1', '', 'O'],
    ['PRF', number],
    ['REF', 'ZZ', said],
    ...(order
      ? [
          ['REF', 'VN', order.orderId],
          ['DTM', '004', day(order.at), time(order.at)],
          ['PO1', '1', isBackOrdered ? '0' : '1', 'EA', '', '', 'EN', order.isbn13],
          ['AMT', 'TT', toDecimal(order.total)],
        ]
      : []),
  ]
}

function priceList({ id, at, validUntil, entries }: Catalogue, currency: string): X12Segment[] {
  const lines = entries.filter((entry) => entry.currency === currency)
  return [
    ['BCT', 'PS', id],
    ['DTM', '097', day(at), time(at)],
    ['DTM', '197', day(validUntil), time(validUntil)],
    ['CUR', 'SE', currency],
    ...lines.flatMap(({ isbn13, price, quantity, carriage }, i): X12Segment[] => [
      ['LIN', String(i + 1), 'EN', isbn13],
      ['QTY', '17', String(quantity)],
      ['CTP', '', 'NET', price],
      ...carriage.flatMap((charge, zone): X12Segment[] =>
        charge === '' ? [] : [['SAC', 'C', 'D240', '', '', '', '', '', charge, '', '', '', '', `Z${zone + 1}`]],
      ),
    ]),
  ]
}

function day(at: Date): string {
  return at.toISOString().replaceAll(/\D/g, '').slice(0, 8)
}

function time(at: Date): string {
  return at.toISOString().replaceAll(/\D/g, '').slice(8, 14)
}
