// Continental EDI over a mailbox. wire.md is the contract.
import { gzipSync } from 'node:zlib'
import { cut } from '../../core/http.ts'
import type { HttpReply, HttpRequest, Route } from '../../core/http.ts'
import { Trouble } from '../../core/refusal.ts'
import type { Seller } from '../../core/seller.ts'
import { Office } from './office.ts'
import type { Request, Standard } from './papers.ts'

export interface ContinentalAccount {
  user: string
  password: string
}

/** The routes of one of Continental's houses, under `/<name>`. `current` gives the seller of the world as it is now. */
export function continentalRoutes(
  name: string,
  current: () => Seller,
  standard: Standard,
  account: ContinentalAccount,
): Route[] {
  const offices = new WeakMap<Seller, Office>()
  const officeOf = (seller: Seller): Office => {
    const office = offices.get(seller) ?? new Office(seller, standard)
    offices.set(seller, office)
    return office
  }
  const credentials = `Basic ${btoa(`${account.user}:${account.password}`)}`
  const route = (method: string, path: string, act: (desk: Desk, request: HttpRequest) => Reply): Route => ({
    method,
    path: `/${name}/mailbox${path}`,
    handler: async (request) => {
      if (request.headers.authorization !== credentials) return text(401, 'NOT YOUR MAILBOX\n')
      const seller = current()
      try {
        return await act({ seller, standard, office: officeOf(seller) }, request)
      } catch (error) {
        if (!(error instanceof Trouble)) throw error
        return error.kind === 'throttled' ? text(429, '', { 'retry-after': '1' }) : text(500, '')
      }
    },
  })
  return [route('POST', '', post), route('GET', '', list), route('GET', '/:number', read)]
}

interface Desk {
  seller: Seller
  standard: Standard
  office: Office
}

type Reply = Promise<HttpReply | typeof cut>

const operations: Record<Request['kind'], { operation: string; kind: 'order' | 'read' }> = {
  order: { operation: 'PlaceOrder', kind: 'order' },
  cancel: { operation: 'CancelOrder', kind: 'order' },
  enquiry: { operation: 'EnquireOrder', kind: 'read' },
}

async function post({ seller, office }: Desk, { body, signal }: HttpRequest): Reply {
  const arrived = office.read(body)
  if (!arrived.requests) seller.journal.record({ operation: 'Unreadable', kind: 'order', reference: null, body })
  for (const { kind, reference } of arrived.requests ?? [])
    seller.journal.record({ ...operations[kind], reference, body })
  const served = await seller.serve('read', signal, () => {
    const before = office.mailbox.last
    return { before, isBooked: office.take(arrived) }
  })
  if (served.kind === 'cut') return cut
  if (served.kind === 'garbage') return text(200, garbage)
  const { before, isBooked } = served.value
  return isBooked && seller.losesAnswer() ? cut : text(202, `RECEIVED ${before}\n`)
}

function list({ seller, office }: Desk, { url, signal }: HttpRequest): Reply {
  const after = url.searchParams.get('after')
  const type = url.searchParams.get('type')
  seller.journal.record({ operation: 'ListDocuments', kind: 'read', reference: null, body: url.search })
  return send(seller, signal, () => {
    if (type !== null) office.publish()
    const newest = type === null ? null : office.mailbox.newest(type)
    const found = type === null ? (after === null ? [] : office.mailbox.after(Number(after))) : newest ? [newest] : []
    const lines = found.map((document) => `${document.number} ${document.status} ${document.type}\n`)
    const isLive = seller.behaviour.listEveryMs === 0
    return text(200, `END ${office.mailbox.last}\n${lines.join('')}`, {
      ...(type !== null && {
        'cache-control': isLive ? 'private, max-age=0' : 'private, max-age=60, stale-while-revalidate=86400',
      }),
    })
  })
}

function read({ seller, office, standard }: Desk, { params, headers, signal }: HttpRequest): Reply {
  seller.journal.record({ operation: 'ReadDocument', kind: 'read', reference: null, body: params.number })
  return send(seller, signal, () => {
    const document = office.mailbox.read(Number(params.number))
    if (document === null) return text(404, 'NOT KEPT\n')
    const common = { 'content-type': standard.contentType }
    if (!String(headers['accept-encoding'] ?? '').includes('gzip')) return text(200, document, common)
    const body = gzipSync(document, { level: 1 })
    return { status: 200, headers: { ...common, 'content-encoding': 'gzip' }, body }
  })
}

async function send(seller: Seller, signal: AbortSignal, make: () => HttpReply): Reply {
  const served = await seller.serve('read', signal, make)
  if (served.kind === 'cut') return cut
  return served.kind === 'garbage' ? text(200, garbage) : served.value
}

function text(status: number, body: string, headers: Record<string, string> = {}): HttpReply {
  return { status, headers: { 'content-type': 'text/plain; charset=utf-8', ...headers }, body }
}

const garbage = "UNB+UNOC:3+'?'+:\u0000<html>"
