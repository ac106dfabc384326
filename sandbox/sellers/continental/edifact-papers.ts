// Continental's documents in EDIFACT. wire.md is the contract.
import { fromDecimal, toDecimal } from '../../core/amount.ts'
import { component, readInterchange, writeInterchange } from './edifact.ts'
import type { ReadMessage, ReadSegment, Written } from './edifact.ts'
import type { Answer, Catalogue, Request, Standard } from './papers.ts'

export const edifact: Standard = {
  catalogueType: 'PRICAT',
  contentType: 'application/EDIFACT; charset=utf-8',
  answerType: ({ to }) => (to === 'enquiry' ? 'OSTRPT' : 'ORDRSP'),
  toControl: (n) => `CE${String(n).padStart(8, '0')}`,
  read(text) {
    const { control, messages } = readInterchange(text)
    return { control, requests: messages.map(toRequest) }
  },
  writeAnswer: (control, at, answer) =>
    answer.to === 'enquiry'
      ? writeInterchange(control, at, [{ type: 'OSTRPT', body: report(at, answer) }])
      : writeInterchange(control, at, [{ type: 'ORDRSP', body: response(at, answer) }]),
  writeReceipt(control, at, about, verdict) {
    const parties: Written[number][] = [
      ['QUIRE', 'ZZZ'],
      ['CONTINENTAL', 'ZZZ'],
    ]
    const said = { received: ['8'], rejected: ['4', '12'], duplicate: ['4', '26'] }[verdict]
    return writeInterchange(control, at, [{ type: 'CONTRL', body: [['UCI', about, ...parties, ...said]] }])
  },
  writeCatalogue(control, catalogue) {
    const currencies = [...new Set(catalogue.entries.map(({ currency }) => currency))]
    const messages = currencies.map((currency) => ({ type: 'PRICAT', body: priceList(catalogue, currency) }))
    return writeInterchange(control, catalogue.at, messages)
  },
}

function toRequest(message: ReadMessage): Request {
  const { type } = message
  const number =
    { ORDERS: find(message, 'BGM', 1), ORDCHG: find(message, 'RFF+ON', 0, 1), OSTENQ: find(message, 'DOC', 1) }[type] ??
    ''
  const reference = find(message, 'FTX+ZZZ', 3) || number
  if (type === 'ORDCHG') return { kind: 'cancel', number, reference, wanted: null }
  if (type === 'OSTENQ') return { kind: 'enquiry', number, reference, wanted: null }
  return { kind: 'order', number, reference, wanted: type === 'ORDERS' ? toWanted(message) : null }
}

function toWanted(message: ReadMessage): Request['wanted'] {
  const limit = fromDecimal(find(message, 'MOA+86', 0, 1), find(message, 'MOA+86', 0, 2))
  const to = message.segments.find((one) => startsWith(one, 'NAD+DP'))
  const quantity = find(message, 'QTY+21', 0, 1)
  if (!limit || !to || quantity !== '1') return null
  const shipTo = {
    recipient: (to.elements[3] ?? []).join(''),
    lines: (to.elements[4] ?? []).filter((line) => line !== ''),
    city: component(to, 5),
    region: component(to, 6),
    postalCode: component(to, 7),
    country: component(to, 8),
  }
  return shipTo.country.length === 2 ? { isbn13: find(message, 'LIN', 2), limit, shipTo } : null
}

/** A component of the first segment that begins like this; empty when there is none. */
function find({ segments }: ReadMessage, start: string, element: number, part = 0): string {
  const found = segments.find((segment) => startsWith(segment, start))
  return found ? component(found, element, part) : ''
}

function startsWith(segment: ReadSegment, start: string): boolean {
  const [tag, first] = start.split('+')
  return segment.tag === tag && (first === undefined || component(segment, 0) === first)
}

const functions = { accepted: '29', changed: '4', refused: '27', held: '12', cancelled: '1', none: '27' }
const lineStatus = { accepted: '5', changed: '3', refused: '7', held: '4', cancelled: '2', none: '7' }

