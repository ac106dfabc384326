// What the tests of both dialects share: one order, and how they look at what was read.
import { expect } from 'vitest'
import type { Answer, Dialect, Incoming, Outgoing } from '../adapters/edi/documents.ts'

export const at = new Date('2026-11-21T10:15:03Z')
export const shipTo = {
  recipient: 'A Reader & <Sons>',
  lines: ['1 High Street', "Flat 2 + 3: 'top'"],
  city: 'York',
  region: '',
  postalCode: 'YO1 7AA',
  country: 'GB',
}
export const order: Outgoing & { kind: 'order' } = {
  kind: 'order',
  number: 'Q1ABC',
  reference: 'att_01hx',
  at,
  isbn13: '9780340839935',
  limit: { currency: 'EUR', minor: 1139n },
  shipTo,
}
export const envelope = { control: '71', sender: 'QUIRE', recipient: 'CONTINENTAL' }

/** The answer that is all of a document. */
export function answerIn(dialect: Dialect, text: string): Answer & { about: string; number: string } {
  const [incoming] = dialect.read(text)
  if (incoming?.kind !== 'answer') throw new Error(`no answer but ${incoming?.kind}`)
  return { ...incoming.answer, about: incoming.about, number: incoming.number }
}

/** What both acceptances of the fixtures say. */
export const accepted = {
  status: 'accepted',
  number: 'Q1ABC',
  sellerOrderId: 'CE-000001-9f2c41aa',
  isbn13: '9780340839935',
  quantity: 1,
  orderedAt: new Date('2026-11-21T10:15:59Z'),
}

/** That both price lists of the fixtures are read alike. */
export function expectCatalogue(incoming: Incoming[], currencies: string[]): void {
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
