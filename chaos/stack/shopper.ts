// A shopper's browser, as far as buying goes: it signs in once, repeats what got no answer, and remembers what it was told.
import { setTimeout as delay } from 'node:timers/promises'
import type { PurchaseView } from '../../server/modules/buying/model.ts'
import type { MoneyView } from '../../server/platform/money.ts'
import { countBy } from '../count-by.ts'

/** What `buying.start` is sent. */
export interface StartRequest {
  readonly key: string
  readonly isbn13: string
  readonly conditions: readonly string[]
  readonly maxTotal: MoneyView
  readonly destination: { readonly country: string; readonly postalCode?: string }
  readonly paymentMethod: string
}

/** An answer that says no, with its stable code. */
export class Refused extends Error {
  readonly status: number
  readonly code: string | null

  constructor(status: number, code: string | null, message: string) {
    super(message)
    this.status = status
    this.code = code
  }
}

/** What is special about the first try of a request. */
export interface FirstTry {
  /** The server that is asked first; it may die of it. */
  readonly firstAt?: string
  /** The shopper's line breaks so long after the request left. */
  readonly hangUpAfterMs?: number
}

export interface Shopper {
  /** Repeats the same request under the same key until it is answered. */
  start(request: StartRequest, first?: FirstTry): Promise<PurchaseView>
  get(purchaseId: string): Promise<PurchaseView>
  cancel(purchaseId: string): Promise<PurchaseView>
}

const answerMs = 15_000 // for one request; a server that was paused or killed is asked again
/** Before the second try; twice as long before each one after it, as browsers do. Hundreds who come seven times a second keep a server that has just come back from coming to itself. */
const pauseMs = { first: 150, most: 2_400 }
const patienceMs = 180_000 // a server is back within seconds; after this something is wrong with the harness

/** A signed-in browser. Each call is repeated until it is answered; one that says no throws Refused. */
export interface Session {
  /** A mutation, first at another server or cut off early where `first` says so. */
  ask<T>(procedure: string, input: unknown, first?: FirstTry): Promise<T>
  /** A query. */
  look<T>(procedure: string, input: unknown): Promise<T>
}

/** Signs in at `url`, or up when `isNew`. Throws Refused for an answer that says no, and an Error when no answer ever comes. */
export async function openSession(
  url: string,
  { isNew = false, ...credentials }: { email: string; password: string; isNew?: boolean },
): Promise<Session> {
  if (isNew)
    await untilAnswered('sign-up', () => enter('sign-up', { ...credentials, name: 'R. Reader' })).catch(isKnown)
  const cookie = await untilAnswered('sign-in', () => enter('sign-in', credentials))

  async function enter(way: 'sign-in' | 'sign-up', person: object): Promise<string> {
    const response = await post(`${url}/api/auth/${way}/email`, person, '')
    if (!response.ok) throw new Refused(response.status, null, `${way}: ${response.status} ${await response.text()}`)
    await response.body?.cancel()
    return response.headers.getSetCookie().map((line) => line.split(';')[0]).join('; ') // prettier-ignore
  }

  return {
    async ask<T>(procedure: string, input: unknown, { firstAt = url, hangUpAfterMs = answerMs }: FirstTry = {}) {
      let [at, withinMs] = [firstAt, hangUpAfterMs]
      return await untilAnswered(procedure, async () => {
        try {
          return await read<T>(await post(`${at}/trpc/${procedure}`, input, cookie, withinMs))
        } finally {
          ;[at, withinMs] = [url, answerMs]
        }
      })
    },
    look: <T>(procedure: string, input: unknown) =>
      untilAnswered(procedure, async () => {
        const query = encodeURIComponent(JSON.stringify(input))
        const signal = AbortSignal.timeout(answerMs)
        return await read<T>(await fetch(`${url}/trpc/${procedure}?input=${query}`, { headers: { cookie }, signal }))
      }),
  }
}

/** Who signed up without hearing of it is known, and signs in. */
function isKnown(error: unknown): void {
  if (!(error instanceof Refused) || error.status !== 422) throw error
}

/** Signs in at `url`, to buy. */
export async function signIn(url: string, credentials: { email: string; password: string }): Promise<Shopper> {
  const { ask, look } = await openSession(url, credentials)
  return {
    start: (request, first) => ask('buying.start', request, first),
    cancel: (purchaseId) => ask('buying.cancel', { purchaseId }),
    get: (purchaseId) => look('buying.get', { purchaseId }),
  }
}

/** Again after no answer, after a fault of the server, and when it says "not now"; any other refusal is an answer. */
async function untilAnswered<T>(what: string, ask: () => Promise<T>): Promise<T> {
  const heard: string[] = []
  const end = Date.now() + patienceMs
  for (let pause = pauseMs.first; ; pause = Math.min(2 * pause, pauseMs.most)) {
    try {
      return await ask()
    } catch (error) {
      if (error instanceof Refused && error.status < 500 && error.status !== 429) throw error
      heard.push(String(error))
      if (Date.now() > end) throw new Error(`${what}: no answer within ${patienceMs / 1000} s, but ${tally(heard)}`)
      await delay(pause)
    }
  }
}

/** How often each was heard. */
function tally(heard: readonly string[]): string {
  const counts = Object.entries(countBy(heard, (each) => each))
  return counts.map(([each, count]) => `${count} times "${each}"`).join(', ')
}

function post(url: string, body: unknown, cookie: string, withinMs = answerMs): Promise<Response> {
  return fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', cookie },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(withinMs),
  })
}

async function read<T>(response: Response): Promise<T> {
  const answer = (await response.json()) as {
    result?: { data: T }
    error?: { message: string; data?: { httpStatus?: number; refusal?: string } }
  }
  if (answer.result) return answer.result.data
  const { message = 'no answer that can be read', data } = answer.error ?? {}
  throw new Refused(data?.httpStatus ?? response.status, data?.refusal ?? null, message)
}
