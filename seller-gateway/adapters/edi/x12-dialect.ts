// Our documents in X12 004010, and the seller's: 850, 860, 869 out; 997, TA1, 855, 865, 870, 832 in. The codes are the standard's where it has
// them, and the agreement's where it leaves them to the partners.
import { randomInt } from 'node:crypto'
import type { PostalAddress } from '../../core/adapter.ts'
import { formatAmount } from '../../core/amounts.ts'
import { readStamp, toStamp } from './dates.ts'
import type { Answer, Dialect, Incoming, ListedBook, Outgoing, Status } from './documents.ts'
import { component, findSegment, unreadable } from './interchange.ts'
import type { Interchange, Message, Segment } from './interchange.ts'
import { readLongX12, readX12, writeX12 } from './x12.ts'
import type { X12Segment } from './x12.ts'

export const x12: Dialect = {
  contentType: 'application/EDI-X12; charset=utf-8',
  catalogueType: '832',
  newControl: () => String(randomInt(1, 1_000_000_000)),
  write: (document, envelope) => writeX12({ ...envelope, at: document.at, ...toSet(document) }),
  read: (text) => toIncoming(readX12(text)),
  readLong: async (text) => toIncoming(await readLongX12(text)),
}

function toSet(document: Outgoing): { group: string; type: string; body: X12Segment[] } {
  const { number, reference, at } = document
  const day = toStamp(at).slice(0, 8)
  const ours = ['REF', 'CO', number, reference]
  switch (document.kind) {
    case 'order': {
      const begin = ['BEG', '00', 'SA', number, '', day]
      const body = [begin, ['CUR', 'BY', document.limit.currency], ours, ...orderBody(document)]
      return { group: 'PO', type: '850', body }
    }
    case 'cancel':
      return { group: 'PC', type: '860', body: [['BCH', '01', 'SA', number, '', '', day], ours] }
    case 'enquiry': {
      const begin = ['BSI', `${number}-E`, day, 'O']
      return { group: 'RS', type: '869', body: [begin, ours, ['HL', '1', '', 'O'], ['PRF', number]] }
    }
  }
}

function orderBody({ shipTo, isbn13, limit }: Outgoing & { kind: 'order' }): X12Segment[] {
  return [
    ...toAddress(shipTo),
    ['PO1', '1', '1', 'EA', '', '', 'EN', isbn13],
    ['CTT', '1'],
    ['AMT', 'TT', formatAmount(limit)],
  ]
}

/** N1 to N4. Throws a RangeError for an address that does not fit: a parcel must not be lost to a cut line. */
function toAddress({ recipient, lines, city, region, postalCode, country }: PostalAddress): X12Segment[] {
  const [name = '', ...moreNames] = recipient.match(/.{1,60}/gs) ?? []
  const streets = lines.flatMap((line) => line.match(/.{1,55}/gs) ?? [])
  const isTooLong = moreNames.length > 4 || streets.length > 4 || city.length > 30 || region.length > 30
  if (isTooLong || postalCode.length > 15) throw new RangeError('an X12 document has no room for this address')
  const inPairs = (tag: string, texts: string[]) =>
    texts.flatMap((text, i) => (i % 2 === 0 ? [[tag, text, texts[i + 1] ?? '']] : []))
  return [
    ['N1', 'ST', name],
    ...inPairs('N2', moreNames),
    ...inPairs('N3', streets),
    ['N4', city, '', postalCode, country, ...(region === '' ? [] : ['SP', region])],
  ]
}

function toIncoming({ messages }: Interchange): Incoming[] {
  return messages.flatMap((message) => readMessage(message) ?? [])
}

function readMessage(message: Message): Incoming | null {
  switch (message.type) {
    case 'TA1':
      return readInterchangeReceipt(message.segments[0])
    case '997':
      return readGroupReceipt(message)
    case '855':
      return readResponse(message, findSegment(message, 'BAK'))
    case '865':
      return readResponse(message, findSegment(message, 'BCA'))
    case '870':
      return readReport(message)
    case '832':
      return readCatalogue(message)
    default:
      return null
  }
}

/** TA104: A and E accepted, R rejected; TA105 025: the control number was used before. */
function readInterchangeReceipt(ta1: Segment | undefined): Incoming {
  const about = String(Number(component(ta1, 0)))
  const [action, note] = [component(ta1, 3), component(ta1, 4)]
  const detail = `TA1 ${action} ${note}`
  if (action === 'A' || action === 'E') return { kind: 'receipt', about, verdict: 'taken', detail }
  if (action !== 'R') throw unreadable('a TA1 without a verdict')
  return { kind: 'receipt', about, verdict: note === '025' ? 'used' : 'rejected', detail }
}

