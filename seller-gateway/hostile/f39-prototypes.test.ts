// F39: keys that every JavaScript object has, where a seller's own words are looked up or written. No object but the seller's own changes, and none
// of these words means anything.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { connectGraphqlCart } from '../adapters/graphql-cart/index.ts'
import type { GraphqlCartConnection } from '../adapters/graphql-cart/client.ts'
import { parseMapping } from '../adapters/rest-mapped/mapping.ts'
import { systemClock } from '../core/clock.ts'
import { parseXml } from '../core/guarded-xml.ts'
import { parseJson } from '../core/parse-answer.ts'
import { createRegistry } from '../core/registry.ts'
import papertrail from '../mappings/papertrail.json' with { type: 'json' }
import { shipTo } from '../testing/books.ts'
import { answering, askOnce, startHostileWorld } from '../testing/hostile-world.ts'
import type { HostileWorld } from '../testing/hostile-world.ts'
import { answerOf, book, connectionOf, entryOf, fair } from '../testing/protocols.ts'
import type { HttpProtocol } from '../testing/protocols.ts'
import { startTcp } from '../testing/tcp-servers.ts'
import { outcomeOf, startCannedSeller } from '../testing/canned-seller.ts'

let world: HostileWorld
beforeAll(async () => {
  world = await startHostileWorld()
})
afterAll(() => world.close())

// What a polluted prototype would show, in this whole process.
let before: PropertyKey[]
const prototypes = [Object.prototype, Array.prototype, Function.prototype, String.prototype, Map.prototype]
const everything = () => prototypes.flatMap((one) => Reflect.ownKeys(one))
beforeEach(() => {
  before = everything()
})
afterEach(() => {
  world.reset()
  expect(everything()).toEqual(before)
  expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
})

const words = ['__proto__', 'constructor', 'prototype', 'toString', 'valueOf', 'hasOwnProperty', '__defineGetter__']
const poison = words.map((word) => `"${word}":{"polluted":true,"prototype":{"polluted":true}}`).join(',')
const xmlPoison = words.map((word) => `<${word}><polluted>true</polluted></${word}>`).join('')
const jsonProtocols = [
  'rest-checkout',
  'rest-mapped',
  'graphql-cart',
  'agentic-checkout',
] as const satisfies HttpProtocol[]

describe('F39 keys', () => {
  it.each(jsonProtocols)(
    'F39 %s: in every object of its answer, and its quote is read as if they were not there',
    async (id) => {
      const body = answerOf(id, '/x', fair).replaceAll('{', `{${poison},`)
      world.behave(id, answering(id, body))
      const round = await askOnce(world)
      expect(round.failures).toEqual({})
      expect(round.quotes(id)).toMatchObject([{ isbn13: book, condition: 'CONDITION_NEW' }])
    },
  )

  it.each(['soap-trade', 'signed-search'] as const)('F39 %s: as elements everywhere, read or refused', async (id) => {
    const body = answerOf(id, '', fair).replaceAll(/<(Body|ItemDetail|Book|Price)>/g, `<$1>${xmlPoison}`)
    world.behave(id, answering(id, body))
    const round = await askOnce(world, id)
    expect(round.quotes(id).length + (round.failures[id]?.includes('BAD_DATA') ? 1 : 0)).toBe(1)
    expect(round.quotes('honest')).toHaveLength(1)
  })

  it('F39 a body that is nothing but a prototype: bad data in every protocol', async () => {
    for (const id of jsonProtocols) world.behave(id, answering(id, `{"__proto__":${answerOf(id, '/x', fair)}}`))
    const round = await askOnce(world)
    for (const id of jsonProtocols) expect(round.failures[id], id).toMatch(/^FAILURE_KIND_BAD_DATA: /)
  })

  it('F39 headers of an answer: read like any other', async () => {
    const body = answerOf('soap-trade', '', fair)
    const headers = words.map((word) => `${word}: x\r\n${word}: y\r\n`).join('')
    const server = await startTcp((socket) => {
      socket.once('data', () =>
        socket.end(`HTTP/1.1 200 OK\r\n${headers}content-length: ${body.length}\r\n\r\n${body}`),
      )
    })
    const entries = world.entries({}, { http: server.port, grpc: world.grpcPort })
    const registry = createRegistry(entries, systemClock)
    const ask = { isbn13: book, destination: { country: 'GB', postalCode: '' }, currency: 'EUR' }
    const found = registry.find('soap-trade')!.adapter.getQuotes(ask, AbortSignal.timeout(5_000))
    expect(await Array.fromAsync(found)).toHaveLength(1)
    await registry.close()
    await server.close()
  })

  it('F39 lines and columns of a price list: not readable, and counted', async () => {
    const list = answerOf('price-list', '', fair).replace(`${book};A book;N`, '__proto__;constructor;__proto__')
    world.behave('price-list', answering('price-list', list))
    const round = await askOnce(world, 'price-list')
    expect(round.failures).toEqual({})
    expect(round.quotes('price-list')).toEqual([])
  })

  it('F39 codes in trade documents: the document means nothing', async () => {
    const list = answerOf('edifact', '', fair)
      .replace('CUX+2:EUR', 'CUX+2:__proto__')
      .replace(`${book}:EN`, 'constructor:EN')
    world.behave('edifact', answering('edifact', list))
    const round = await askOnce(world, 'edifact')
    expect(round.quotes('edifact')).toEqual([])
    expect(round.quotes('honest')).toHaveLength(1)
  })

  it('F39 parsers: own properties, or refused', () => {
    const parsed = parseJson('{"__proto__":{"polluted":true}}') as object
    expect(Object.getPrototypeOf(parsed)).toBe(Object.prototype)
    for (const word of words) {
      const text = `<a><${word}>1</${word}><${word}>2</${word}></a>`
      const read = (() => {
        try {
          return parseXml(text) as { a: object }
        } catch (error) {
          expect(error).toMatchObject({ kind: 'bad_data' })
          return null
        }
      })()
      if (read) expect(Object.getPrototypeOf(read.a)).toBe(Object.prototype)
    }
  })
})

