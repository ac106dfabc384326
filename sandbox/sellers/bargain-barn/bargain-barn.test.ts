// What is Bargain Barn's own: the ugly list, deltas, ETags, half-written files, prices that grow too old, paperwork that takes its time.
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest'
import { startSandbox } from '../../index.ts'
import type { Sandbox } from '../../index.ts'
import { calm } from '../../core/behaviour.ts'
import type { HttpReply } from '../../core/http.ts'
import { Seller } from '../../core/seller.ts'
import { askBarn } from '../../testing/bargain-barn-buyer.ts'
import { control, ordersOf } from '../../testing/control.ts'
import { readOrderFile } from './desk.ts'
import { file, fromComma, line, readLines, toWindows1252 } from './files.ts'
import { bargainBarnRoutes } from './index.ts'
import { bargainBarnProfile } from './profile.ts'

const isbn13 = '9780340839935'
const columns =
  'ACTION;REFERENCE;LIST;ISBN;CONDITION;QUANTITY;TOTAL;CURRENCY;NAME;STREET1;STREET2;STREET3;CITY;REGION;POSTCODE;COUNTRY'
let sandbox: Sandbox

beforeAll(async () => {
  sandbox = await startSandbox()
})
afterAll(() => sandbox.close())
beforeEach(async () => {
  await control(sandbox, 'POST', '/reset', { seed: 1 })
  await offer('8.99')
})

const offer = (price: string, quantity = 1) =>
  control(sandbox, 'PUT', `/sellers/bargain-barn/offers/${isbn13}`, { price, shipping: '2.40', quantity })
const behave = (knobs: object) => control(sandbox, 'PATCH', '/sellers/bargain-barn', knobs)
const bytesOf = async (path: string) => Buffer.from(await (await askBarn(sandbox, path)).arrayBuffer())
const linesOf = async (path: string) => (await bytesOf(path)).toString('latin1').split('\r\n')

it('lists some twelve thousand lines as ugly as designed, in Windows-1252', async () => {
  const bytes = await bytesOf('pricelist.csv')
  const lines = new TextDecoder('windows-1252').decode(bytes).split('\r\n').slice(1, -2)
  expect(lines.length).toBeGreaterThan(11_000)
  const isbns = lines.map((text) => text.split(';')[0] ?? '')
  const share = (pattern: RegExp) => isbns.filter((isbn) => pattern.test(isbn)).length / isbns.length
  expect(share(/^97[89]\d{10}$/)).toBeGreaterThan(0.5)
  expect(share(/^\d{1,9}[\dX]$/)).toBeGreaterThan(0.2)
  expect(share(/^9,78E\+12$/)).toBeGreaterThan(0.01)
  expect(lines.filter((text) => / *;10\+;/.test(text)).length).toBeGreaterThan(3_000)
  expect(lines.some((text) => text.includes('“Haus”'))).toBe(true)
  expect(bytes.includes(0x93)).toBe(true) // “, which UTF-8 would write in three bytes
  expect(lines.some((text) => text.includes('12,') && !text.includes('12.'))).toBe(true)
})

it('counts its lines in the trailer', async () => {
  const lines = await linesOf('pricelist.csv')
  expect(lines.at(-2)).toBe(`T;${lines.length - 3}`)
})

it('answers 304 while the list stands, and a delta with what has changed since', async () => {
  const first = await askBarn(sandbox, 'pricelist.csv')
  const etag = first.headers.get('etag') ?? ''
  const number = /L[\w-]+/.exec(etag)?.[0] ?? ''
  const again = await askBarn(sandbox, 'pricelist.csv', { headers: { 'if-none-match': etag } })
  expect(again.status).toBe(304)
  const weak = await askBarn(sandbox, `pricelist-delta.csv?from=${number}`, {
    headers: { 'if-none-match': `W/"${number}"` },
  })
  expect(weak.status).toBe(304)

  await offer('9.99')
  const delta = await linesOf(`pricelist-delta.csv?from=${number}`)
  expect(delta).toHaveLength(4)
  expect(delta[0]).toMatch(new RegExp(`^D;BARGAIN BARN;${number};L`))
  expect(delta[1]).toContain(';9,99;EUR;1;2,40;2,40;2,40')
  await offer('9.99', 0)
  expect((await linesOf(`pricelist-delta.csv?from=${number}`))[1]).toMatch(new RegExp(`^${isbn13};.*;EUR;0;;;$`))
})

it('does not know the lists of before a reset', async () => {
  const [header = ''] = await linesOf('pricelist.csv')
  await control(sandbox, 'POST', '/reset', { seed: 1 })
  expect((await askBarn(sandbox, `pricelist-delta.csv?from=${header.split(';')[2]}`)).status).toBe(410)
})

it('halfWrittenRate: files without a trailer', async () => {
  await order('r1', await listNumber())
  await behave({ halfWrittenRate: 1 })
  for (const path of ['pricelist.csv', 'results/r1.csv'])
    expect((await linesOf(path)).some((text) => text.startsWith('T;'))).toBe(false)
})

it('listEveryMs: what was sold since is still listed', async () => {
  await behave({ listEveryMs: 86_400_000 })
  const number = await listNumber()
  await offer('1.00')
  expect((await linesOf('pricelist.csv')).join('\n')).not.toContain(';1,00;EUR;1;2,40')
  expect(await listNumber()).toBe(number)
  expect(await codeOf('r1', number, '11,39')).toBe('00')
})

