// A buyer at Bargain Barn: reads the whole list for every price, and waits for every result.
import type { Money } from '@quire/proto/money'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Sandbox } from '../index.ts'
import { map, over, readMoney } from './buyer.ts'
import type { Buyer, Outcome, SeenOrder, SeenQuote } from './buyer.ts'

const columns =
  'ACTION;REFERENCE;LIST;ISBN;CONDITION;QUANTITY;TOTAL;CURRENCY;NAME;STREET1;STREET2;STREET3;CITY;REGION;POSTCODE;COUNTRY'
const triesMax = 200

/** Buys at Bargain Barn; posts to Great Britain. */
export function bargainBarnBuyer(sandbox: Sandbox): Buyer {
  const ask = (method: 'GET' | 'POST', path: string, body?: string, signal?: AbortSignal) =>
    over(askBarn(sandbox, path, { method, body: body ?? null, signal: signal ?? null }), readAnswer)

  async function send(line: string, reference: string, signal?: AbortSignal): Promise<Outcome<BarnResults>> {
    const taken = await ask('POST', 'orders', `${columns}\r\n${line}\r\n`, signal)
    if (taken.kind !== 'ok') return taken
    const [word, receipt] = taken.value[0] ?? []
    if (word !== 'RECEIVED') return { kind: 'trouble', what: 'no receipt' }
    for (let tries = 0; tries < triesMax; tries += 1) {
      const results = await resultsOf(reference)
      if (results.kind !== 'ok') return results
      const mine = results.value.results.find(([number]) => number === receipt)
      if (mine && mine[2] !== '01') return decided(mine, results.value)
      await sleep(5)
    }
    return { kind: 'trouble', what: 'no result' }
  }
  async function resultsOf(reference: string): Promise<Outcome<BarnResults>> {
    return map(await ask('GET', `results/${reference}.csv`), (lines) => ({
      results: lines.filter(([type]) => type === 'R').map(([, ...fields]) => fields),
      standing: lines.find(([type]) => type === 'S')?.slice(1) ?? null,
    }))
  }

  return {
    seller: 'bargain-barn',
    currency: 'EUR',
    async quote(isbn13, signal) {
      const list = await ask('GET', 'pricelist.csv', undefined, signal)
      return map(list, (lines) => quotesIn(lines, isbn13))
    },
    async place(reference, { id, total }, signal) {
      const [list = '', isbn = '', condition = ''] = id.split('/')
      const order = ['ORDER', reference, list, isbn, condition, '1', toComma(total), total.currency]
      const address = ['A Reader', '1 High Street', 'Flat 2', '', 'York', '', 'YO1 7AA', 'GB']
      return map(await send([...order, ...address].join(';'), reference, signal), toSeenOrder)
    },
    async get(reference) {
      const results = await resultsOf(reference)
      if (results.kind === 'ok' && !results.value.standing) return { kind: 'refused', code: 'ORDER_NOT_FOUND' }
      return map(results, toSeenOrder)
    },
    cancel: async (reference) => map(await send(`CANCEL;${reference};;;;;;;;;;;;;;`, reference), toSeenOrder),
    close() {},
  }
}

/** One request with good credentials. */
export function askBarn(sandbox: Sandbox, path: string, init: RequestInit = {}): Promise<Response> {
  const headers = new Headers(init.headers)
  headers.set('authorization', `Basic ${btoa('quire:bargain-barn-secret')}`)
  return fetch(`${sandbox.url}/bargain-barn/${path}`, { ...init, headers })
}

function readAnswer(text: string, { status }: Response): Outcome<string[][]> {
  const lines = text.split('\r\n').map((line) => line.split(';'))
  if (status === 404) return { kind: 'refused', code: 'ORDER_NOT_FOUND' }
  if (status >= 400) return { kind: 'trouble', what: String(status) }
  if (status === 200 && lines.at(-2)?.[0] !== 'T') return { kind: 'trouble', what: 'no trailer' }
  return { kind: 'ok', value: lines }
}

/** No title has a semicolon in a line that is looked for here by its own ISBN, and books set over control keep a readable one. */
function quotesIn(lines: string[][], isbn13: string): SeenQuote[] {
  const list = lines[0]?.[2] ?? ''
  const isbn10 = isbn13.slice(3, 12).replace(/^0+/, '')
  const found = lines.filter(([isbn = '']) => isbn === isbn13 || isbn.slice(0, -1) === isbn10)
  return found.flatMap((fields) => {
    const [condition = '', price = '', currency = '', stock = '', , postage = ''] = fields.slice(-7)
    if (stock === '0' || postage === '') return []
    const total = { currency, minor: fromComma(price, currency).minor + fromComma(postage, currency).minor }
    return [{ id: `${list}/${isbn13}/${condition}`, total, quantity: Number.parseInt(stock, 10) }]
  })
}

function decided(result: string[], results: BarnResults): Outcome<BarnResults> {
  const [, , code = '', , total, currency = ''] = result
  if (code === '00' || code === '60') return { kind: 'ok', value: results }
  if (code === '90') return { kind: 'trouble', what: 'not decided' }
  return { kind: 'refused', code: barnCodes[code] ?? code, ...(total && { total: fromComma(total, currency) }) }
}

function toSeenOrder({ standing }: BarnResults): SeenOrder {
  const [state = '', orderId = '', , , total, currency = ''] = standing ?? []
  return { orderId, state, total: total ? fromComma(total, currency) : null }
}

function toComma({ minor }: Money): string {
  return `${minor / 100n},${String(minor % 100n).padStart(2, '0')}`
}

function fromComma(text: string, currency: string): Money {
  return readMoney(text.replace(',', '.'), currency)
}

const barnCodes: Record<string, string> = {
  10: 'SOLD_OUT',
  20: 'PRICE_CHANGED',
  30: 'NO_SUCH_OFFER',
  40: 'REFERENCE_REUSED',
  41: 'ORDER_CANCELLED',
}

interface BarnResults {
  results: string[][]
  standing: string[] | null
}
