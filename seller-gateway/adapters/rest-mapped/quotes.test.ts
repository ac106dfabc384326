// Quotes by a mapping: golden answers, every kind of bad data, other shapes of answers.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { SellerAdapter } from '../../core/adapter.ts'
import papertrail from '../../mappings/papertrail.json' with { type: 'json' }
import { readFixture, toGolden } from '../../testing/golden.ts'
import { connectMapped } from '../../testing/mapped-seller.ts'
import { startScriptedServer } from '../../testing/scripted-server.ts'

const isbn13 = '9780340839935'
const never = new AbortController().signal
const fixture = (name: string) => readFixture(import.meta.dirname, name)
let server: Awaited<ReturnType<typeof startScriptedServer>>
let adapter: SellerAdapter
beforeAll(async () => {
  server = await startScriptedServer()
  adapter = connectMapped(server.url)
})
afterAll(async () => {
  await adapter.close()
  await server.close()
})

async function quotes(from = adapter, about = isbn13) {
  const found = []
  const destination = { country: 'GB', postalCode: '' }
  for await (const quote of from.getQuotes({ isbn13: about, destination, currency: 'EUR' }, never)) found.push(quote)
  return found
}

describe('quotes', () => {
  it('are what the golden file says of an answer', async () => {
    server.say(200, fixture('offers.json'))
    await expect(toGolden(await quotes())).toMatchFileSnapshot('fixtures/offers.golden.json')
    expect(server.received).toMatchObject([
      { method: 'GET', url: `/shop/v1/books/${isbn13}/offers?country=GB`, headers: { 'x-api-key': 'a key' }, body: '' },
    ])
    expect(server.received[0]?.headers).not.toHaveProperty('content-type')
  })

  it('are none of a book that the seller does not know', async () => {
    server.say(404, { error: { code: 'unknown_book' } })
    expect(await quotes()).toEqual([])
    server.say(200, { ...(JSON.parse(fixture('offers.json')) as object), isbn: '9780000000002' })
    expect(await quotes()).toEqual([])
  })

  const offer = { offer_id: '1', kind: 'paper', grade: 'new', price: '6.40', postage: 1, vat: 0, stock: 1 }
  const answer = (change: object, more: object = {}) => ({
    isbn: isbn13,
    currency: 'EUR',
    offers: [{ ...offer, ...change }],
    ...more,
  })

  it.each<[string, unknown]>([
    ['a negative price', answer({ price: '-6.40' })],
    ['a negative number', answer({ price: -6.4 })],
    ['a price of nothing', answer({ price: '0.00' })],
    ['an exponent', answer({ price: '1e3' })],
    ['a number too large to be written plainly', answer({ price: 1e21 })],
    ['a sum that arithmetic has spoilt', answer({ price: 0.1 + 0.2 })],
    ['too many decimals', answer({ price: '6.405' })],
    ['an absurd price', answer({ price: '100000.01' })],
    ['a price that is an object', answer({ price: { amount: 1 } })],
    ['a price that is true', answer({ price: true })],
    ['no price', answer({ price: null })],
    ['a negative postage', answer({ postage: -0.01 })],
    ['another currency', answer({}, { currency: 'USD' })],
    ['no currency', answer({}, { currency: undefined })],
    ['no id', answer({ offer_id: undefined })],
    ['an id that is a list', answer({ offer_id: ['1'] })],
    ['half a copy', answer({ stock: 0.5 })],
    ['less than no copy', answer({ stock: -1 })],
    ['a date that is none', answer({}, { valid_until: 'tomorrow' })],
    ['no list', { isbn: isbn13, currency: 'EUR', offers: {} }],
    ['a list without end', { isbn: isbn13, currency: 'EUR', offers: Array.from({ length: 1_001 }, () => offer) }],
    ['no JSON', '<html>'],
    ['nothing', ''],
  ])('with %s are bad data', async (_, body) => {
    server.say(200, body)
    await expect(quotes()).rejects.toMatchObject({ kind: 'bad_data' })
  })

  it.each([
    [401, { error: { code: 'wrong_key' } }, 'auth'],
    [429, {}, 'throttled'],
    [404, { error: { code: 'no_route' } }, 'rejected'],
    [404, '<html>Not found</html>', 'bad_data'],
    [500, {}, 'unavailable'],
    [503, '<html>', 'unavailable'],
  ])('of an answer %i %j are a failure: %s', async (status, body, kind) => {
    server.say(status, body)
    await expect(quotes()).rejects.toMatchObject({ kind })
  })
})

describe('other shapes of answers', () => {
  it('minor units, seconds, a list at the top, and constants are read as well', async () => {
    const mapping = {
      version: 1,
      quotes: {
        request: {
          method: 'POST',
          path: '/search',
          headers: { 'x-book': '{isbn13}' },
          body: { ean: '{isbn13}', max: 5 },
        },
        answers: [{ status: 200, means: 'offers' }],
        each: '[]',
        quote: {
          ref: 'id',
          condition: { is: 'NEW' },
          item: { at: 'cents', unit: 'minor', currency: { is: 'EUR' } },
          shipping: { at: 'totals[type=post].cents', unit: 'minor', currency: { is: 'EUR' } },
          tax: { is: '0.00', currency: { is: 'EUR' } },
          expiresAt: { is: 30, as: 'secondsFromNow' },
        },
      },
    }
    const seller = connectMapped(server.url, mapping)
    server.say(200, [{ id: 7, cents: '640', totals: [{ type: 'post', cents: 310 }] }])
    expect(await quotes(seller)).toMatchObject([
      {
        quoteRef: '7',
        isbn13,
        condition: 'NEW',
        item: { currency: 'EUR', minor: 640n },
        shipping: { minor: 310n },
        tax: { currency: 'EUR', minor: 0n },
        expiresAt: new Date('2026-11-21T10:00:30.000Z'),
      },
    ])
    expect(JSON.parse(server.received[0]?.body ?? '')).toEqual({ ean: isbn13, max: 5 })
    expect(server.received[0]?.headers['x-book']).toBe(isbn13)
    server.say(200, [{ id: 7, cents: 6.4 }])
    await expect(quotes(seller)).rejects.toMatchObject({ kind: 'bad_data' })
    await seller.close()
  })

  it.each([
    ['unixSeconds', 1_795_255_200, '2026-11-21T10:00:00.000Z'],
    ['unixMilliseconds', '1795255200000', '2026-11-21T10:00:00.000Z'],
    ['secondsFromNow', 60, '2026-11-21T10:01:00.000Z'],
  ])('a date as %s', async (as, value, expected) => {
    const mapping = structuredClone(papertrail) as unknown as { quotes: { quote: { expiresAt: object } } }
    mapping.quotes.quote.expiresAt = { at: '$.valid_until', as }
    const seller = connectMapped(server.url, mapping)
    server.say(200, { ...(JSON.parse(fixture('offers.json')) as object), valid_until: value })
    expect((await quotes(seller))[0]?.expiresAt.toISOString()).toBe(expected)
    await seller.close()
  })
})