it('documentMs: a file waits on the desk, and a reset forgets it', async () => {
  await behave({ documentMs: { p50: 3_600_000, p99: 3_600_000 } })
  await order('r1', await listNumber())
  expect(await result('r1')).toMatchObject([['R', '1', 'ORDER', '01', 'RECEIVED', '', '']])
  expect(await ordersOf(sandbox, 'bargain-barn')).toEqual([])
  await behave({ documentMs: { p50: 1, p99: 1 } })
  await order('r1', await listNumber())
  await vi.waitFor(async () =>
    expect((await result('r1')).map(([, , , code]) => code)).toEqual(['01', '00', expect.anything()]),
  )
})

it('refuses prices of a list that it does not know', async () => {
  expect(await codeOf('r1', 'L0-1')).toBe('20')
})

it('refuses prices of a list that is older than six hours, and still finds the order that was placed before', async () => {
  let now = Date.parse('2026-11-21T10:00:00Z')
  const seller = new Seller(bargainBarnProfile, { seed: 1, behaviour: calm, run: 't', now: () => now })
  const eur = (minor: bigint) => ({ currency: 'EUR', minor })
  seller.catalogue.fix(isbn13, { price: eur(899n), shipping: eur(240n), condition: 'NEW', quantity: 5 })
  const ask = askFace(seller)
  const list = (await ask('GET', 'pricelist.csv')).split(';')[2] ?? ''
  await ask('POST', 'orders', orderFile('r1', list))
  now += 6 * 3_600_000
  await ask('POST', 'orders', orderFile('r1', list))
  await ask('POST', 'orders', orderFile('r2', list))
  expect(await ask('GET', 'results/r1.csv')).toMatch(/R;1;ORDER;00;.*\r\nR;2;ORDER;00;/)
  expect(await ask('GET', 'results/r2.csv')).toContain('R;3;ORDER;20;PRICE CHANGED;;\r\n')
})

it.each([
  ['30', { isbn: '9780141439518', condition: 'G' }],
  ['50', { total: '11.39' }],
  ['50', { isbn: '340839937' }],
  ['31', { country: 'AQ', isbn: '9780141439518', total: '99,00' }],
])('writes code %s for %j', async (code, change) => {
  expect(await codeOf('r1', await listNumber(), '11,39', change)).toBe(code)
  expect(await ordersOf(sandbox, 'bargain-barn')).toEqual([])
})

it.each([
  '',
  'nonsense',
  `${columns}\r\n`,
  `${columns}\r\nORDER;r1\r\n`,
  `${columns}\r\nGIVE;r1;;;;;;;;;;;;;;\r\n`,
  `${columns}\r\n"`,
])('reads nothing of the file %j', async (body) => {
  const answer = await askBarn(sandbox, 'orders', { method: 'POST', body })
  expect([answer.status, await answer.text()]).toEqual([400, expect.stringMatching(/^REFUSED;/)])
})

it('asks for the password, and throttles with 429', async () => {
  expect((await fetch(`${sandbox.url}/bargain-barn/pricelist.csv`)).status).toBe(401)
  await behave({ ratePerSecond: 1 })
  const answers = await Promise.all(Array.from({ length: 5 }, () => askBarn(sandbox, 'results/r1.csv')))
  expect(answers.find(({ status }) => status === 429)?.headers.get('retry-after')).toBe('1')
})

it('reads and writes quoted fields, and what Windows-1252 lacks', () => {
  const fields = ['a', 'b;c', 'say "no"', 'two\r\nlines', '']
  expect(readLines(line(...fields) + line('', ''))).toEqual([fields, ['', '']])
  expect(readLines('"open;')).toBeNull()
  expect(file('H\r\n', 'L\r\n', 1)).toBe('H\r\nL\r\nT;1\r\n')
  expect([...toWindows1252('€é’漢')]).toEqual([0x80, 0xe9, 0x92, 0x3f])
  expect(fromComma('8.99', 'EUR')).toBeNull()
  expect(() => readOrderFile(null)).toThrow(/COLUMNS/)
})

async function listNumber(): Promise<string> {
  return (await linesOf('pricelist.csv'))[0]?.split(';')[2] ?? ''
}

function orderFile(reference: string, list: string, total = '11,39', change: Change = {}): string {
  const { isbn = isbn13, condition = 'N', country = 'GB' } = change
  const what = [reference, list, isbn, condition, '1', change.total ?? total, 'EUR']
  return `${columns}\r\nORDER;${what.join(';')};A Reader;1 High Street;;;York;;YO1 7AA;${country}\r\n`
}

function order(reference: string, list: string, total?: string, change?: Change): Promise<Response> {
  return askBarn(sandbox, 'orders', { method: 'POST', body: orderFile(reference, list, total, change) })
}

async function result(reference: string): Promise<string[][]> {
  return (await linesOf(`results/${reference}.csv`)).slice(1, -2).map((text) => text.split(';'))
}

async function codeOf(reference: string, list: string, total?: string, change?: Change): Promise<string | undefined> {
  await order(reference, list, total, change)
  return (await result(reference))[0]?.[3]
}

/** The face of one seller without a socket. */
function askFace(seller: Seller) {
  const routes = bargainBarnRoutes(() => seller, { user: 'u', password: 'p' })
  return async (method: string, path: string, body = ''): Promise<string> => {
    const [folder = '', name = ''] = path.split('/')
    const route = routes.find((one) => one.method === method && one.path.startsWith(`/bargain-barn/${folder}`))
    const reply = await route!.handler({
      method,
      url: new URL(`http://sandbox/bargain-barn/${path}`),
      params: { file: name },
      headers: { authorization: `Basic ${btoa('u:p')}` },
      body,
      signal: new AbortController().signal,
    })
    return String((reply as HttpReply).body)
  }
}

interface Change {
  isbn?: string
  condition?: string
  total?: string
  country?: string
}