describe('F39 words that are looked up', () => {
  it.each(words)('F39 %j as condition: none that we know', async (word) => {
    const swap = (id: HttpProtocol, from: string) =>
      world.behave(
        id,
        answering(id, answerOf(id, id === 'agentic-checkout' ? '/products' : '/x', fair).replace(from, word)),
      )
    swap('rest-checkout', '1000')
    swap('graphql-cart', 'NEW')
    swap('rest-mapped', 'new')
    world.behave(
      'signed-search',
      answering(
        'signed-search',
        answerOf('signed-search', '', fair).replace(
          'NEW BOOK',
          `x</listingCondition><itemCondition>${word}</itemCondition><listingCondition>y`,
        ),
      ),
    )
    world.behave(
      'agentic-checkout',
      (_, response, path) =>
        void response.end(
          answerOf('agentic-checkout', path, fair).replace('"condition":"new"', `"condition":"${word}"`),
        ),
    )
    const round = await askOnce(world)
    for (const id of ['rest-checkout', 'graphql-cart', 'rest-mapped', 'agentic-checkout'])
      expect(round.quotes(id), id).toMatchObject([{ condition: 'CONDITION_UNSPECIFIED', autoBuyEligible: false }])
    expect(round.quotes('honest')).toHaveLength(1)
  })

  // A refusal says "nothing was bought". A word that is no agreed reason must never say that.
  it.each(words)('F39 %j as the reason of a refused order: proves nothing', async (word) => {
    const cart = { id: 'c-1', lines: [{}], cost: { totalAmount: { amount: '11.39', currencyCode: 'EUR' } } }
    const server = await startCannedSeller((_, body) =>
      body.includes('cartCreate')
        ? { body: { data: { cartCreate: { cart, userErrors: [] } } } }
        : { body: { data: { cartSubmit: { order: null, userErrors: [{ code: word, message: 'x' }] } } } },
    )
    const connection = connectionOf('graphql-cart', server.url) as GraphqlCartConnection
    const adapter = connectGraphqlCart(entryOf('graphql-cart', connection), connection, {
      clock: systemClock,
      onRequest: () => {},
    })
    const limit = { currency: 'EUR', minor: 1139n }
    const order = { reference: 'att_1', quoteRef: 'v-1', isbn13: book, limit, shipTo }
    expect(await outcomeOf(adapter.placeOrder(order, AbortSignal.timeout(5_000)))).toBe('OUTCOME_UNKNOWN')
    await adapter.close()
    server.close()
  })

  it.each(words)('F39 %j as the code of an error: an unknown one', async (word) => {
    world.behave(
      'graphql-cart',
      answering('graphql-cart', `{"errors":[{"message":"x","extensions":{"code":"${word}"}}]}`),
    )
    expect((await askOnce(world, 'graphql-cart')).failures['graphql-cart']).toBe(`FAILURE_KIND_UNAVAILABLE: ${word}: x`)
  })
})

describe('F39 mappings', () => {
  it.each(words)('F39 %j as a path: sees own properties only', async (word) => {
    const mapping = structuredClone(papertrail) as typeof papertrail & { quotes: { quote: { ref: string } } }
    mapping.quotes.quote.ref = word
    world.behave('rest-mapped', answering('rest-mapped', answerOf('rest-mapped', '', fair)))
    const entry = entryOf('rest-mapped', {
      ...connectionOf('rest-mapped', `http://127.0.0.1:${world.port}/rest-mapped`),
      mapping,
    } as never)
    const registry = createRegistry([entry], systemClock)
    const ask = { isbn13: book, destination: { country: 'GB', postalCode: '' }, currency: 'EUR' }
    const found = registry.find('rest-mapped')!.adapter.getQuotes(ask, AbortSignal.timeout(5_000))
    await expect(Array.fromAsync(found)).rejects.toMatchObject({ kind: 'bad_data', message: 'ref is missing' })
    await registry.close()
  })

  it('F39 a mapping with such keys: refused, or without them', () => {
    for (const word of words) {
      const text = JSON.stringify(papertrail)
        .replace('"query":{', `"query":{"${word}":"x",`)
        .replace('"headers":{', `"headers":{"${word}":"x",`)
      try {
        const { headers, quotes } = parseMapping(JSON.parse(text), ['apiKey'])
        for (const table of [headers, quotes.request.query]) expect(Object.getPrototypeOf(table)).toBe(Object.prototype)
      } catch (error) {
        expect(error).toMatchObject({ name: 'InvalidMapping' })
      }
    }
  })
})
