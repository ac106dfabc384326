// Talks files over HTTP: fetches a price list or what has changed in it, hands order files in, reads result files. Understands statuses, not orders.
import type { GuardedHttp, HttpAnswer } from '../../core/guarded-http.ts'
import { readValidity } from '../../core/held-list.ts'
import type { FetchedList } from '../../core/held-list.ts'
import { SellerFailure } from '../../core/seller-failure.ts'
import { listedMax, readListFile, readReceipt, readResultFile } from './wire.ts'
import type { ListFile, ListedCopy, ResultFile } from './wire.ts'

export interface PriceListConnection {
  protocol: 'price-list'
  baseUrl: string
  user: string
  password: string
  /** The countries of each postage column, in the order of the columns; others are not served. */
  zones: readonly (readonly string[])[]
  /** Orders are taken at prices of lists that are no older than this. */
  listLifeMs: number
  /** How long to wait for the result of an order; less than the seller's `orderTimeoutMs`. */
  patienceMs: number
  /** ISO 3166-1 alpha-2. */
  shipsFrom: string
}

/** A list in memory. */
export interface PriceList {
  id: string
  etag: string
  madeAt: Date
  books: ReadonlyMap<string, readonly ListedCopy[]>
}

export interface PriceListClient {
  /** The list as it is now; what is held already is not fetched again. */
  fetchList(held: PriceList | null, signal: AbortSignal): Promise<FetchedList<PriceList>>
  /** Hands in a file with one line; the number of its receipt. */
  upload(file: string, signal: AbortSignal): Promise<string>
  /** What has happened under a reference; null when the seller has no file with it. */
  results(reference: string, signal: AbortSignal): Promise<ResultFile | null>
}

/** A client under one account. */
export function createPriceListClient(
  http: GuardedHttp,
  connection: PriceListConnection,
  currencies: readonly string[],
): PriceListClient {
  const root = new URL(connection.baseUrl).pathname.replace(/\/$/, '')
  const credentials = Buffer.from(`${connection.user}:${connection.password}`).toString('base64')
  const authorization = `Basic ${credentials}`

  async function get(path: string, signal: AbortSignal, etag?: string): Promise<HttpAnswer> {
    const headers = { authorization, ...(etag !== undefined && { 'if-none-match': etag }) }
    return checked(await http.send({ method: 'GET', path: root + path, headers, signal }))
  }

  async function fetchWhole(signal: AbortSignal): Promise<FetchedList<PriceList>> {
    const answer = await get('/pricelist.csv', signal)
    if (answer.status !== 200) throw unexpected(answer)
    const file = await readListFile(answer.bytes, currencies)
    if (file.from !== null) throw new SellerFailure('bad_data', 'sent a delta for a list')
    const books = new Map([...file.books].filter(([, copies]) => copies.some(({ quantity }) => quantity > 0)))
    return { list: toList(file, answer, books), ...readValidity(answer.headers['cache-control']) }
  }

  async function fetchDelta(held: PriceList, signal: AbortSignal): Promise<FetchedList<PriceList> | null> {
    const answer = await get(`/pricelist-delta.csv?from=${encodeURIComponent(held.id)}`, signal, held.etag)
    const validity = readValidity(answer.headers['cache-control'])
    if (answer.status === 304) return { list: held, ...validity }
    if (answer.status === 410) return null
    if (answer.status !== 200) throw unexpected(answer)
    const file = await readListFile(answer.bytes, currencies)
    if (file.from !== held.id) throw new SellerFailure('bad_data', 'sent the changes of another list')
    const books = new Map(held.books)
    for (const [isbn13, copies] of file.books)
      if (copies.some(({ quantity }) => quantity > 0)) books.set(isbn13, copies)
      else books.delete(isbn13)
    if (books.size > listedMax) throw new SellerFailure('bad_data', `its price list has grown above ${listedMax} books`)
    return { list: toList(file, answer, books), ...validity }
  }

  return {
    async fetchList(held, signal) {
      return (held && (await fetchDelta(held, signal))) ?? (await fetchWhole(signal))
    },
    async upload(file, signal) {
      const headers = { authorization, 'content-type': 'text/csv; charset=utf-8' }
      const answer = checked(await http.send({ method: 'POST', path: `${root}/orders`, headers, body: file, signal }))
      // Their word: of a file that is refused, nothing is done.
      if (answer.status === 400)
        throw new SellerFailure('rejected', `refused our file: ${answer.body.slice(0, 200)}`, { actedOn: 'no' })
      if (answer.status !== 202) throw unexpected(answer)
      return readReceipt(answer.body)
    },
    async results(reference, signal) {
      const answer = await get(`/results/${encodeURIComponent(reference)}.csv`, signal)
      if (answer.status === 404) return null
      if (answer.status !== 200) throw unexpected(answer)
      const file = readResultFile(answer.body)
      if (file.reference !== reference) throw new SellerFailure('bad_data', 'sent the results of another reference')
      return file
    },
  }
}

function toList({ id, madeAt }: ListFile, { headers }: HttpAnswer, books: PriceList['books']): PriceList {
  return { id, madeAt, books, etag: headers['etag'] ?? `"${id}"` }
}

/** Refusals of the transport become failures. */
function checked(answer: HttpAnswer): HttpAnswer {
  const { status, headers } = answer
  if (status === 401 || status === 403)
    throw new SellerFailure('auth', `our password was refused (${status})`, { actedOn: 'no' })
  if (status === 429) {
    const seconds = Number(headers['retry-after'])
    const retryAfterMs = seconds >= 0 ? seconds * 1000 : 1_000
    throw new SellerFailure('throttled', 'it asked us to slow down', { actedOn: 'no', retryAfterMs })
  }
  if (status >= 500) throw new SellerFailure('unavailable', `answered ${status}`)
  return answer
}

function unexpected({ status }: HttpAnswer): SellerFailure {
  return new SellerFailure('bad_data', `answered ${status} to a request for a file`)
}
