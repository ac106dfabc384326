// The stream of quotes against a gateway that says what each test wants said.
import { status } from '@grpc/grpc-js'
import { pino } from 'pino'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { rpcError } from '@quire/proto/errors'
import { systemClock } from '#platform/clock'
import { useScriptedGateway } from '#testing/scripted-gateway'
import { connectSellers } from './gateway.ts'
import type { QuoteEvent, Sellers } from './model.ts'

const scripted = useScriptedGateway()
const lines: Record<string, unknown>[] = []
const log = pino({}, { write: (line: string) => void lines.push(JSON.parse(line)) })
const request = { isbn13: '9780441172719', destination: { country: 'US' }, currency: 'USD' }
const soon = { timeoutMs: 50 }
const patient = { timeoutMs: 30_000 }
const started = { started: { sellerId: 'harbor', sellerName: 'Harbor' } }
const quote = (quoteId: string, item: object | null) => ({
  quote: { quoteId, sellerId: 'harbor', sellerName: 'Harbor', item },
})
const price = { currencyCode: 'USD', units: '10', nanos: 0 }
const summary = { summary: { asked: 1, answered: 1, failed: 0, skipped: 0, bestQuoteId: 'good' } }
let sellers: Sellers & { close(): void }

beforeAll(() => void (sellers = connectSellers(scripted.address, { clock: systemClock, log })))
beforeEach(() => void lines.splice(0))
afterAll(() => sellers.close())

async function collect(options: Parameters<Sellers['streamQuotes']>[1] = patient): Promise<QuoteEvent[]> {
  return await Array.fromAsync(sellers.streamQuotes(request, options))
}

it('come as they are said, and are asked for as they were wanted', async () => {
  let asked: unknown
  scripted.stream = (call) => {
    asked = call.request
    for (const event of [started, quote('good', price), summary]) call.write(event)
    call.end()
  }
  expect((await collect()).map(({ type }) => type)).toEqual(['started', 'quote', 'summary'])
  expect(asked).toEqual({
    isbn13: '9780441172719',
    destination: { country: 'US', postalCode: '' },
    currency: 'USD',
    sellerIds: [],
    liveOnly: false,
    batched: true,
  })
})

it('come in batches or one at a time, and one that cannot be read does not hide the rest of its batch', async () => {
  scripted.stream = (call) => {
    call.write(started)
    call.write({ batch: [quote('first', price), quote('bare', null), quote('second', price)] })
    call.write({ batch: [summary] })
    call.end()
  }
  const events = await collect()
  expect(events.map(({ type }) => type)).toEqual(['started', 'quote', 'quote', 'summary'])
  expect(events.slice(1, 3)).toMatchObject([{ quote: { quoteId: 'first' } }, { quote: { quoteId: 'second' } }])
  expect(lines).toHaveLength(1)
})

it('that cannot be read do not hide the others, and are logged', async () => {
  scripted.stream = (call) => {
    const bad = [quote('bare', null), quote('strange', { currencyCode: 'XTS', units: '1', nanos: 0 }), {}]
    for (const event of [started, ...bad, quote('good', price), summary]) call.write(event)
    call.end()
  }
  const events = await collect()
  expect(events.map(({ type }) => type)).toEqual(['started', 'quote', 'summary'])
  expect(events[1]).toMatchObject({ quote: { quoteId: 'good' } })
  expect(lines).toHaveLength(2) // an unknown kind of event is no fault
})

it('end quietly at the deadline with what has come', async () => {
  scripted.stream = (call) => void call.write(started)
  expect(await collect(soon)).toMatchObject([{ type: 'started' }])
})

it('end quietly when they are not wanted any more, and the server hears of it', async () => {
  const stop = new AbortController()
  const gone = Promise.withResolvers<void>()
  scripted.stream = (call) => {
    call.on('cancelled', gone.resolve)
    call.write(started)
  }
  const seen: QuoteEvent[] = []
  for await (const event of sellers.streamQuotes(request, { ...patient, signal: stop.signal })) {
    seen.push(event)
    stop.abort()
  }
  expect(seen).toMatchObject([{ type: 'started' }])
  await gone.promise
})

it('are not waited for when nobody wants them from the start', async () => {
  scripted.stream = (call) => void call.write(started)
  expect(await collect({ ...patient, signal: AbortSignal.abort() })).toEqual([])
})

it('stop at the server when the reader leaves early', async () => {
  const gone = Promise.withResolvers<void>()
  scripted.stream = (call) => {
    call.on('cancelled', gone.resolve)
    call.write(started)
  }
  for await (const event of sellers.streamQuotes(request, patient)) {
    expect(event.type).toBe('started')
    break
  }
  await gone.promise
})

it.each([
  [status.INVALID_ARGUMENT, 'sellers.book_unknown'],
  [status.NOT_FOUND, 'sellers.unreachable'],
  [status.UNAVAILABLE, 'sellers.unreachable'],
  [status.INTERNAL, 'sellers.unreachable'],
])('are refused when nobody could be asked (%i: %s)', async (code, refusal) => {
  scripted.stream = (call) => call.emit('error', rpcError(code, 'said no'))
  await expect(collect()).rejects.toMatchObject({ code: refusal })
})
