// Bargain Barn over files. wire.md is the contract.
import { gzipSync } from 'node:zlib'
import { cut } from '../../core/http.ts'
import type { HttpReply, HttpRequest, Route } from '../../core/http.ts'
import { listedBooks } from '../../core/listed-books.ts'
import { PriceList } from '../../core/price-list.ts'
import { Trouble } from '../../core/refusal.ts'
import { uniform } from '../../core/rng.ts'
import type { Seller } from '../../core/seller.ts'
import { BadFile, Desk, readOrderFile } from './desk.ts'
import { file, line, readLines, toWindows1252 } from './files.ts'
import { bookLines, goneLine } from './lines.ts'

export interface BargainBarnAccount {
  user: string
  password: string
}

interface Barn {
  seller: Seller
  list: PriceList
  desk: Desk
}

// As many as the model has.
const books = listedBooks(12_000)

/** The Barn's routes. `current` gives the seller of the world as it is now: a reset replaces it. */
export function bargainBarnRoutes(current: () => Seller, account: BargainBarnAccount): Route[] {
  const barns = new WeakMap<Seller, Barn>()
  const barnOf = (seller: Seller): Barn => {
    const known = barns.get(seller)
    if (known) return known
    const list = new PriceList(seller, books, bookLines)
    const barn = { seller, list, desk: new Desk(seller, list) }
    barns.set(seller, barn)
    return barn
  }
  const credentials = `Basic ${btoa(`${account.user}:${account.password}`)}`
  const route = (method: string, path: string, act: (barn: Barn, request: HttpRequest) => Reply): Route => ({
    method,
    path: `/bargain-barn/${path}`,
    handler: async (request) => {
      if (request.headers.authorization !== credentials) return text(401, 'REFUSED;WRONG PASSWORD\r\n')
      try {
        return await act(barnOf(current()), request)
      } catch (error) {
        if (error instanceof BadFile) return text(400, line('REFUSED', error.message))
        if (!(error instanceof Trouble)) throw error
        return error.kind === 'throttled' ? text(429, '', { 'retry-after': '1' }) : text(500, '')
      }
    },
  })
  return [
    route('GET', 'pricelist.csv', sendList),
    route('GET', 'pricelist-delta.csv', sendDelta),
    route('POST', 'orders', takeOrders),
    route('GET', 'results/:file', sendResults),
  ]
}

type Reply = Promise<HttpReply | typeof cut>

function sendList(barn: Barn, request: HttpRequest): Reply {
  return sendFile(barn, request, 'ReadList', () => {
    const issue = barn.list.current()
    const header = line('H', 'BARGAIN BARN', issue.id, new Date(issue.at).toISOString())
    const body = [...issue.entries.values()].join('')
    return listed(barn, request, () => file(header, body, countLines(body)))
  })
}

function sendDelta(barn: Barn, request: HttpRequest): Reply {
  return sendFile(barn, request, 'ReadDelta', () => {
    const from = request.url.searchParams.get('from') ?? ''
    const issue = barn.list.current()
    const changed = barn.list.changedSince(from)
    if (!changed) return text(410, 'REFUSED;NO SUCH LIST\r\n')
    const header = line('D', 'BARGAIN BARN', from, issue.id, new Date(issue.at).toISOString())
    const body = changed.map((isbn13) => issue.entries.get(isbn13) ?? goneLine(isbn13)).join('')
    return listed(barn, request, () => file(header, body, countLines(body)))
  })
}

/** A list or a delta as it is now, or 304 for a buyer that has it. */
function listed({ seller, list }: Barn, { headers }: HttpRequest, make: () => string): HttpReply {
  const { id } = list.current()
  const isWeak = uniform('etag', id) < 0.2
  const caching = {
    etag: `${isWeak ? 'W/' : ''}"${id}"`,
    'cache-control':
      seller.behaviour.listEveryMs === 0 ? 'private, max-age=0' : 'private, max-age=30, stale-while-revalidate=21600',
  }
  const held = String(headers['if-none-match'] ?? '').replace(/^W\//, '')
  if (held === `"${id}"`) return { status: 304, headers: caching }
  const written = make()
  const bytes = toWindows1252(seller.happens('halfWrittenRate') ? halfOf(written) : written)
  const common = { ...caching, 'content-type': 'text/csv; charset=windows-1252' }
  if (!String(headers['accept-encoding'] ?? '').includes('gzip')) return { status: 200, headers: common, body: bytes }
  return { status: 200, headers: { ...common, 'content-encoding': 'gzip' }, body: gzipSync(bytes, { level: 1 }) }
}

async function takeOrders({ seller, desk }: Barn, { body, signal }: HttpRequest): Reply {
  const rows = readOrderFile(readLines(body))
  for (const { ACTION, REFERENCE = '' } of rows)
    seller.journal.record({
      operation: ACTION === 'ORDER' ? 'PlaceOrder' : 'CancelOrder',
      kind: 'order',
      reference: REFERENCE,
      body,
    })
  const served = await seller.serve('read', signal, () => desk.take(rows))
  if (served.kind === 'cut') return cut
  if (served.kind === 'garbage') return text(200, garbage)
  const { receipt, isBooked } = served.value
  if (isBooked && seller.losesAnswer()) return cut
  return text(202, line('RECEIVED', String(receipt), String(rows.length)))
}

function sendResults(barn: Barn, request: HttpRequest): Reply {
  const reference = (request.params.file ?? '').replace(/\.csv$/, '')
  return sendFile(barn, request, 'ReadResults', () => {
    const results = barn.desk.results(reference)
    if (results === null) return text(404, 'REFUSED;NO SUCH FILE\r\n')
    return text(200, barn.seller.happens('halfWrittenRate') ? halfOf(results) : results)
  })
}

async function sendFile({ seller }: Barn, request: HttpRequest, operation: string, make: () => HttpReply): Reply {
  const reference = request.params.file?.replace(/\.csv$/, '') ?? null
  seller.journal.record({ operation, kind: 'read', reference, body: request.url.search })
  const served = await seller.serve('read', request.signal, make)
  if (served.kind === 'cut') return cut
  return served.kind === 'garbage' ? text(200, garbage) : served.value
}

function text(status: number, body: string, headers: Record<string, string> = {}): HttpReply {
  return { status, headers: { 'content-type': 'text/csv; charset=utf-8', ...headers }, body }
}

function countLines(body: string): number {
  return body.split('\r\n').length - 1 // no title of ours holds a line break
}

function halfOf(written: string): string {
  return written.slice(0, Math.floor(written.length / 2))
}

const garbage = 'PK\u0003\u0004\u0014\u0000 pricelist.xls'
