// Our documents in EDIFACT D.96A, and the seller's: ORDERS, ORDCHG, OSTENQ out; CONTRL, ORDRSP, OSTRPT, PRICAT in. The codes are the standard's
// where it has them, and the agreement's where it leaves them to the partners.
import { randomInt } from 'node:crypto'
import type { PostalAddress } from '../../core/adapter.ts'
import { formatAmount } from '../../core/amounts.ts'
import { readStamp, toStamp } from './dates.ts'
import type { Answer, Dialect, Incoming, ListedBook, Outgoing, Status } from './documents.ts'
import { readEdifact, readLongEdifact, writeEdifact } from './edifact.ts'
import type { WrittenSegment } from './edifact.ts'
import { component, findSegment, unreadable } from './interchange.ts'
import type { Interchange, Message, Segment } from './interchange.ts'

export const edifact: Dialect = {
  contentType: 'application/EDIFACT; charset=utf-8',
  catalogueType: 'PRICAT',
  newControl: () =>
    Array.from({ length: 14 }, () => randomInt(36).toString(36))
      .join('')
      .toUpperCase(),
  write: (document, envelope) => writeEdifact({ ...envelope, at: document.at, ...toMessage(document) }),
  read: (text) => toIncoming(readEdifact(text)),
  readLong: async (text) => toIncoming(await readLongEdifact(text)),
}

function toMessage(document: Outgoing): { type: string; body: WrittenSegment[] } {
  const { number, reference, at } = document
  const date = ['DTM', ['137', toStamp(at), '204']]
  const ours = ['FTX', 'ZZZ', '', '', [reference]]
  switch (document.kind) {
    case 'order':
      return { type: 'ORDERS', body: [['BGM', '220', number, '9'], date, ours, ...orderBody(document)] }
    case 'cancel':
      return {
        type: 'ORDCHG',
        body: [['BGM', '230', `${number}-C`, '1'], date, ours, ['RFF', ['ON', number]], ['UNS', 'S']],
      }
    case 'enquiry':
      return { type: 'OSTENQ', body: [['BGM', '347', `${number}-E`, '9'], date, ours, ['DOC', '220', number]] }
  }
}

function orderBody({ shipTo, isbn13, limit }: Outgoing & { kind: 'order' }): WrittenSegment[] {
  return [
    toAddress(shipTo),
    ['CUX', ['2', limit.currency, '9']],
    ['LIN', '1', '', [isbn13, 'EN']],
    ['QTY', ['21', '1']],
    ['UNS', 'S'],
    ['MOA', ['86', formatAmount(limit), limit.currency]],
    ['CNT', ['2', '1']],
  ]
}

/** NAD in its structured form. Throws a RangeError for an address that does not fit: a parcel must not be lost to a cut line. */
function toAddress({ recipient, lines, city, region, postalCode, country }: PostalAddress): WrittenSegment {
  const hasPlace = region.length <= 9
  const place = hasPlace ? city : `${city}, ${region}`
  const streets = lines.flatMap((line) => cut(line))
  const names = cut(recipient)
  if (names.length > 5 || streets.length > 4 || place.length > 35 || postalCode.length > 9)
    throw new RangeError('an EDIFACT document has no room for this address')
  return ['NAD', 'DP', '', '', names, streets, place, hasPlace ? region : '', postalCode, country]
}

function cut(text: string): string[] {
  return text.match(/.{1,35}/gs) ?? []
}

function toIncoming({ messages }: Interchange): Incoming[] {
  return messages.flatMap((message) => readMessage(message) ?? [])
}

function readMessage(message: Message): Incoming | null {
  switch (message.type) {
    case 'CONTRL':
      return readReceipt(findSegment(message, 'UCI'))
    case 'ORDRSP':
      return readResponse(message)
    case 'OSTRPT':
      return readReport(message)
    case 'PRICAT':
      return readCatalogue(message)
    default:
      return null
  }
}

/** UCI [0083]: 4 rejected, 7 and 8 taken; [0085] 26: the control number was used before. */
function readReceipt(uci: Segment | undefined): Incoming {
  const about = component(uci, 0)
  const [action, error] = [component(uci, 3), component(uci, 4)]
  const detail = `CONTRL ${action} ${error}`.trimEnd()
  if (about === '') throw unreadable('a CONTRL about nothing')
  if (action === '7' || action === '8') return { kind: 'receipt', about, verdict: 'taken', detail }
  if (action !== '4') throw unreadable('a CONTRL without a verdict')
  return { kind: 'receipt', about, verdict: error === '26' ? 'used' : 'rejected', detail }
}

