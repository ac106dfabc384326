import { expect, it } from 'vitest'
import type { Order } from '../../api/shapes.ts'
import { readDraft } from './refund-draft.ts'
import type { RefundDraft } from './refund-draft.ts'

const line = (n: number, minor: number, currency = 'USD'): Order['lines'][number] => ({
  line: n,
  isbn13: '9780141439518',
  title: `Volume ${n}`,
  condition: 'GOOD',
  quantity: 1,
  total: { currency, minor: 2_000 },
  refundable: { currency, minor },
})
const order = { id: 'o1', lines: [line(0, 1_550), line(1, 450)] }
const draft = (over: Partial<RefundDraft>): RefundDraft => ({ reason: 'DAMAGED', comment: '', lines: {}, ...over })
const chosen = (amount: string) => ({ isChosen: true, amount })

it('asks for the chosen lines, each in minor units', () => {
  const lines = { 0: chosen(' 4,5 '), 1: { isChosen: false, amount: 'x' } }
  expect(readDraft(draft({ lines, comment: ' torn ' }), order)).toEqual({
    ok: true,
    request: {
      orderId: 'o1',
      reason: 'DAMAGED',
      comment: 'torn',
      lines: [{ line: 0, amount: { currency: 'USD', minor: 450 } }],
    },
  })
})

it.each([
  ['', 'not_a_number'],
  ['1e3', 'not_a_number'],
  ['-1', 'not_a_number'],
  ['1,234.50', 'not_a_number'],
  ['1.234', 'too_precise'],
  ['0.00', 'zero'],
  ['15.51', 'too_much'],
])('does not guess at %j', (amount, problem) => {
  expect(readDraft(draft({ lines: { 0: chosen(amount) } }), order)).toEqual({
    ok: false,
    problems: { amounts: { 0: problem } },
  })
})

it('knows currencies without cents', () => {
  const yen = { id: 'o1', lines: [line(0, 900, 'JPY')] }
  expect(readDraft(draft({ lines: { 0: chosen('900') } }), yen)).toMatchObject({
    request: { lines: [{ amount: { minor: 900 } }] },
  })
  expect(readDraft(draft({ lines: { 0: chosen('9.0') } }), yen)).toMatchObject({
    problems: { amounts: { 0: 'too_precise' } },
  })
})

it('says all that is missing at once', () => {
  expect(readDraft(draft({ reason: '' }), order)).toEqual({
    ok: false,
    problems: { amounts: {}, reason: 'reason', lines: 'nothing' },
  })
})
