// What reading apps ask of us (LCP 1.0 §3.5, LSD 1.0 §3): licences, their status, register, return, renew, and the files. Nobody signs in here:
// whoever holds a licence knows its id, and a licence that is over opens nothing.
import type { IncomingMessage, ServerResponse } from 'node:http'
import { Refusal } from '#platform/errors'
import { refuse } from './model.ts'
import type { Device, Drm, DrmDeps, LicenceKeeper } from './model.ts'
import { sayHint } from './say-hint.ts'
import { serveFile } from './serve-file.ts'
import { stateAt } from './settle-licence.ts'
import { hintPath, licenceType, statusType } from './to-licence-document.ts'

const licenceAddress = /^\/drm\/licences\/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?:\/(\w+))?$/
const problem = 'http://readium.org/license-status-document/error'

/** One request to an address of a licence. */
interface Asked {
  readonly licenceId: string
  readonly query: URLSearchParams
  readonly req: IncomingMessage
  readonly res: ServerResponse
}

type Answer = (asked: Asked) => Promise<void>

/** The handler of everything under `drmPath`. What is no refusal is thrown on, to be logged and answered by the server. */
export function createReaderHttp(
  { db, clock }: DrmDeps,
  { drm, keeper, publicUrl }: { drm: Drm; keeper: LicenceKeeper; publicUrl: string },
): (req: IncomingMessage, res: ServerResponse) => Promise<void> {
  const answers: Readonly<Record<string, Answer>> = {
    'GET ': async ({ licenceId, res }) => send(res, 200, licenceType, await drm.toLicenceDocument(licenceId)),
    'GET status': (asked) => sendStatus(asked),
    'GET publication': async ({ licenceId, req, res }) =>
      serveFile(req, res, await drm.openFile({ licenceId, mayRead })),
    'POST register': async (asked) => {
      const device = deviceOf(asked.query) ?? { id: '', name: '' }
      const { licenceId } = asked
      await db.transaction().execute((tx) => drm.registerDevice(tx, { licenceId, device, at: clock.now() }))
      await sendStatus(asked)
    },
    'PUT return': async (asked) => {
      await refuseOver(asked.licenceId)
      await keeper.giveBack({ licenceId: asked.licenceId, device: deviceOf(asked.query) })
      await sendStatus(asked)
    },
    'PUT renew': async (asked) => {
      const { licenceId, query } = asked
      await keeper.extend({ licenceId, device: deviceOf(query), end: endOf(query) })
      await sendStatus(asked)
    },
  }

  async function sendStatus({ licenceId, res }: Asked): Promise<void> {
    send(res, 200, statusType, await drm.toStatusDocument(licenceId))
  }

  async function refuseOver(licenceId: string): Promise<void> {
    const state = stateAt(await drm.getLicence(db, licenceId), clock.now())
    if (state !== 'READY' && state !== 'ACTIVE') throw refuse('licence_over', { state })
  }

  async function answerLicence(asked: Asked, part: string): Promise<void> {
    const method = asked.req.method === 'HEAD' ? 'GET' : asked.req.method
    const answer = answers[`${method} ${part}`]
    if (!answer) return send(asked.res, 405, 'text/plain', 'This address is asked in another way.')
    try {
      const { scheme } = await drm.getLicence(db, asked.licenceId)
      if (scheme !== 'LCP') throw refuse('licence_not_found') // a marked copy has signed links, no licence document
      await answer(asked)
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      sendProblem(asked.res, part, error)
    }
  }

  async function answerLink(pathname: string, req: IncomingMessage, res: ServerResponse): Promise<void> {
    try {
      if (req.method !== 'GET' && req.method !== 'HEAD')
        return send(res, 405, 'text/plain', 'This link is for reading.')
      await serveFile(req, res, await drm.openFile({ licenceId: drm.readLink(pathname), mayRead }))
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      send(res, error.spec.trpc === 'NOT_FOUND' ? 404 : 403, 'text/plain; charset=utf-8', error.message)
    }
  }

  return async (req, res) => {
    const { pathname, searchParams } = new URL(req.url ?? '/', 'http://localhost')
    const [, licenceId, part = ''] = licenceAddress.exec(pathname) ?? []
    if (licenceId !== undefined) return answerLicence({ licenceId, query: searchParams, req, res }, part)
    if (pathname === hintPath) return send(res, 200, 'text/html; charset=utf-8', sayHint(publicUrl))
    return answerLink(pathname, req, res)
  }
}

/** The licence itself is the entitlement: openFile refuses one that is over. */
const mayRead = async () => true

/** Null when the app does not say who it is, which it need not (§3.4, §3.5). */
function deviceOf(query: URLSearchParams): Device | null {
  const [id, name] = [query.get('id') ?? '', query.get('name') ?? '']
  return id === '' || name === '' ? null : { id: id.slice(0, 256), name: name.slice(0, 256) }
}

function endOf(query: URLSearchParams): Date | null {
  const text = query.get('end') ?? ''
  if (text === '') return null
  const end = new Date(text)
  if (!/^\d{4}-\d\d-\d\dT/.test(text) || Number.isNaN(end.getTime()))
    throw refuse('renewal_invalid', { end: text }, { end: 'must be an ISO 8601 date and time' })
  return end
}

/** As RFC 9457 has it, with the types and status codes of LSD 1.0 §3.3 to §3.5. */
function sendProblem(res: ServerResponse, part: string, { spec, facts, message, code }: Refusal): void {
  const { type, status, title } = classify(part, code, facts)
  const body = { type, title, status: spec.trpc === 'NOT_FOUND' ? 404 : status, detail: message }
  send(res, body.status, 'application/problem+json', JSON.stringify(body))
}

function classify(
  part: string,
  code: string,
  { state }: Refusal['facts'],
): { type: string; status: number; title: string } {
  if (part === 'register')
    return { type: `${problem}/registration`, status: 400, title: 'Your device could not be registered properly.' }
  if (part === 'return' && code === 'drm.licence_over' && state === 'EXPIRED')
    return { type: `${problem}/return/expired`, status: 403, title: 'Your publication has already expired.' }
  if (part === 'return' && code === 'drm.licence_over')
    return {
      type: `${problem}/return/already`,
      status: 403,
      title: 'Your publication has already been returned before.',
    }
  if (part === 'return')
    return { type: `${problem}/return`, status: 400, title: 'Your publication could not be returned properly.' }
  if (part === 'renew' && code === 'drm.renewal_invalid')
    return {
      type: `${problem}/renew/date`,
      status: 403,
      title: 'Incorrect renewal period, your publication could not be renewed.',
    }
  if (part === 'renew')
    return { type: `${problem}/renew`, status: 403, title: 'Your publication could not be renewed properly.' }
  return { type: 'about:blank', status: 403, title: 'Forbidden' }
}

function send(res: ServerResponse, status: number, type: string, body: string): void {
  res.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' }).end(body)
}
