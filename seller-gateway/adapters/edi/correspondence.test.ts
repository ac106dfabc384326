import { beforeEach, describe, expect, it } from 'vitest'
import { SellerFailure } from '../../core/seller-failure.ts'
import { createCorrespondence } from './correspondence.ts'
import type { Correspondence } from './correspondence.ts'
import type { Answer, Dialect, Incoming } from './documents.ts'

// Documents are JSON here: what they say is tested with the dialects.
const dialect: Dialect = {
  contentType: '',
  catalogueType: '',
  newControl: () => '',
  write: () => '',
  read(text) {
    if (text.startsWith('!')) throw new SellerFailure('bad_data', 'unreadable')
    return JSON.parse(text) as Incoming[]
  },
  readLong: async () => [],
}
let letters: Correspondence
let count = 0

beforeEach(() => {
  letters = createCorrespondence(dialect)
})

/** A document that differs from all others, as its control number would make it. */
function take(...incoming: Incoming[]): string {
  const text = JSON.stringify(incoming) + ' '.repeat((count += 1))
  letters.take(text)
  return text
}
const receipt = (verdict: 'taken' | 'rejected' | 'used', about = 'K1'): Incoming => ({
  kind: 'receipt',
  about,
  verdict,
  detail: '',
})
function answer(status: Answer['status'], change: Partial<Answer> = {}, about = 'K1'): Incoming {
  const full = {
    status,
    reason: '',
    sellerOrderId: 'CE-1',
    isbn13: '',
    quantity: 1,
    total: null,
    orderedAt: null,
    ...change,
  }
  return { kind: 'answer', about, number: 'Q1', answer: full }
}

describe('correspondence', () => {
  it('takes "received" for no reply', () => {
    take(receipt('taken'))
    expect(letters.replyTo('K1')).toBeNull()
  })

  it.each(['rejected', 'used'] as const)('knows that a document was %s', (verdict) => {
    take(receipt(verdict))
    expect(letters.replyTo('K1')).toMatchObject({ kind: 'receipt', verdict })
    expect(letters.lastOf('Q1')).toBeNull()
  })

  it('believes the answer, whichever comes first', () => {
    take(answer('accepted'))
    take(receipt('used'))
    expect(letters.replyTo('K1')).toMatchObject({ kind: 'answer' })
    take(receipt('used', 'K2'))
    take(answer('refused', {}, 'K2'))
    expect(letters.replyTo('K2')).toMatchObject({ kind: 'answer' })
  })

  it('knows the last that was said of an order, whatever it answered', () => {
    take(answer('accepted'))
    take(answer('cancelled', {}, 'K2'))
    expect(letters.lastOf('Q1')?.status).toBe('cancelled')
    expect(letters.replyTo('K1')).toMatchObject({ answer: { status: 'accepted' } })
  })

  it('does not bring a cancelled order back to life when its acceptance comes a second time', () => {
    const first = take(answer('accepted'))
    take(answer('cancelled', {}, 'K2'))
    letters.take(first)
    expect(letters.lastOf('Q1')?.status).toBe('cancelled')
  })

  it('reads another document under a number that was used before', () => {
    letters.take(JSON.stringify([answer('accepted')]))
    letters.take(JSON.stringify([answer('cancelled', {}, 'K2')]))
    expect(letters.lastOf('Q1')?.status).toBe('cancelled')
  })

  it.each([answer('unclear', {}, 'K2'), answer('held', {}, 'K2'), answer('refused', { reason: 'DP' }, 'K2')])(
    'learns nothing about the order from %j',
    (incoming) => {
      take(answer('accepted'))
      take(incoming)
      expect(letters.lastOf('Q1')?.status).toBe('accepted')
      expect(letters.replyTo('K2')).toMatchObject({ kind: 'answer' })
    },
  )

  it('leaves what it cannot read', () => {
    letters.take('!')
    take(answer('accepted'))
    expect(letters.replyTo('K1')).not.toBeNull()
  })

  it('leaves a document that is too long, and an answer that says too much', () => {
    letters.take(JSON.stringify([answer('accepted')]) + ' '.repeat(300_000))
    take(answer('refused', { reason: 'x'.repeat(3_000) }, 'K2'), answer('accepted', {}, 'K3'))
    expect(['K1', 'K2'].map(letters.replyTo)).toEqual([null, null])
    expect(letters.replyTo('K3')).not.toBeNull()
  })

  it('forgets the oldest', () => {
    for (let n = 0; n <= 10_000; n += 1) take(answer('accepted', {}, `K${n}`))
    expect(letters.replyTo('K0')).toBeNull()
    expect(letters.replyTo('K10000')).not.toBeNull()
  })
})
