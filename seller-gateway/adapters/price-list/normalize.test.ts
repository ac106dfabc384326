import { describe, expect, it } from 'vitest'
import type { QuoteAsk } from '../../core/adapter.ts'
import { readFixture, toGolden } from '../../testing/golden.ts'
import type { PriceList } from './client.ts'
import { parseQuoteRef, toCancelFile, toOrder, toOrderFile, toQuotes, toRefusal } from './normalize.ts'
import { readListFile, readResultFile } from './wire.ts'

const currencies = ['EUR']
const isbn13 = '9780340839935'
const now = Date.parse('2026-11-21T10:00:00Z')
const terms = { zones: [['DE'], ['GB', 'FR'], ['US']], listLifeMs: 6 * 3_600_000, shipsFrom: 'DE' }
const from = (country: string): QuoteAsk => ({ isbn13, destination: { country, postalCode: '' }, currency: 'EUR' })

async function list(): Promise<PriceList> {
  const file = await readListFile(Buffer.from(readFixture(import.meta.dirname, 'pricelist.csv'), 'latin1'), currencies)
  return { ...file, etag: '"L3k9d-17"' }
}

describe('toQuotes', () => {
  it('makes of a list what its golden file says', async () => {
    await expect(toGolden(toQuotes(await list(), from('FR'), terms, now))).toMatchFileSnapshot(
      'fixtures/pricelist.golden.json',
    )
  })

  it.each([
    ['DE', [240n, 240n]],
    ['US', [1290n]], // the remainder is not sent overseas
    ['AQ', []],
  ])('knows the postage to %s', async (country, postage) => {
    const quotes = toQuotes(await list(), from(country), terms, now)
    expect(quotes.map(({ shipping }) => shipping?.minor)).toEqual(postage)
  })

  it('quotes nothing of a book that is not listed', async () => {
    expect(toQuotes(await list(), { ...from('DE'), isbn13: '9780000000002' }, terms, now)).toEqual([])
  })

  it('dates every quote by the list, and refuses a list that nobody can order from', async () => {
    const madeAt = Date.parse('2026-11-21T09:00:00Z')
    const dates = { listedAt: new Date(madeAt), expiresAt: new Date(madeAt + terms.listLifeMs) }
    expect(toQuotes(await list(), from('DE'), terms, madeAt + terms.listLifeMs - 1)[0]).toMatchObject(dates)
    const old = await list()
    expect(() => toQuotes(old, from('DE'), terms, madeAt + terms.listLifeMs)).toThrow(/too old/)
  })

  it('does not believe a list that was made tomorrow', async () => {
    const madeAt = new Date(now + 86_400_000)
    expect(toQuotes({ ...(await list()), madeAt }, from('DE'), terms, now)[0]?.listedAt).toEqual(new Date(now))
  })
})

describe('orders', () => {
  const shipTo = {
    recipient: 'A; "Reader"',
    lines: ['1 High Street'],
    city: 'York',
    region: '',
    postalCode: 'YO1',
    country: 'GB',
  }
  const ask = { reference: 'att_1', quoteRef: 'L3k9d-17/N', isbn13, limit: { currency: 'EUR', minor: 1489n }, shipTo }

  it('sends the quoted total, the list it is from, and no more of the shopper than the parcel needs', () => {
    expect(toOrderFile(ask).split('\r\n')[1]).toBe(
      `ORDER;att_1;L3k9d-17;${isbn13};N;1;14,89;EUR;"A; ""Reader""";1 High Street;;;York;;YO1;GB`,
    )
  })

  it('keeps a line break of the shopper inside its field', () => {
    const lines = ['1 High Street\r\nCANCEL;att_2']
    expect(toOrderFile({ ...ask, shipTo: { ...shipTo, lines } })).toContain('"1 High Street\r\nCANCEL;att_2"')
  })

  it('writes as many fields as columns', () => {
    const [columns = '', line = ''] = toCancelFile('att_1').split('\r\n')
    expect(line.split(';')).toHaveLength(columns.split(';').length)
  })

  it('finds list and condition of a quote again', () => {
    expect(parseQuoteRef('L3k9d-17/N')).toEqual({ list: 'L3k9d-17', condition: 'N' })
  })

  const standing = (line: string) => toOrder(readResultFile(`H;RESULT;att_1\r\n${line}\r\nT;1\r\n`), currencies)

  it('reads what stands', async () => {
    const order = standing(`S;ACCEPTED;BB-000001-9f2c;${isbn13};L;11,39;EUR;2026-11-21T10:00:03.120Z`)
    await expect(toGolden(order)).toMatchFileSnapshot('fixtures/standing.golden.json')
  })

  it('reads a reference that was cancelled before any order', () => {
    expect(standing('S;CANCELLED;;;;;;')).toMatchObject({ sellerOrderId: '', state: 'CANCELLED', total: null })
  })

  it('takes a state that it does not know for unspecified', () => {
    expect(standing(`S;LOST;BB-1;${isbn13};N;11,39;EUR;`)?.state).toBe('UNSPECIFIED')
  })

  it('refuses an order in a currency that this seller does not use', () => {
    expect(() => standing(`S;ACCEPTED;BB-1;${isbn13};N;11,39;RUB;`)).toThrow(/RUB/)
  })
})

describe('toRefusal', () => {
  const result = (code: string) => ({ receipt: '1', code, text: '', total: '12,48', currency: 'EUR' })
  it.each([
    ['10', 'SOLD_OUT'],
    ['20', 'PRICE_CHANGED'],
    ['30', 'SOLD_OUT'],
    ['31', 'REJECTED'],
    ['40', 'REQUEST_ID_REUSED'],
    ['41', 'ORDER_CANCELLED'],
    ['50', 'REJECTED'],
  ])('%s is %s', (code, reason) => expect(toRefusal(result(code), currencies)?.reason).toBe(reason))

  it.each(['00', '01', '60', '90', '99'])('%s proves nothing', (code) => {
    expect(toRefusal(result(code), currencies)).toBeNull()
  })

  it('reads the new total, and does without one', () => {
    expect(toRefusal(result('20'), currencies)?.newTotal).toEqual({ currency: 'EUR', minor: 1248n })
    expect(toRefusal({ ...result('20'), total: '' }, currencies)?.newTotal).toBeUndefined()
    expect(toRefusal({ ...result('20'), total: '12.48' }, currencies)?.newTotal).toBeUndefined()
  })
})