/** Header [1225] and line [1229] of an ORDRSP, which must agree. */
const responses: ReadonlyMap<string, Status> = new Map([
  ['29 5', 'accepted'],
  ['4 3', 'changed'],
  ['27 7', 'refused'],
  ['12 4', 'held'],
  ['1 2', 'cancelled'],
  ['1', 'cancelled'], // of a number that was never ordered
])

function readResponse(message: Message): Incoming {
  const header = findSegment(message, 'BGM')
  const lines = message.segments.filter(({ tag }) => tag === 'LIN')
  const codes = [component(header, 2), ...lines.map((line) => component(line, 1))].join(' ')
  const number = component(findSegment(message, 'RFF', 'ON'), 0, 1)
  const sellerOrderId = component(header, 1)
  const answer: Answer = {
    status: responses.get(codes) ?? 'unclear',
    reason: component(findSegment(message, 'FTX', 'LIN'), 2),
    sellerOrderId: sellerOrderId === '0' ? '' : sellerOrderId,
    ...readLine(message),
  }
  return toAnswer(message, number, answer)
}

const reports: ReadonlyMap<string, Status> = new Map([
  ['AC', 'accepted'],
  ['CH', 'changed'],
  ['CA', 'cancelled'],
  ['NO', 'none'],
])

function readReport(message: Message): Incoming {
  const said = component(findSegment(message, 'STS', '1'), 1)
  const number = component(findSegment(message, 'DOC', '220'), 1)
  const sellerOrderId = component(findSegment(message, 'RFF', 'VN'), 0, 1)
  const status = reports.get(said) ?? 'unclear'
  return toAnswer(message, number, { status, reason: '', sellerOrderId, ...readLine(message) })
}

function toAnswer(message: Message, number: string, answer: Answer): Incoming {
  const about = component(findSegment(message, 'RFF', 'ACW'), 0, 1)
  if (number === '') throw unreadable(`a ${message.type} about no order`)
  return { kind: 'answer', about, number, answer }
}

function readLine(message: Message): Pick<Answer, 'isbn13' | 'quantity' | 'total' | 'orderedAt'> {
  const quantity = component(findSegment(message, 'QTY', '12'), 0, 1)
  const amount = findSegment(message, 'MOA', '86')
  return {
    isbn13: component(findSegment(message, 'LIN'), 2),
    quantity: /^\d{1,6}$/.test(quantity) ? Number(quantity) : null,
    total: amount ? { amount: component(amount, 0, 1), currency: component(amount, 0, 2) } : null,
    orderedAt: readStamp(component(findSegment(message, 'DTM', '4'), 0, 1)),
  }
}

function readCatalogue(message: Message): Incoming {
  const dateOf = (qualifier: string) => {
    const at = readStamp(component(findSegment(message, 'DTM', qualifier), 0, 1))
    if (!at) throw unreadable('a price list without its dates')
    return at
  }
  const books = new Map<string, ListedBook & { carriage: Map<string, string> }>()
  let book: (ListedBook & { carriage: Map<string, string> }) | null = null
  let zone = ''
  for (const segment of message.segments) {
    if (segment.tag === 'LIN') {
      book = { price: '', quantity: 0, carriage: new Map() }
      books.set(component(segment, 2), book)
    } else if (book) {
      if (segment.tag === 'ALC') zone = component(segment, 1)
      else if (segment.tag === 'MOA') book.carriage.set(zone, component(segment, 0, 1))
      else readPrice(book, segment)
    }
  }
  return {
    kind: 'catalogue',
    id: component(findSegment(message, 'BGM'), 1),
    madeAt: dateOf('137'),
    validUntil: dateOf('206'),
    currency: component(findSegment(message, 'CUX', '2'), 0, 1),
    books,
  }
}

function readPrice(book: ListedBook, segment: Segment): void {
  const value = component(segment, 0, 1)
  if (segment.tag === 'PRI' && component(segment, 0) === 'AAA') book.price = value
  if (segment.tag === 'QTY' && component(segment, 0) === '145' && /^\d{1,6}$/.test(value)) book.quantity = Number(value)
}
