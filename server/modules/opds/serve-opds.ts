// The catalogue over HTTP. Reading apps sign in by `Authorization` and nothing else: no cookie is looked at, so that no page can ask in somebody's name.
// Links are followed with GET, also where that borrows: so do the apps, and so the best practices of OPDS have it.
import type { IncomingMessage, ServerResponse } from 'node:http'
import { getHTTPStatusCodeFromError } from '@trpc/server/http'
import { TRPCError } from '@trpc/server'
import { Refusal, toTrpc } from '#platform/errors'
import { isIsbn13 } from '#platform/isbn'
import { borrowPublication, renewPublication, returnPublication } from './borrow-publication.ts'
import { checkCaller, issueToken } from './check-caller.ts'
import { getEntry } from './get-entry.ts'
import { getProfile } from './get-profile.ts'
import { listPublications, listShelf, listSubjects } from './list-publications.ts'
import { opdsPath, refuse, textMax, types } from './model.ts'
import type { OpdsDeps } from './model.ts'
import { serveCover, servePublication } from './serve-file.ts'
import {
  newPath,
  profilePath,
  searchPath,
  shelfPath,
  subjectsPath,
  toAuthentication,
  toPageFeed,
  toShelfFeed,
  toStartFeed,
  toSubjectsFeed,
  tokenPath,
} from './to-feed.ts'
import { authenticationPath, toPublication } from './to-publication.ts'

const startGroupMax = 12 // newest ebooks on the first screen
const bookAddress = new RegExp(`^${opdsPath}/books/(\\d{13})(?:/([a-z]+))?$`)
const publicly = 'public, max-age=60' // prices and free copies may be a minute old
const privately = 'private, no-store'

interface Asked {
  readonly req: IncomingMessage
  readonly res: ServerResponse
  readonly query: URLSearchParams
}

type Answer = (asked: Asked) => Promise<void>
type BookAnswer = (asked: Asked, isbn13: string) => Promise<void>

/** The handler of `opdsPath` and everything under it. What is no refusal is thrown on, to be logged and answered by the server. */
export function createOpdsHttp(deps: OpdsDeps): (req: IncomingMessage, res: ServerResponse) => Promise<void> {
  const fixed = toAnswers(deps)
  const ofBooks = toBookAnswers(deps)
  return async (req, res) => {
    const { pathname, searchParams: query } = new URL(req.url ?? '/', 'http://localhost')
    const path = pathname.replace(/\/$/, '')
    const method = req.method === 'HEAD' ? 'GET' : (req.method ?? 'GET')
    const [, isbn13, part = ''] = bookAddress.exec(path) ?? []
    const asked = { req, res, query }
    try {
      if (isbn13 === undefined) return await choose(fixed, path, method, res)(asked)
      if (!isIsbn13(isbn13)) throw refuse('request_invalid', {}, { isbn13: 'must be an ISBN-13' })
      await choose(ofBooks, part, method, res)(asked, isbn13)
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      deps.log.info({ refusal: error.code, facts: error.facts }, 'a reading app was refused')
      sendProblem(res, error)
    }
  }
}

type Methods<A> = Readonly<Record<string, Readonly<Record<string, A>>>>

/** The answer at this address to this method; one that says so where there is none. Refuses `address_unknown`. */
function choose<A>(
  answers: Methods<A>,
  address: string,
  method: string,
  res: ServerResponse,
): A | (() => Promise<void>) {
  const methods = Object.hasOwn(answers, address) ? answers[address] : undefined
  if (!methods) throw refuse('address_unknown')
  const answer = Object.hasOwn(methods, method) ? methods[method] : undefined
  return answer ?? (async () => void res.writeHead(405, { allow: Object.keys(methods).join(', ') }).end())
}

function toAnswers(deps: OpdsDeps): Methods<Answer> {
  const read = (feed: (query: URLSearchParams) => Promise<object>) => ({
    GET: async (asked: Asked) => send(asked, types.feed, await feed(asked.query), publicly),
  })
  const personal = (type: string, answer: (accountId: string) => Promise<object>) => ({
    GET: async (asked: Asked) => {
      const accountId = await checkCaller(deps, asked)
      if (accountId !== null) send(asked, type, await answer(accountId), privately)
    },
  })
  return {
    [opdsPath]: read(async () => toStartFeed(await listPublications(deps, { page: 1, limit: startGroupMax }), deps)),
    [newPath]: read(async (query) => {
      const subject = readText(query, 'subject')
      const found = await listPublications(deps, { page: readPage(query), ...(subject && { subject }) })
      const title = subject || 'New ebooks'
      return toPageFeed(found, { title, path: newPath, ...(subject && { query: { subject } }), ...deps })
    }),
    [searchPath]: read(async (query) => {
      const text = readText(query, 'query')
      const found = await listPublications(deps, { page: readPage(query), text })
      return toPageFeed(found, { title: `Search: ${text}`, path: searchPath, query: { query: text }, ...deps })
    }),
    [subjectsPath]: read(async () => toSubjectsFeed(await listSubjects(deps), deps)),
    [shelfPath]: personal(types.feed, async (accountId) => toShelfFeed(await listShelf(deps, accountId), deps)),
    [profilePath]: personal(types.profile, (accountId) => getProfile(deps, accountId)),
    [authenticationPath]: {
      GET: async (asked) => send(asked, types.authentication, toAuthentication(deps), publicly),
    },
    [tokenPath]: { POST: (asked) => issueToken(deps, asked) },
  }
}

