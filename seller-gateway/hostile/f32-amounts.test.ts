// F32: prices that no book has, in every protocol's own notation. The offer is refused as that seller's bad data; nobody else notices.
import fc from 'fast-check'
import { pino } from 'pino'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { SellerQuote } from '../core/adapter.ts'
import { systemClock } from '../core/clock.ts'
import { createLookups } from '../core/lookups.ts'
import { createOrderTokens } from '../core/order-token.ts'
import { createRegistry } from '../core/registry.ts'
import { loadConfig } from '../index.ts'
import { createMemoryStore } from '../core/standing/memory-store.ts'
import { createStandings } from '../core/standing/standings.ts'
import { createAdmission } from '../rpc/admission.ts'
import { byGatewayKey } from '../rpc/identify.ts'
import { createOrderBook } from '../rpc/order-book.ts'
import { streamQuotes } from '../rpc/stream-quotes.ts'
import { isbn, london } from '../testing/books.ts'
import { answering, askOnce, everyProtocol, honest, quoting, startHostileWorld } from '../testing/hostile-world.ts'
import type { HostileWorld } from '../testing/hostile-world.ts'
import { answerOf, book, fair, protoQuote } from '../testing/protocols.ts'
import type { Said } from '../testing/protocols.ts'

let world: HostileWorld
beforeAll(async () => {
  world = await startHostileWorld()
})
afterAll(() => world.close())
afterEach(() => world.reset())

const euros = (units: string, nanos = 0) => ({ currencyCode: 'EUR', units, nanos })

/** An int64 cannot be NaN: gRPC's own way of being wrong stands in its column. */
const cases: [name: string, said: Said][] = [
  ['NaN', { ...fair, text: 'NaN', comma: 'NaN', minor: 'NaN', money: euros('8', -1) }],
  ['−1', { ...fair, text: '-1', comma: '-1', minor: '-1', money: euros('-1') }],
  ['1e309', { ...fair, text: '1e309', comma: '1e309', minor: '1e309', money: euros('8', 1_990_000_000) }],
  [
    'the other decimal sign',
    { ...fair, text: '12,34', comma: '12.34', minor: '"1234"', money: euros('12', -340_000_000) },
  ],
  [
    '10^12',
    { ...fair, text: '1000000000000', comma: '1000000000000', minor: '1000000000000', money: euros('1000000000000') },
  ],
  ['0', { ...fair, text: '0', comma: '0', minor: '0', money: euros('0') }],
  ['a missing amount', { ...fair, text: '', comma: '', minor: 'null', money: null }],
  ['a missing currency', { ...fair, currency: '', money: { ...euros('8'), currencyCode: '' } }],
  ['an unexpected currency', { ...fair, currency: 'KWD', money: { ...euros('8'), currencyCode: 'KWD' } }],
  ['a currency that is none', { ...fair, currency: '__proto__', money: { ...euros('8'), currencyCode: '__proto__' } }],
  [
    'yen with decimals',
    {
      text: '8.99',
      comma: '8,99',
      minor: '8.99',
      currency: 'JPY',
      money: { currencyCode: 'JPY', units: '8', nanos: 990_000_000 },
    },
  ],
]