function response(at: Date, answer: Answer): Written[] {
  const { status, order, total, number, about, reference } = answer
  return [
    ['BGM', '231', order?.orderId ?? '0', functions[status]],
    ['DTM', ['137', stamp(at), '204']],
    ...(order ? [['DTM', ['4', stamp(order.at), '204']]] : []),
    ['FTX', 'ZZZ', '', '', [reference]],
    ['RFF', ['ON', number]],
    ['RFF', ['ACW', about]],
    ...(order ? [['CUX', ['2', order.total.currency, '9']]] : []),
    ...responseLine(answer),
    ['UNS', 'S'],
    ...amount(order?.total ?? total),
    ['CNT', ['2', '1']],
  ]
}

function responseLine(answer: Answer): Written[] {
  const { status, order, reason, substituteFor } = answer
  if (!order && status !== 'refused' && status !== 'held') return []
  return [
    ['LIN', '1', lineStatus[status], order ? [order.isbn13, 'EN'] : ''],
    ...(substituteFor === undefined ? [] : [['PIA', '4', [substituteFor, 'EN']]]),
    ...quantities(answer),
    ...(reason === undefined ? [] : [['FTX', 'LIN', '', [reason, 'CE1', '91'], texts[reason]]]),
  ]
}

function report(at: Date, answer: Answer): Written[] {
  const { status, order, number, about } = answer
  const said = { accepted: 'AC', changed: 'CH', cancelled: 'CA', none: 'NO', refused: 'NO', held: 'NO' }[status]
  return [
    ['BGM', '348', `${number}-R`, '9'],
    ['DTM', ['137', stamp(at), '204']],
    ['RFF', ['ACW', about]],
    ['DOC', '220', number],
    ['STS', '1', [said, 'CE2', '91']],
    ...(order
      ? [
          ['RFF', ['VN', order.orderId]],
          ['DTM', ['4', stamp(order.at), '204']],
          ['CUX', ['2', order.total.currency, '9']],
          ['LIN', '1', '', [order.isbn13, 'EN']],
          ...quantities(answer),
          ...amount(order.total),
        ]
      : []),
  ]
}

function quantities({ order, status, isBackOrdered }: Answer): Written[] {
  if (!order || status === 'refused') return []
  return isBackOrdered
    ? [
        ['QTY', ['12', '0']],
        ['QTY', ['83', '1']],
      ]
    : [['QTY', ['12', '1']]]
}

function amount(money: Answer['total']): Written[] {
  return money ? [['MOA', ['86', toDecimal(money), money.currency]]] : []
}

function priceList({ id, at, validUntil, entries }: Catalogue, currency: string): Written[] {
  const lines = entries.filter((entry) => entry.currency === currency)
  return [
    ['BGM', '9', id, '9'],
    ['DTM', ['137', stamp(at), '204']],
    ['DTM', ['206', stamp(validUntil), '204']],
    ['CUX', ['2', currency, '8']],
    ...lines.flatMap(({ isbn13, price, quantity, carriage }, i): Written[] => [
      ['LIN', String(i + 1), '', [isbn13, 'EN']],
      ['QTY', ['145', String(quantity)]],
      ['PRI', ['AAA', price]],
      ...carriage.flatMap((charge, zone): Written[] =>
        charge === ''
          ? []
          : [
              ['ALC', 'C', `Z${zone + 1}`, '', '', 'FC'],
              ['MOA', ['8', charge]],
            ],
      ),
    ]),
  ]
}

function stamp(at: Date): string {
  return at.toISOString().replaceAll(/\D/g, '').slice(0, 14)
}

export const texts = {
  OS: 'OUT OF STOCK',
  PC: 'PRICE CHANGED',
  NF: 'NOT IN OUR LIST',
  NS: 'NOT SENT THERE',
  IN: 'NOT UNDERSTOOD',
  CX: 'ORDER CANCELLED',
  DP: 'ORDER NUMBER USED BEFORE',
}
