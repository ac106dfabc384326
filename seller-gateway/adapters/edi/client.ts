// Talks to a mailbox over HTTP: puts interchanges in, lists documents, fetches them. Understands statuses, not documents.
import type { GuardedHttp, HttpAnswer } from '../../core/guarded-http.ts'
import { readValidity } from '../../core/held-list.ts'
import { SellerFailure } from '../../core/seller-failure.ts'

export interface EdiConnection {
  protocol: 'edi'
  /** UN/EDIFACT D.96A or ASC X12 004010. */
  standard: 'edifact' | 'x12'
  /** The mailbox. */
  baseUrl: string
  user: string
  password: string
  /** Who we are and who they are in the envelope; 15 characters at most. */
  sender: string
  recipient: string
  /** The currency asked for where the parcel goes; elsewhere the seller's first. */
  currencyByCountry: Readonly<Record<string, string>>
  /** The countries of each carriage zone, from Z1; others are not served. */
  zones: readonly (readonly string[])[]
  /** ISO 3166-1 alpha-2. */
  shipsFrom: string
  /** How long to wait for the answer to a document; less than the seller's `orderTimeoutMs`. */
  patienceMs: number
}

/** A document in the mailbox, as listed. */
export interface Entry {
  number: number
  /** X: being written. */
  status: string
  type: string
}

export interface MailboxClient {
  /** Puts an interchange in. Says nothing about what becomes of it. */
  post(text: string, contentType: string, signal: AbortSignal): Promise<void>
  /** What lies after a document (nothing for null), with the number of the newest. */
  list(after: number | null, signal: AbortSignal): Promise<{ end: number; entries: Entry[] }>
  /** The newest document of a type, and how long it may be used. */
  newest(
    type: string,
    signal: AbortSignal,
  ): Promise<{ entry: Entry | null; end: number; validity: { freshMs: number; staleMs: number } }>
  /** A document's text; null when it is not kept any more. */
  fetch(number: number, signal: AbortSignal): Promise<string | null>
}

// A page of the mailbox is two hundred documents; more is a mistake.
const entriesMax = 1_000

/** A client of one mailbox. */
export function createMailboxClient(http: GuardedHttp, connection: EdiConnection): MailboxClient {
  const root = new URL(connection.baseUrl).pathname.replace(/\/$/, '')
  const credentials = Buffer.from(`${connection.user}:${connection.password}`).toString('base64')
  const authorization = `Basic ${credentials}`
  const get = async (path: string, signal: AbortSignal) =>
    checked(await http.send({ method: 'GET', path: root + path, headers: { authorization }, signal }))

  async function listing(query: string, signal: AbortSignal) {
    const answer = await get(query, signal)
    if (answer.status !== 200) throw unexpected(answer)
    return { ...readListing(answer.body), validity: readValidity(answer.headers['cache-control']) }
  }

  return {
    async post(text, contentType, signal) {
      const headers = { authorization, 'content-type': contentType }
      const answer = checked(await http.send({ method: 'POST', path: root, headers, body: text, signal }))
      if (answer.status !== 202) throw unexpected(answer)
    },
    list: (after, signal) => listing(after === null ? '' : `?after=${after}`, signal),
    async newest(type, signal) {
      const { entries, end, validity } = await listing(`?type=${encodeURIComponent(type)}`, signal)
      return { entry: entries.findLast((entry) => entry.type === type) ?? null, end, validity }
    },
    async fetch(number, signal) {
      const answer = await get(`/${number}`, signal)
      if (answer.status === 404) return null
      if (answer.status !== 200) throw unexpected(answer)
      return answer.body
    },
  }
}

function readListing(text: string): { end: number; entries: Entry[] } {
  const [first = '', ...lines] = text.trimEnd().split('\n', entriesMax + 2)
  const [, end] = /^END (\d{1,15})$/.exec(first) ?? []
  if (end === undefined || lines.length > entriesMax) throw new SellerFailure('bad_data', 'its mailbox lists nothing')
  const entries = lines.map((line) => {
    const [, number, status = '', type = ''] = /^(\d{1,15}) ([A-Z]) ([A-Z0-9]{1,10})$/.exec(line) ?? []
    if (number === undefined) throw new SellerFailure('bad_data', 'its mailbox cannot be listed')
    return { number: Number(number), status, type }
  })
  return { end: Number(end), entries }
}

/** Refusals of the transport become failures; of the document nothing was done. */
function checked(answer: HttpAnswer): HttpAnswer {
  const { status, headers } = answer
  if (status === 401 || status === 403)
    throw new SellerFailure('auth', `our password was refused (${status})`, { actedOn: 'no' })
  if (status === 429) {
    const seconds = Number(headers['retry-after'])
    const retryAfterMs = seconds >= 0 ? seconds * 1000 : 1_000
    throw new SellerFailure('throttled', 'it asked us to slow down', { actedOn: 'no', retryAfterMs })
  }
  // The agreement says that a mailbox that is down took nothing, but a 500 may as well come from something behind it: it stays unproven.
  if (status >= 500) throw new SellerFailure('unavailable', `its mailbox answered ${status}`)
  return answer
}

function unexpected({ status }: HttpAnswer): SellerFailure {
  return new SellerFailure('bad_data', `its mailbox answered ${status}`)
}