describe('F32 amounts', () => {
  it('F32 a fair price: every seller is believed', async () => {
    const round = await askOnce(world)
    expect(round.failures).toEqual({})
    for (const id of [...everyProtocol, 'honest'])
      expect(round.quotes(id)).toMatchObject([{ item: { units: '8', nanos: 990_000_000 } }])
  })

  it.each(cases)('F32 %s: refused as bad data in every protocol', async (_, said) => {
    world.behaveAll((protocol) => honest(protocol, said))
    world.behaveGrpc(quoting(said))
    const round = await askOnce(world)
    for (const id of everyProtocol) expect(round.failures[id], id).toMatch(/^FAILURE_KIND_BAD_DATA: /)
    expect(round.quotes('honest')).toHaveLength(1)
    expect(round.summary).toMatchObject({ asked: everyProtocol.length + 1, answered: 1 })
  })

  it('F32 one bad line in a price list: left out, and the rest stands', async () => {
    const list = answerOf('price-list', '', fair).replace(`${book};A book;N;8,99`, `${book};A book;N;-8,99`)
    world.behave('price-list', answering('price-list', list))
    const registry = createRegistry(world.entries(), systemClock)
    const ask = (isbn13: string) => ({ isbn13, destination: london, currency: 'EUR' })
    const { adapter } = registry.find('price-list')!
    const signal = AbortSignal.timeout(5_000)
    expect(await Array.fromAsync(adapter.getQuotes(ask(book), signal))).toEqual([])
    expect(await Array.fromAsync(adapter.getQuotes(ask(isbn(2)), signal))).toHaveLength(1)
    await registry.close()
  })

  it('F32 the record: a refused price is logged with the seller and the reason', async () => {
    world.behave('graphql-cart', honest('graphql-cart', { ...fair, text: '-1' }))
    const lines: { level: number; seller?: string; kind?: string; err?: { message: string } }[] = []
    const log = pino({}, { write: (line: string) => void lines.push(JSON.parse(line)) })
    const config = loadConfig({})
    const registry = createRegistry(world.entries(), systemClock)
    const standings = createStandings({ store: createMemoryStore(), clock: systemClock, log })
    const deps = {
      identify: byGatewayKey(null),
      standings,
      orderBook: createOrderBook(null, registry, log),
      registry,
      lookups: createLookups(systemClock, 0),
      tokens: createOrderTokens(['a key for tests that is long enough to be one']),
      fx: config.fx,
      clock: systemClock,
      admission: createAdmission({ browsing: 1, buying: 1, placing: 1, settling: 1 }),
      log,
    }
    const request = {
      isbn13: book,
      destination: london,
      currency: 'EUR',
      sellerIds: ['graphql-cart'],
      liveOnly: true,
      batched: false,
    }
    const call = { who: null, signal: new AbortController().signal, deadlineAt: Date.now() + 5_000, log }
    await Array.fromAsync(streamQuotes(deps, request, call))
    await Promise.all([registry.close(), standings.close()])
    expect(lines).toMatchObject([{ level: 40, seller: 'graphql-cart', kind: 'bad_data' }])
    expect(lines[0]?.err?.message).toContain('"-1" is not a price')
  })
})

describe('F32 fuzz', () => {
  const strange = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 40 }),
    fc.double().map(String),
    fc.bigInt().map(String),
    fc.stringMatching(/^[-+ 0-9.,eExX]{1,12}$/),
  )

  it.each(everyProtocol)('F32 %s: any text is a possible price or bad data, never anything else', async (id) => {
    const registry = createRegistry(world.entries(), systemClock)
    const { adapter } = registry.find(id)!
    const ask = { isbn13: book, destination: london, currency: 'EUR' }
    await fc.assert(
      fc.asyncProperty(strange, fc.maxSafeInteger(), fc.integer(), async (text, minor, nanos) => {
        const said = {
          ...fair,
          text,
          comma: text.replace('.', ','),
          minor: String(minor),
          money: euros(String(minor), nanos),
        }
        if (id === 'grpc') world.behaveGrpc(quoting(said))
        else world.behave(id, honest(id, said))
        const outcome = await Array.fromAsync(adapter.getQuotes(ask, AbortSignal.timeout(5_000))).catch(
          (error: unknown) => error,
        )
        if (Array.isArray(outcome)) for (const quote of outcome as SellerQuote[]) expectPossible(quote)
        else expect(outcome).toMatchObject({ name: 'SellerFailure', kind: 'bad_data' })
      }),
      { numRuns: 60 },
    )
    await registry.close()
  })

  function expectPossible({ item }: SellerQuote) {
    expect(item.currency).toBe('EUR')
    expect(item.minor > 0n && item.minor <= 10_000_000n).toBe(true)
  }
})

describe('F32 numbers beside the price', () => {
  it.each([
    ['quantity', { quantity: 2 ** 31 - 1 }],
    ['deliveryDaysMax', { deliveryDaysMax: -1 }],
    ['expireTime', { expireTime: { seconds: '9223372036854775807', nanos: 0 } }],
    ['expireTime', { expireTime: { seconds: '-1', nanos: 0 } }],
  ])('F32 gRPC %s out of range: refused by its name', async (field, change) => {
    world.behaveGrpc((call) => {
      call.write({ quote: { ...protoQuote(fair), ...change } })
      call.end()
    })
    expect((await askOnce(world, 'grpc')).failures['grpc']).toMatch(new RegExp(`BAD_DATA: ${field}`))
  })

  it('F32 a stock that no int32 holds: refused by its name, whatever the protocol allows', async () => {
    const page = answerOf('rest-checkout', '', fair).replace('Quantity":1', 'Quantity":9007199254740991')
    world.behave('rest-checkout', answering('rest-checkout', page))
    expect((await askOnce(world, 'rest-checkout')).failures['rest-checkout']).toMatch(
      /BAD_DATA: its quote has no usable quantity/,
    )
  })
})
