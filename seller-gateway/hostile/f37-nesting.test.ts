// F37: XML and JSON that explode, reach out, or never come up again. Refused before they are parsed; nobody's file or address is touched.
import { gzipSync } from 'node:zlib'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { parseXml } from '../core/guarded-xml.ts'
import { parseJson } from '../core/parse-answer.ts'
import { answering, askOnce, startHostileWorld } from '../testing/hostile-world.ts'
import type { HostileWorld } from '../testing/hostile-world.ts'
import { answerOf, fair } from '../testing/protocols.ts'
import type { HttpProtocol } from '../testing/protocols.ts'
import { startTcp } from '../testing/tcp-servers.ts'

let world: HostileWorld
beforeAll(async () => {
  world = await startHostileWorld()
})
afterAll(() => world.close())
afterEach(() => world.reset())

const xmlProtocols = ['soap-trade', 'signed-search'] as const satisfies HttpProtocol[]
const jsonProtocols = [
  'rest-checkout',
  'rest-mapped',
  'graphql-cart',
  'agentic-checkout',
] as const satisfies HttpProtocol[]
const gzip = { 'content-encoding': 'gzip' }

/** What each of these fails with, when all of them answer this; the honest seller is heard. */
async function failuresWith(ids: readonly HttpProtocol[], body: string | Buffer, headers = {}) {
  for (const id of ids) world.behave(id, answering(id, body, headers))
  const round = await askOnce(world, ...ids)
  expect(round.quotes('honest')).toHaveLength(1)
  return ids.map((id) => round.failures[id] ?? `${id} did not fail`)
}

describe('F37 XML', () => {
  const entities = Array.from({ length: 10 }, (_, n) => `<!ENTITY l${n + 1} "${`&l${n};`.repeat(10)}">`).join('')
  const laughs = `<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY l0 "lol">${entities}]><lolz>&l10;</lolz>`
  const quadratic = `<!DOCTYPE a [<!ENTITY x "${'x'.repeat(50_000)}">]><a>${'&x;'.repeat(50_000)}</a>`
  const parameter = '<!DOCTYPE a [<!ENTITY % x SYSTEM "http://127.0.0.1:1/evil.dtd"> %x;]><a/>'

  it.each([
    ['billion laughs', laughs, /document type/],
    ['quadratic blow-up', quadratic, /document type/],
    ['a parameter entity', parameter, /document type/],
    ['a document type in UTF-16', Buffer.from(`\ufeff${laughs}`, 'utf16le'), /is no XML/],
    ['elements nested 100,000 deep', '<a>'.repeat(100_000) + '</a>'.repeat(100_000), /more XML than/],
    ['elements nested 1,000 deep', '<a>'.repeat(1_000) + '</a>'.repeat(1_000), /no XML that we accept/],
    ['10 MB of text', `<a>${'x'.repeat(10 * 1024 * 1024)}</a>`, /too large/],
    ['a megabyte of elements', `<a>${'<b/>'.repeat(250_000)}</a>`, /more XML than/],
    ['elements that are never closed', '<a>'.repeat(15_000), /is no XML/],
    ['comments that are never closed', `<a>${'<!--'.repeat(10_000)}`, /is no XML/],
    ['thirty thousand attributes', `<a ${'b="1" '.repeat(30_000)}/>`, /is no XML/],
  ])('F37 %s: refused before it is parsed', async (_, body, reason) => {
    for (const failure of await failuresWith(xmlProtocols, body)) {
      expect(failure).toMatch(/^FAILURE_KIND_BAD_DATA: /)
      expect(failure).toMatch(reason)
    }
  })

  it('F37 four megabytes of elements in a few kilobytes of gzip: refused before they are parsed', async () => {
    const body = gzipSync(`<a>${'<b/>'.repeat(1_000_000)}</a>`)
    for (const failure of await failuresWith(xmlProtocols, body, gzip))
      expect(failure).toMatch(/BAD_DATA: .*more XML than/)
  })

  it('F37 an external entity: nobody reads the file, nobody calls the address', async () => {
    let touches = 0
    const canary = await startTcp(() => (touches += 1))
    for (const uri of ['file:///etc/passwd', `http://127.0.0.1:${canary.port}/`]) {
      const body = `<!DOCTYPE a [<!ENTITY x SYSTEM "${uri}">]><searchResults><resultCount>&x;</resultCount></searchResults>`
      for (const failure of await failuresWith(xmlProtocols, body)) {
        expect(failure).toMatch(/BAD_DATA: .*document type/)
        expect(failure).not.toContain('root:')
      }
    }
    expect(touches).toBe(0)
    await canary.close()
  })

  it('F37 entities without a document type: text like any other', () => {
    expect(parseXml('<a>&lol;&#x41;&amp;</a>')).toEqual({ a: '&lol;&#x41;&amp;' })
  })

  it('F37 the largest answer that a seller could mean: read', () => {
    const one = '<Book><bookId>1</bookId><title>x</title><isbn13>1</isbn13><listingPrice>1</listingPrice></Book>'
    expect(parseXml(`<r>${one.repeat(1_000)}</r>`)).toMatchObject({ r: { Book: expect.arrayContaining([]) } })
  })
})

describe('F37 JSON', () => {
  const deep = (depth: number) => '['.repeat(depth) + ']'.repeat(depth)

  it.each([
    ['lists nested 100,000 deep', deep(100_000)],
    ['objects nested 100,000 deep', '{"a":'.repeat(100_000) + '1' + '}'.repeat(100_000)],
    ['a list of lists nested 21 deep', `{"x":${deep(21)}}`],
    ['brackets that are never closed', '['.repeat(500_000)],
  ])('F37 %s: refused before they are parsed', async (_, body) => {
    for (const failure of await failuresWith(jsonProtocols, body))
      expect(failure).toMatch(/^FAILURE_KIND_BAD_DATA: (its answer is nested deeper than 20|its answer is no JSON)$/)
  })

  it.each(jsonProtocols)('F37 %s: depth beside what is read is no way in either', async (id) => {
    const body = answerOf(id, '/x', fair).replace('{', `{"extra":${deep(50_000)},`)
    expect(await failuresWith([id], body)).toEqual([expect.stringContaining('BAD_DATA')])
  })

  it.each([
    ['twenty levels', deep(20)],
    ['brackets in a text', JSON.stringify('['.repeat(1_000))],
    ['brackets after an escaped quote', '["\\"[[[[[[[[[[[[[[[[[[[[[[["]'],
    ['brackets after an escaped backslash', `["\\\\",${deep(19)}]`],
    ['many short lists', `[${'[],'.repeat(1_000)}[]]`],
  ])('F37 %s: read', (_, text) => expect(parseJson(text)).toEqual(JSON.parse(text)))

  it.each([
    ['a quote that is escaped by an escaped backslash', `["\\\\",${deep(20)}]`],
    ['a text that never ends', `"${'['.repeat(100)}`],
  ])('F37 %s: does not hide depth, or is no JSON', (_, text) => {
    expect(() => parseJson(text)).toThrow(expect.objectContaining({ kind: 'bad_data' }))
  })
})