/** AK501 of our one transaction set, or AK901 of its group: A and E accepted; M, R, W and X rejected. */
function readGroupReceipt(message: Message): Incoming {
  const about = component(findSegment(message, 'AK1'), 1)
  const ofSet = findSegment(message, 'AK5')
  const action = component(ofSet ?? findSegment(message, 'AK9'), 0)
  const detail = `997 ${action}`
  if (/^[AE]$/.test(action)) return { kind: 'receipt', about, verdict: 'taken', detail }
  if (/^[MRWX]$/.test(action)) return { kind: 'receipt', about, verdict: 'rejected', detail }
  throw unreadable('a 997 without a verdict')
}

/** Header (BAK02, BCA02) and line (ACK01), which must agree. */
const responses: ReadonlyMap<string, Status> = new Map([
  ['AD IA', 'accepted'],
  ['AC IS', 'changed'],
  ['AC IB', 'changed'],
  ['RD IR', 'refused'],
  ['AH IH', 'held'],
  ['AT ID', 'cancelled'],
  ['AT', 'cancelled'], // of a number that was never ordered
])

function readResponse(message: Message, header: Segment | undefined): Incoming {
  const lines = message.segments.filter(({ tag }) => tag === 'ACK')
  const codes = [component(header, 1), ...lines.map((line) => component(line, 0))].join(' ')
  const isBackOrder = codes === 'AC IB'
  const { quantity, ...line } = readLine(message)
  return toAnswer(message, component(header, 2), {
    status: responses.get(codes) ?? 'unclear',
    reason: component(findSegment(message, 'N9', 'TD'), 1),
    ...line,
    quantity: isBackOrder ? 0 : quantity, // PO102 repeats what was ordered
  })
}

const reports: ReadonlyMap<string, Status> = new Map([
  ['AC', 'accepted'],
  ['CH', 'changed'],
  ['CA', 'cancelled'],
  ['NO', 'none'],
])

function readReport(message: Message): Incoming {
  const said = component(findSegment(message, 'REF', 'ZZ'), 1)
  const number = component(findSegment(message, 'PRF'), 0)
  return toAnswer(message, number, { status: reports.get(said) ?? 'unclear', reason: '', ...readLine(message) })
}

function toAnswer(message: Message, number: string, answer: Answer): Incoming {
  const about = component(findSegment(message, 'REF', 'TN'), 1)
  if (number === '') throw unreadable(`a ${message.type} about no order`)
  return { kind: 'answer', about, number, answer }
}

function readLine(message: Message): Omit<Answer, 'status' | 'reason'> {
  const line = findSegment(message, 'PO1')
  const [quantity, amount] = [component(line, 1), findSegment(message, 'AMT', 'TT')]
  const currency = component(findSegment(message, 'CUR', 'SE'), 1)
  const dated = findSegment(message, 'DTM', '004')
  return {
    sellerOrderId: component(findSegment(message, 'REF', 'VN'), 1),
    isbn13: component(line, 5) === 'EN' ? component(line, 6) : '',
    quantity: /^\d{1,6}$/.test(quantity) ? Number(quantity) : null,
    total: amount ? { amount: component(amount, 1), currency } : null,
    orderedAt: readStamp(component(dated, 1) + component(dated, 2)),
  }
}

function readCatalogue(message: Message): Incoming {
  const dateOf = (qualifier: string) => {
    const segment = findSegment(message, 'DTM', qualifier)
    const at = readStamp(component(segment, 1) + component(segment, 2))
    if (!at) throw unreadable('a price list without its dates')
    return at
  }
  const books = new Map<string, ListedBook>()
  let book: (ListedBook & { carriage: Map<string, string> }) | null = null
  for (const segment of message.segments) {
    if (segment.tag === 'LIN') {
      book = { price: '', quantity: 0, carriage: new Map() }
      if (component(segment, 1) === 'EN') books.set(component(segment, 2), book)
    } else if (book && segment.tag === 'SAC') book.carriage.set(component(segment, 12), component(segment, 7))
    else if (book) readPrice(book, segment)
  }
  return {
    kind: 'catalogue',
    id: component(findSegment(message, 'BCT'), 1),
    madeAt: dateOf('097'),
    validUntil: dateOf('197'),
    currency: component(findSegment(message, 'CUR', 'SE'), 1),
    books,
  }
}

function readPrice(book: ListedBook, segment: Segment): void {
  if (segment.tag === 'CTP' && component(segment, 1) === 'NET') book.price = component(segment, 2)
  const stock = segment.tag === 'QTY' && component(segment, 0) === '17' ? component(segment, 1) : ''
  if (/^\d{1,6}$/.test(stock)) book.quantity = Number(stock)
}
