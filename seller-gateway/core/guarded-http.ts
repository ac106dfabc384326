// The only way out by HTTP. Owns: one origin per seller, addresses judged at connect time, no redirects, caps on time and size.
// Promises: a failure says whether the request certainly never reached the seller.
import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import { Agent, buildConnector } from 'undici'
import { checkPort, resolveChecked } from './address-guard.ts'
import type { AddressRule, CheckedAddress } from './address-guard.ts'
import { collectAnswer } from './collect-answer.ts'
import type { CollectedAnswer } from './collect-answer.ts'
import { SellerFailure } from './seller-failure.ts'

export interface HttpAsk {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** Path and query at the seller's origin. */
  path: string
  headers?: Record<string, string>
  body?: string
  signal: AbortSignal
}

export interface HttpAnswer {
  status: number
  /** Lower-case names; the first value of each. */
  headers: Record<string, string>
  body: string
  /** The body before it was read as UTF-8, for what is written otherwise. */
  bytes: Buffer
}

export interface GuardedHttp {
  /** Sends one request. Throws SellerFailure, or `signal.reason` when aborted. */
  send(ask: HttpAsk): Promise<HttpAnswer>
  close(): Promise<void>
}

// A page of offers is some 50 KB; a megabyte on the wire and four unpacked is a mistake or an attack.
const bodyMaxBytes = 1024 * 1024
const unpackedMaxBytes = 4 * 1024 * 1024
// The caller's signal is the real limit; these end what ignores it.
const limits = { connectTimeout: 1_000, headersTimeout: 20_000, bodyTimeout: 20_000, keepAliveTimeout: 10_000 }
// A seller gets no more sockets than its bulkheads let out calls, and an order never waits for one.
const socketsMax = 256

const unpack = promisify(gunzip)

/**
 * A client for one seller's origin. Throws when the address is not https (http is for loopback sellers only), carries credentials, or names a port
 * where no seller may be.
 */
export function createGuardedHttp(baseUrl: string, rule: AddressRule & { onRequest: () => void }): GuardedHttp {
  const { origin, protocol, username, password, port } = new URL(baseUrl)
  if (protocol !== 'https:' && !(protocol === 'http:' && rule.allowLoopback))
    throw new Error(`a seller's address must be https: ${origin}`)
  if (username !== '' || password !== '')
    throw new Error(`credentials do not belong into a seller's address: ${origin}`)
  checkPort(Number(port || (protocol === 'https:' ? 443 : 80)), rule)
  const agent = new Agent({
    connect: guardedConnector(rule),
    connections: socketsMax,
    pipelining: 1,
    maxResponseSize: bodyMaxBytes,
    headersTimeout: limits.headersTimeout,
    bodyTimeout: limits.bodyTimeout,
    keepAliveTimeout: limits.keepAliveTimeout,
  })
  return {
    async send({ method, path, headers = {}, body, signal }) {
      if (signal.aborted) throw signal.reason
      rule.onRequest()
      try {
        const ask = {
          origin,
          path,
          method,
          headers: { 'user-agent': 'quire-seller-gateway', 'accept-encoding': 'gzip', ...headers },
          body: body ?? null,
        }
        return await read(await collectAnswer(agent, ask, signal), headers['if-none-match'] !== undefined)
      } catch (error) {
        if (signal.aborted) throw signal.reason
        throw toFailure(error)
      }
    },
    close: () => agent.destroy(),
  }
}

/** Connects to an address that was checked, never to what the name says a moment later; TLS still checks the name. */
function guardedConnector(rule: AddressRule): buildConnector.connector {
  const connect = buildConnector({ timeout: limits.connectTimeout, allowH2: false })
  return (options, callback) => {
    resolveChecked(options.hostname, rule).then(
      ([first, ...others]) => {
        const tryOne = ({ address }: CheckedAddress): void => {
          connect({ ...options, hostname: address }, (...result) => {
            const other = result[0] ? others.shift() : undefined
            if (other) tryOne(other)
            else callback(...result)
          })
        }
        tryOne(first)
      },
      (error: Error) => callback(error, null),
    )
  }
}

async function read({ status, headers, bytes: packed }: CollectedAnswer, isConditional: boolean): Promise<HttpAnswer> {
  const plain: Record<string, string> = {}
  for (const [name, value] of Object.entries(headers)) plain[name] = (Array.isArray(value) ? value[0] : value) ?? ''
  const isUnchanged = status === 304 && isConditional
  if (status >= 300 && status < 400 && !isUnchanged)
    throw new SellerFailure('bad_data', `answered ${status}; redirects are not followed`)
  const bytes = isUnchanged ? packed : await decode(packed, String(headers['content-encoding'] ?? 'identity'))
  return { status, headers: plain, body: toText(bytes, plain['content-type']), bytes }
}

/** One encoding at most, and the one that we asked for; `encoding` holds commas where there are more. */
async function decode(bytes: Buffer, encoding: string): Promise<Buffer> {
  if (encoding === 'identity') return bytes
  if (encoding !== 'gzip')
    throw new SellerFailure('bad_data', `answered in an encoding that was not asked for: ${encoding.slice(0, 40)}`)
  try {
    return await unpack(bytes, { maxOutputLength: unpackedMaxBytes })
  } catch (cause) {
    throw new SellerFailure('bad_data', 'its compressed answer is damaged or too large', { cause })
  }
}

// What old sellers still write in. Latin-1 is read as its superset Windows-1252, as every browser does.
const otherCharsets = new Set(['iso-8859-1', 'windows-1252'])

/** Bytes → text by the charset of the content type; UTF-8 when it names none that we know. */
function toText(bytes: Buffer, contentType = ''): string {
  const [, charset = ''] = /charset="?([\w-]+)/i.exec(contentType) ?? []
  const label = charset.toLowerCase()
  return otherCharsets.has(label) ? new TextDecoder(label).decode(bytes) : bytes.toString('utf8')
}

/** A word of the seller's as one segment of a path at its origin. Throws SellerFailure `bad_data` for one that would lead elsewhere. */
export function pathSegment(text: string): string {
  if (/^\.{0,2}$/.test(text) || !text.isWellFormed())
    throw new SellerFailure('bad_data', 'it gave an id that cannot stand in a path')
  return encodeURIComponent(text)
}

/** Refused and unresolved connections: not a byte of the request has left. */
const neverConnected = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
])

/** Answers that are no HTTP, or more of it than is read. */
const notAsAgreed = new Set([
  'UND_ERR_RES_EXCEEDED_MAX_SIZE',
  'UND_ERR_HEADERS_OVERFLOW',
  'UND_ERR_RES_CONTENT_LENGTH_MISMATCH',
])

function toFailure(error: unknown): SellerFailure {
  if (error instanceof SellerFailure) return error
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'no code'
  if (neverConnected.has(code))
    return new SellerFailure('unavailable', `cannot be reached (${code})`, { actedOn: 'no', cause: error })
  if (code === 'UND_ERR_HEADERS_TIMEOUT' || code === 'UND_ERR_BODY_TIMEOUT')
    return new SellerFailure('timeout', 'stopped answering', { cause: error })
  if (notAsAgreed.has(code) || (error instanceof Error && error.name === 'HTTPParserError'))
    return new SellerFailure('bad_data', `its answer is too large or no HTTP (${code})`, { cause: error })
  return new SellerFailure('unavailable', `the connection broke (${code})`, { cause: error })
}