function toBookAnswers(deps: OpdsDeps): Methods<BookAnswer> {
  const sendEntry = async (asked: Asked, isbn13: string, accountId: string | null, status = 200): Promise<void> => {
    const publication = toPublication(await getEntry(deps, { isbn13, accountId }), deps.publicUrl)
    if (!publication && status === 204) return void asked.res.writeHead(204, { 'cache-control': privately }).end()
    if (!publication) throw refuse('ebook_not_found', { isbn13 })
    send(
      asked,
      types.publication,
      publication,
      accountId === null ? publicly : privately,
      status === 204 ? 200 : status,
    )
  }
  const deed =
    (act: typeof borrowPublication, status: number): BookAnswer =>
    async (asked, isbn13) => {
      refuseForeign(asked.req)
      if (asked.req.method === 'HEAD') return void asked.res.writeHead(405, { allow: 'GET, POST, PUT, DELETE' }).end()
      const accountId = await checkCaller(deps, asked)
      if (accountId === null) return
      const outcome = await act(deps, { accountId, isbn13 })
      await sendEntry(asked, isbn13, accountId, outcome === 'done' ? status : 200)
    }
  const borrow = deed(borrowPublication, 201)
  const giveBack = deed(returnPublication, 204)
  const renew = deed(renewPublication, 200)
  return {
    '': {
      // Whoever says who they are sees what they have; nobody has to.
      GET: async (asked, isbn13) => {
        const accountId = asked.req.headers.authorization === undefined ? undefined : await checkCaller(deps, asked)
        if (accountId !== null) await sendEntry(asked, isbn13, accountId ?? null)
      },
    },
    borrow: { GET: borrow, POST: borrow, PUT: borrow, DELETE: giveBack },
    return: { GET: giveBack, POST: giveBack, PUT: giveBack, DELETE: giveBack },
    renew: { GET: renew, POST: renew, PUT: renew },
    file: {
      GET: async (asked, isbn13) => {
        const accountId = await checkCaller(deps, asked)
        if (accountId !== null) await servePublication(deps, asked, { accountId, isbn13 })
      },
    },
    cover: { GET: (asked, isbn13) => serveCover(deps, asked, isbn13) },
  }
}

/**
 * A browser that was once asked for a password sends it along whoever asks. It also says from which site the request comes; apps say nothing of the kind.
 * Refuses `opds.foreign`.
 */
function refuseForeign({ headers }: IncomingMessage): void {
  const site = headers['sec-fetch-site']
  if (site === 'cross-site' || site === 'same-site') throw refuse('foreign')
}

function readPage(query: URLSearchParams): number {
  const text = query.get('page') ?? '1'
  if (!/^[1-9]\d{0,5}$/.test(text)) throw refuse('request_invalid', {}, { page: 'must be a number from 1' })
  return Number(text)
}

function readText(query: URLSearchParams, name: string): string {
  const text = (query.get(name) ?? '').replaceAll(/\p{Cc}+/gu, ' ').trim()
  if (text.length > textMax) throw refuse('request_invalid', {}, { [name]: `is longer than ${textMax} characters` })
  return text.toWellFormed()
}

function send({ req, res }: Asked, type: string, body: object, cacheControl: string, status = 200): void {
  const text = Buffer.from(JSON.stringify(body))
  res.writeHead(status, {
    'content-type': type,
    'content-length': text.length,
    'cache-control': cacheControl,
    vary: 'authorization',
  })
  res.end(req.method === 'HEAD' ? undefined : text)
}

/** RFC 9457. `type` names the refusal, for programs. */
function sendProblem(res: ServerResponse, refusal: Refusal): void {
  const asTrpc = toTrpc(refusal)
  const status = asTrpc instanceof TRPCError ? getHTTPStatusCodeFromError(asTrpc) : 500
  const { code, message, fields } = refusal
  const body = { type: `urn:quire:${code}`, title: message, status, detail: message, ...(fields && { fields }) }
  res.writeHead(status, { 'content-type': types.problem, 'cache-control': 'no-store' }).end(JSON.stringify(body))
}
