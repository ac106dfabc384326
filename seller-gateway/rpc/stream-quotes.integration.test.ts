// Batches, through a real gateway before the sandbox's sellers.
import type { gateway } from '@quire/proto'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { isbn, newYork } from '../testing/books.ts'
import { startWorld } from '../testing/world.ts'

let world: Awaited<ReturnType<typeof startWorld>>
beforeAll(async () => {
  world = await startWorld()
  // On a crowded machine a seller's first answer, over a connection that is still to be made, may come too late.
  await vi.waitFor(
    async () => {
      const events: Events = await world.quotes(request)
      expect(said(events).filter((one) => one.startsWith('failed'))).toEqual([])
    },
    { timeout: 50_000 },
  )
}, 60_000)
afterAll(() => world.close())

const request = { isbn13: isbn(1), destination: newYork, currency: 'USD' }
type Events = gateway.StreamQuotesResponse__Output[]
/** What was said, whatever the order in which sellers answered. */
const said = (events: Events) =>
  events.map(({ event, quote, done }) => `${event} ${quote?.quoteId ?? done?.sellerId ?? ''}`).toSorted()

it('says the same in batches, to a caller that reads those', async () => {
  const messages: Events = await world.quotes({ ...request, batched: true }) // the answers of before, from the cache
  expect(messages.every(({ event, batch }) => event === undefined && batch.length > 0)).toBe(true)
  const batched = messages.flatMap(({ batch }) => batch)
  expect(messages.length).toBeLessThan(batched.length)
  expect(batched.at(-1)?.event).toBe('summary')

  const single = await world.quotes(request)
  expect(single.every(({ event, batch }) => event !== undefined && batch.length === 0)).toBe(true)
  expect(said(single)).toEqual(said(batched))
})
