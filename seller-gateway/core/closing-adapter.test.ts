import { describe, expect, it } from 'vitest'
import { fakeClock } from '../testing/fake-clock.ts'
import { fakeQuote, fakeSeller } from '../testing/fake-seller.ts'
import type { SellerQuote } from './adapter.ts'
import { closeWhenIdle } from './closing-adapter.ts'

const clock = fakeClock()
const signal = new AbortController().signal
const ask = { isbn13: '9780340839935', destination: { country: 'GB', postalCode: '' }, currency: 'GBP' }

function scripted() {
  const gate = Promise.withResolvers<null>()
  let closed = 0
  const { adapter } = fakeSeller(clock, {
    async *getQuotes(): AsyncGenerator<SellerQuote> {
      yield fakeQuote(clock)
      yield fakeQuote(clock)
    },
    findOrder: () => gate.promise,
    close: async () => void (closed += 1),
  })
  return { adapter: closeWhenIdle(adapter), gate, closed: () => closed }
}

describe('closeWhenIdle', () => {
  it('closes at once when nothing is under way, and once only', async () => {
    const { adapter, closed } = scripted()
    adapter.retire()
    await adapter.close()
    expect(closed()).toBe(1)
  })

  it('waits for a call and for a stream that is being read', async () => {
    const { adapter, gate, closed } = scripted()
    const found = adapter.findOrder('r', signal)
    const quotes = adapter.getQuotes(ask, signal)[Symbol.asyncIterator]()
    await quotes.next()
    adapter.retire()
    gate.resolve(null)
    await found
    expect(closed()).toBe(0)
    await quotes.return?.()
    expect(closed()).toBe(1)
  })

  it('lets nothing out after that', async () => {
    const { adapter } = scripted()
    adapter.retire()
    await expect(adapter.findOrder('r', signal)).rejects.toMatchObject({ reason: 'not_eligible' })
    await expect(adapter.getQuotes(ask, signal)[Symbol.asyncIterator]().next()).rejects.toMatchObject({
      reason: 'not_eligible',
    })
  })
})
