// What the client makes of each answer to a request for a list or to a file of ours.
import { describe, expect, it } from 'vitest'
import type { GuardedHttp, HttpAnswer, HttpAsk } from '../../core/guarded-http.ts'
import { createPriceListClient } from './client.ts'
import type { PriceList } from './client.ts'

const never = new AbortController().signal
const line = '9780340839935;Dune;N;8,99;EUR;3;2,40;5,90;12,90'
const list = (header: string, ...lines: string[]) => [header, ...lines, `T;${lines.length}`, ''].join('\r\n')
const whole = (id: string) => list(`H;BARN;${id};2026-11-21T10:00:00.000Z`, line)
const delta = (from: string, id: string, ...lines: string[]) =>
  list(`D;BARN;${from};${id};2026-11-21T11:00:00.000Z`, ...lines)

function answering(...answers: [status: number, body?: string, headers?: Record<string, string>][]) {
  const asked: HttpAsk[] = []
  const http: GuardedHttp = {
    async send(ask): Promise<HttpAnswer> {
      asked.push(ask)
      const [status, body = '', headers = {}] = answers[asked.length - 1] ?? [500]
      return { status, body, headers, bytes: Buffer.from(body, 'latin1') }
    },
    close: async () => {},
  }
  const connection = {
    protocol: 'price-list' as const,
    baseUrl: 'https://barn.example/files/',
    user: 'quire',
    password: 'secret',
    zones: [],
    listLifeMs: 1,
    patienceMs: 1,
    shipsFrom: 'DE',
  }
  return { asked, client: createPriceListClient(http, connection, ['EUR']) }
}

const held: PriceList = { id: 'L1', etag: 'W/"L1"', madeAt: new Date(0), books: new Map([['9780141439518', []]]) }

describe('fetchList', () => {
  it('asks for the whole list first, for changes later, and says what it has', async () => {
    const { asked, client } = answering(
      [200, whole('L1'), { etag: 'W/"x"' }],
      [304, '', { 'cache-control': 'max-age=30' }],
    )
    const { list: first } = await client.fetchList(null, never)
    expect(await client.fetchList(first, never)).toEqual({ list: first, freshMs: 30_000, staleMs: 0 })
    expect(asked.map(({ path, headers }) => [path, headers?.['if-none-match']])).toEqual([
      ['/files/pricelist.csv', undefined],
      ['/files/pricelist-delta.csv?from=L1', 'W/"x"'],
    ])
  })

  it('puts what has changed into a list of its own', async () => {
    const gone = '9780141439518;Emma;N;0,01;EUR;0;;;'
    const { client } = answering([200, delta('L1', 'L2', line, gone)])
    const { list: next } = await client.fetchList(held, never)
    expect([next.id, ...next.books.keys()]).toEqual(['L2', '9780340839935'])
    expect([...held.books.keys()]).toEqual(['9780141439518'])
  })

  it('asks for the whole list when the seller does not know ours', async () => {
    const { asked, client } = answering([410], [200, whole('L9')])
    expect((await client.fetchList(held, never)).list.id).toBe('L9')
    expect(asked).toHaveLength(2)
  })

  it.each([
    ['the changes of another list', held, [200, delta('L0', 'L2', line)]],
    ['a whole list for changes', held, [200, whole('L2')]],
    ['changes for a whole list', null, [200, delta('L1', 'L2', line)]],
    ['"not modified" to one who has nothing', null, [304]],
    ['no list', held, [200, '<html>']],
    ['404', null, [404]],
  ] as const)('takes no %s', async (_, before, answer) => {
    const { client } = answering([...answer])
    await expect(client.fetchList(before, never)).rejects.toMatchObject({ kind: 'bad_data' })
  })
})

describe('upload', () => {
  it.each([
    [401, '', 'auth', 'no'],
    [403, '', 'auth', 'no'],
    [429, '', 'throttled', 'no'],
    [400, 'REFUSED;ACTION', 'rejected', 'no'],
    [500, '', 'unavailable', 'maybe'],
    [503, '', 'unavailable', 'maybe'],
    [200, 'RECEIVED;7;1', 'bad_data', 'maybe'],
    [404, '', 'bad_data', 'maybe'],
    [202, 'thank you', 'bad_data', 'maybe'],
    [202, 'RECEIVED;7;2', 'bad_data', 'maybe'],
  ] as const)('%i %s is %s, acted on: %s', async (status, body, kind, actedOn) => {
    const { client } = answering([status, body])
    await expect(client.upload('file', never)).rejects.toMatchObject({ kind, actedOn })
  })

  it('gives the number of the receipt', async () => {
    expect(await answering([202, 'RECEIVED;7;1\r\n']).client.upload('file', never)).toBe('7')
  })

  it('believes the seller when it says how long to wait', async () => {
    const { client } = answering([429, '', { 'retry-after': '7' }])
    await expect(client.upload('file', never)).rejects.toMatchObject({ retryAfterMs: 7_000 })
  })
})

describe('results', () => {
  it('takes no results of another reference', async () => {
    const { client } = answering([200, 'H;RESULT;att_2\r\nT;0\r\n'])
    await expect(client.results('att_1', never)).rejects.toMatchObject({ kind: 'bad_data' })
  })

  it('gives none where no file has arrived', async () => {
    expect(await answering([404]).client.results('att_1', never)).toBeNull()
  })
})
