// Registration: a wrong mapping is refused with every wrong field named, and what would make money unsafe is wrong.
import { describe, expect, it } from 'vitest'
import { createRegistry } from '../../core/registry.ts'
import papertrail from '../../mappings/papertrail.json' with { type: 'json' }
import { fakeClock } from '../../testing/fake-clock.ts'
import { mappedEntry } from '../../testing/mapped-seller.ts'
import { InvalidMapping, parseMapping } from './mapping.ts'

type Json = Record<string, unknown>

/** The mapping of Papertrail with one field changed, or taken away. */
function changed(field: string, value?: unknown): Json {
  const copy = structuredClone(papertrail) as Json
  const keys = field.split('.')
  const parent = keys.slice(0, -1).reduce<Json>((at, key) => at[key] as Json, copy)
  if (value === undefined) delete parent[keys.at(-1)!]
  else parent[keys.at(-1)!] = value
  return copy
}

function issuesOf(mapping: unknown, secrets = ['apiKey']) {
  try {
    parseMapping(mapping, secrets)
    return []
  } catch (error) {
    if (error instanceof InvalidMapping) return error.issues
    throw error
  }
}

describe('a mapping', () => {
  it('of a real seller is right', () => expect(issuesOf(papertrail)).toEqual([]))

  it('may leave orders out', () => expect(issuesOf(changed('orders'))).toEqual([]))

  it.each<[string, unknown, string, string]>([
    // where it is sent
    ['quotes.request.path', '/v1/{isbn31}', 'quotes.request.path', '{isbn31} is not known here; known are isbn13'],
    ['quotes.request.path', 'v1/{isbn13}', 'quotes.request.path', 'must begin with one /'],
    ['quotes.request.path', '//evil.example/{isbn13}', 'quotes.request.path', 'must begin with one /'],
    ['quotes.request.path', '/v1/{isbn13}?x=1', 'quotes.request.path', 'the query goes into query'],
    ['quotes.request.path', '/v1/../admin/{isbn13}', 'quotes.request.path', 'must not go up'],
    ['quotes.request.path', '/v1/{secret.apiKey}/{isbn13}', 'quotes.request.path', '{secret.apiKey} is not known'],
    ['quotes.request.query.key', '{secret.apiKey}', 'quotes.request.query.key', '{secret.apiKey} is not known'],
    ['quotes.request.query.country', '{shipTo.country}', 'quotes.request.query.country', 'is not known here'],
    ['quotes.request.path', '/v1/books', 'quotes.request', 'must send {isbn13}'],
    ['quotes.request.method', 'TRACE', 'quotes.request.method', 'GET'],
    ['quotes.request.headers', { host: 'evil.example' }, 'quotes.request.headers.host', 'decided by the connection'],
    ['headers', { 'transfer-encoding': 'chunked' }, 'headers.transfer-encoding', 'decided by the connection'],
    ['headers', { 'X-Key': '1' }, 'headers.X-Key', 'lower case'],
    ['headers', { 'x-key': '{secret.apiKay}' }, 'headers.x-key', 'known are secret.apiKey'],
    ['headers', { 'x-key': '{reference}' }, 'headers.x-key', '{reference} is not known here'],
    // what is sent
    [
      'orders.place.request.body.deliver_to.town',
      '{shipTo.zip}',
      'orders.place.request.body.deliver_to.town',
      '{shipTo.zip} is not known here',
    ],
    [
      'orders.place.request.body.deliver_to.street',
      ['{shipTo.line1}', '{x}'],
      'orders.place.request.body.deliver_to.street[1]',
      '{x} is not known',
    ],
    [
      'orders.place.request.body.max_total',
      undefined,
      'orders.place.request',
      'must send {limit.decimal} or {limit.minor}',
    ],
    ['orders.place.request.body.offer_id', 'x', 'orders.place.request', 'must send {ref} or {isbn13}'],
    ['orders.place.request.path', '/v1/orders', 'orders.place.request', 'must send {reference}'],
    ['orders.find.request.path', '/v1/orders', 'orders.find.request', 'must send {reference}'],
    ['orders.cancel.request.path', '/v1/orders', 'orders.cancel.request', 'must send {reference}'],
    // what the answers mean
    ['quotes.answers', [], 'quotes.answers', '>=1'],
    ['quotes.answers', [{ status: 404, means: 'none' }], 'quotes.answers[0].when', 'must name something in the answer'],
    ['quotes.answers', [{ status: 429, means: 'THROTTLED' }], 'quotes.answers', 'nothing in it means "offers"'],
    ['quotes.answers.0.means', 'oders', 'quotes.answers[0].means', 'offers'],
    ['quotes.answers.0.status', 500, 'quotes.answers[0].status', '5xx proves nothing'],
    ['quotes.answers.1.when.at', 'error..code', 'quotes.answers[1].when', 'makes no sense at ".code" (character 7)'],
    ['orders.place.answers.1.when', undefined, 'orders.place.answers[1].when', 'must name something in the answer'],
    [
      'orders.place.answers.1.when',
      { at: 'order', exists: false },
      'orders.place.answers[1].when',
      'must name something',
    ],
    [
      'orders.place.answers.7',
      { status: 200, when: { at: 'x', is: 1 }, means: 'SOLD_OUT' },
      'orders.place.answers[7]',
      'is never reached: [0] fits every such answer',
    ],
    ['orders.find.answers.1.when', undefined, 'orders.find.answers[1].when', 'must name something in the answer'],
    [
      'orders.find.answers',
      [{ status: 404, when: { at: 'e', is: 'x' }, means: 'none' }],
      'orders.find.answers',
      'nothing in it means "order"',
    ],
    // how it is read
    ['quotes.each', 'offers', 'quotes.each', 'must end in []'],
    ['quotes.quote.item', undefined, 'quotes.quote.item', 'expected object'],
    ['quotes.quote.tax', { is: 'none', currency: '$.currency' }, 'quotes.quote.tax.is', 'must be a decimal'],
    ['quotes.quote.item.currency', undefined, 'quotes.quote.item.currency', 'expected'],
    ['quotes.quote.item.currency', { is: 'euro' }, 'quotes.quote.item.currency.is', 'ISO 4217'],
    ['quotes.quote.item.unit', 'cents', 'quotes.quote.item.unit', 'decimal'],
    ['quotes.quote.item.at', 'price..value', 'quotes.quote.item.at', 'makes no sense at ".value" (character 7)'],
    ['quotes.quote.condition.map.new', 'MINT', 'quotes.quote.condition.map.new', 'NEW'],
    ['quotes.quote.condition', 'grade', 'quotes.quote.condition.map', 'expected record'],
    ['quotes.quote.expiresAt.as', 'rfc850', 'quotes.quote.expiresAt.as', 'iso'],
    ['quotes.quote.ref', { at: 'x', is: 'y' }, 'quotes.quote.ref', 'is'],
    ['quotes.quote.colour', 'x', 'quotes.quote.colour', 'is not known'],
    ['orders.fields.state.map.sent', 'GONE', 'orders.fields.state.map.sent', 'SHIPPED'],
    ['orders.fields.total', undefined, 'orders.fields.total', 'expected object'],
    ['orders.place.replays', undefined, 'orders.place.replays', 'boolean'],
    ['version', 2, 'version', '1'],
  ])('%s = %j is refused at %s: %s', (field, value, where, why) => {
    const issues = issuesOf(changed(field, value))
    expect(issues).toContainEqual({ field: expect.stringContaining(where), description: expect.stringContaining(why) })
  })

  it('is refused with everything that is wrong with it, in one go', () => {
    const mapping = { ...changed('quotes.each', 'offers'), colour: 'red', version: 2 }
    expect(issuesOf(mapping).map(({ field }) => field)).toEqual(['version', 'quotes.each', 'colour'])
  })

  it.each([null, 'text', [], 7])('is no %j', (mapping) => expect(issuesOf(mapping)).toHaveLength(1))

  it('does not grow without end', () => {
    const deep = Array.from({ length: 12 }).reduce<unknown>((inner) => ({ inner }), '{reference}')
    expect(issuesOf(changed('orders.place.request.body.deep', deep))[0]?.description).toContain('nested deeper')
    const wide = Array.from({ length: 60 }, () => 'x')
    expect(issuesOf(changed('orders.place.request.body.wide', wide))[0]?.description).toContain('at most 50')
  })
})

it('stops a registry that holds it, naming seller and field', () => {
  const entry = mappedEntry('http://127.0.0.1:1', changed('quotes.each', 'offers'), {})
  expect(() => createRegistry([entry], fakeClock())).toThrow(
    /seller papertrail: headers\.x-api-key: \{secret\.apiKey\} is not known here.*\nquotes\.each: must end in \[\]/,
  )
})
