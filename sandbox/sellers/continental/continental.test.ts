// What is Continental's own: the mailbox, documents that never come as errors, numbers used twice, orders confirmed as something else.
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { startSandbox } from '../../index.ts'
import type { Sandbox } from '../../index.ts'
import { askMailbox } from '../../testing/continental-buyer.ts'
import { edifact as ourEdifact, x12 as ourX12 } from '../../testing/continental-papers.ts'
import { control, ordersOf, requestsOf } from '../../testing/control.ts'
import { BadInterchange, readInterchange, writeInterchange } from './edifact.ts'
import { readX12, writeX12 } from './x12.ts'

const isbn13 = '9780340839935'
const at = new Date('2026-11-21T10:15:03Z')
let sandbox: Sandbox

beforeAll(async () => {
  sandbox = await startSandbox()
})
afterAll(() => sandbox.close())

describe.each([
  ['continental', ourEdifact, 'EUR', 'CONTRL', 'ORDRSP'],
  ['continental-us', ourX12, 'USD', '997', '855'],
])('%s', (seller, dialect, currency, receipt, response) => {
  let start: string
  let numbers = 700
  const behave = (knobs: object) => control(sandbox, 'PATCH', `/sellers/${seller}`, knobs)
  const get = async (query: string) => await (await askMailbox(sandbox, `${seller}/mailbox${query}`)).text()
  const post = (body: string) => askMailbox(sandbox, `${seller}/mailbox`, { method: 'POST', body })
  const newNumber = () => String((numbers += 1))
  const order = (number = newNumber(), total = '11.39') =>
    post(dialect.order(number, `r${number}`, isbn13, { amount: total, currency }))
  /** Type and status of what came since the beginning of the test. */
  const listed = async () => {
    const [, ...lines] = (await get(`?after=${start}`)).trim().split('\n')
    return lines.map((line) => line.split(' ').slice(1).toReversed().join(' '))
  }
  /** The texts of what came, of one type. */
  const texts = async (type: string) => {
    const [, ...lines] = (await get(`?after=${start}`)).trim().split('\n')
    const found = lines.map((line) => line.split(' ')).filter(([, , one]) => one === type)
    return await Promise.all(found.map(([number]) => get(`/${number}`)))
  }

  beforeEach(async () => {
    await control(sandbox, 'POST', '/reset', { seed: 1 })
    await control(sandbox, 'PUT', `/sellers/${seller}/offers/${isbn13}`, {
      price: '8.99',
      shipping: '2.40',
      quantity: 9,
    })
    start = (await get('')).slice(4).trim()
  })

  it('answers an order with a receipt and a response, and keeps both after they were read', async () => {
    expect((await order()).status).toBe(202)
    expect(await listed()).toEqual([`${receipt} C`, `${response} C`])
    const [text = ''] = await texts(response)
    expect(text).toContain(isbn13)
    expect(text).toContain('11.39')
    expect(await listed()).toEqual([`${receipt} C`, `${response} E`])
  })

  it('takes everything with 202, and speaks of it by document or not at all', async () => {
    expect((await post('no interchange')).status).toBe(202)
    expect(await listed()).toEqual([])
    const half = dialect.order(newNumber(), 'r1', isbn13, { amount: '11.39', currency }).replace('1 High Street', '')
    expect((await post(half.replace('UNT+12', 'UNT+11').replace('SE*11', 'SE*10'))).status).toBe(202)
    expect(await listed()).toEqual([`${receipt} C`])
    expect(await ordersOf(sandbox, seller)).toEqual([])
    expect((await requestsOf(sandbox, seller)).map(({ operation }) => operation)).toContain('Unreadable')
  })

  it('does not read an interchange whose control number was used before', async () => {
    const number = newNumber()
    await order(number)
    await order(number)
    expect(await listed()).toEqual([`${receipt} C`, `${response} C`, `${receipt} C`])
    expect((await texts(receipt)).at(-1)).toMatch(/\+4\+26'|\*R\*025~/)
    expect(await ordersOf(sandbox, seller)).toHaveLength(1)
  })

  it('documentMs: the answer comes later, and a reset forgets it', async () => {
    await behave({ documentMs: { p50: 150, p99: 150 } })
    await order()
    expect(await listed()).toEqual([])
    await vi.waitFor(async () => expect((await listed()).length).toBe(2), 5_000)
  })

  it('duplicateRate: documents come twice, and other documents under the same number', async () => {
    await behave({ duplicateRate: 1 })
    await order()
    const all = [...(await texts(receipt)), ...(await texts(response))]
    expect(all).toHaveLength(4)
    expect(new Set(all).size).toBe(2)
    const controls = all.map((text) => /UNB[^']*\+(\w+)'|\*00401\*(\d+)/.exec(text)?.slice(1).join(''))
    expect(new Set(controls).size).toBe(1)
  })

  it('halfWrittenRate: a document that is being written is marked, and half', async () => {
    await behave({ halfWrittenRate: 1 })
    await order()
    expect(await listed()).toEqual([`${receipt} X`, `${response} X`])
    const [text = ''] = await texts(response)
    expect(text).not.toMatch(/UNZ|IEA/)
    await vi.waitFor(async () => expect(await listed()).toEqual([`${receipt} C`, `${response} C`]), 5_000)
  })

  it('substituteRate: another book is booked, confirmed and reported', async () => {
    await behave({ substituteRate: 1 })
    const number = newNumber()
    await order(number)
    const [held] = await ordersOf(sandbox, seller)
    expect(held?.isbn13).not.toBe(isbn13)
    const [text = ''] = await texts(response)
    expect(text).toMatch(/\+4'|\*AC\*/)
    expect(text).toContain(held?.isbn13)
    await post(dialect.enquiry(newNumber(), `r${number}`))
    expect((await texts(seller === 'continental' ? 'OSTRPT' : '870'))[0]).toMatch(/STS\+1\+CH|REF\*ZZ\*CH/)
  })

  it('backOrderRate: the order is booked, and no copy is sent now', async () => {
    await behave({ backOrderRate: 1 })
    await order()
    expect((await texts(response))[0]).toMatch(/QTY\+12:0'\nQTY\+83:1'|ACK\*IB/)
    expect(await ordersOf(sandbox, seller)).toHaveLength(1)
  })

  it('lists only what is in stock new, and says for how long', async () => {
    const type = seller === 'continental' ? 'PRICAT' : '832'
    const answer = await askMailbox(sandbox, `${seller}/mailbox?type=${type}`)
    expect(answer.headers.get('cache-control')).toBe('private, max-age=0')
    const [, line = ''] = (await answer.text()).split('\n')
    const list = await get(`/${line.split(' ')[0]}`)
    expect(list.split(/LIN[+*]/).length).toBeGreaterThan(2_500)
    expect(dialect.quotes(list, isbn13)).toEqual([{ id: isbn13, total: { currency, minor: 1139n }, quantity: 9 }])
    expect((await get(`?type=${type}`)).split('\n')[1]).toBe(line.replace(' C ', ' E '))
    await behave({ listEveryMs: 1_000 })
    const later = await askMailbox(sandbox, `${seller}/mailbox?type=${type}`)
    expect(later.headers.get('cache-control')).toContain('stale-while-revalidate')
  })

  it('asks for the password, and throttles with 429', async () => {
    expect((await fetch(`${sandbox.url}/${seller}/mailbox`)).status).toBe(401)
    expect((await askMailbox(sandbox, `${seller}/mailbox/1`)).status).toBe(404)
    await behave({ ratePerSecond: 1 })
    const answers = await Promise.all(Array.from({ length: 5 }, () => askMailbox(sandbox, `${seller}/mailbox`)))
    expect(answers.find(({ status }) => status === 429)?.headers.get('retry-after')).toBe('1')
  })
})

describe('EDIFACT', () => {
  it('reads back what it writes', () => {
    const body = [
      ['FTX', 'ZZZ', '', '', ["it's: 1 + 1 ?"]],
      ['LIN', '1', '', ['978', 'EN']],
    ]
    const text = writeInterchange('7', at, [
      { type: 'ORDRSP', body },
      { type: 'CONTRL', body: [] },
    ])
    expect(readInterchange(text)).toMatchObject({
      control: '7',
      messages: [
        {
          type: 'ORDRSP',
          segments: [
            { tag: 'FTX', elements: [['ZZZ'], [''], [''], ["it's: 1 + 1 ?"]] },
            { tag: 'LIN', elements: [['1'], [''], ['978', 'EN']] },
          ],
        },
        { type: 'CONTRL', segments: [] },
      ],
    })
  })

  it.each([
    '',
    'UNB',
    "UNB+A+B+C+D+7'UNZ+1+7'",
    "UNB+A+B+C+D+7'UNH+1'UNZ+0+7'",
    "UNB+A+B+C+D+7'BGM'UNZ+0+7'",
    "UNB+A+B+C+D+7'UNZ+0+8'",
  ])('cannot read %j', (text) => expect(() => readInterchange(text)).toThrow(BadInterchange))
})

describe('X12', () => {
  it('reads back what it writes', () => {
    const text = writeX12('7', at, [{ type: '855', body: [['BAK', '00', 'AD', 'Q1', '']] }])
    expect(readX12(text)).toEqual({
      control: '000000007',
      sets: [{ type: '855', segments: [['BAK', '00', 'AD', 'Q1']] }],
    })
  })

  it.each(['', 'ISA*00', `${writeX12('7', at, []).slice(0, 110)}`])('cannot read %j', (text) => {
    expect(() => readX12(text)).toThrow(BadInterchange)
  })
})
