// Our catalogue for reading apps with everything real around it, for one test file: protected ebooks, accounts that sign in, an HTTP server. Whatever it answers
// is held against the schemas as it comes.
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Readable } from 'node:stream'
import { pino } from 'pino'
import { afterAll, beforeAll, expect } from 'vitest'
import { authorizeApps, createAuth, ensureAccount } from '#accounts'
import { importCsv } from '#catalog'
import type { DrmScheme } from '#drm'
import { receiveEbook, setLicences, setPrice } from '#ebooks'
import { createOpdsHttp } from '#opds'
import type { OpdsDeps } from '#opds'
import { systemIds } from '#platform/ids'
import type { Jobs } from '#platform/jobs'
import { useDrm } from './drm.ts'
import { filesOf, packageOf, upload, zip } from './epubs.ts'
import { complaintsAbout } from './opds-validator.ts'
import type { Kind } from './opds-validator.ts'

export const password = 'correct horse battery'
/** Two to borrow, one of them with one licence, and one that is sold only, marked. */
export const [shared, scarce, sold] = ['9780141439518', '9780679783268', '9780441172719'] as const
const taken = [
  [shared, 'LCP', 2],
  [scarce, 'LCP', 1],
  [sold, 'WATERMARK', 0],
] as const
const accessible = `<meta property="schema:accessMode">textual</meta><meta property="schema:accessModeSufficient">textual</meta>
  <meta property="schema:accessibilityFeature">alternativeText</meta><meta property="schema:accessibilityFeature">ourOwnInvention</meta>
  <meta property="schema:accessibilityHazard">none</meta><meta property="schema:accessibilitySummary">All pictures are described.</meta>
  <meta property="dcterms:conformsTo">EPUB Accessibility 1.1 - WCAG 2.1 Level AA</meta><meta property="a11y:certifiedBy">Ada’s Audits</meta>`

const books = `work_key,title,authors,isbn13,format,language,subjects,description,series,series_number,published
pride,Pride and Prejudice,Jane Austen,${shared},ebook,en,Classics;Love & Marriage,Five sisters.,,,2003-01-01
emile,Émile Zola’s Café,Zoë Müller,${scarce},ebook,fr,Classics,,Cafés,2,
dune,Dune,Frank Herbert,${sold},ebook,en,Deserts,,,,
`

const kinds: Readonly<Record<string, Kind>> = {
  'application/opds+json': 'feed',
  'application/opds-publication+json': 'publication',
  'application/opds-authentication+json': 'authentication',
  'application/opds-profile+json': 'profile',
}

export interface Link {
  readonly rel?: string | readonly string[]
  readonly href: string
  readonly type: string
  readonly title?: string
  readonly properties?: Readonly<Record<string, unknown>>
}

export interface Publication {
  readonly metadata: Readonly<Record<string, unknown>>
  readonly links: readonly Link[]
  readonly images?: readonly Link[]
}

/** Any document of ours: what it must have, the schemas say. */
export interface Body extends Publication {
  readonly navigation: readonly Link[]
  readonly publications?: readonly Publication[]
  readonly groups: readonly { readonly publications: readonly Publication[] }[]
  readonly [member: string]: unknown
}

export interface Answered {
  readonly status: number
  readonly headers: Headers
  readonly body: Body
  readonly text: string
}

/** The link with this relation, which may be the end of an address. */
export function linkOf({ links }: { links: readonly Link[] }, rel: string): Link {
  const found = links.find((link) => [link.rel].flat().some((each) => each === rel || each?.endsWith(`/${rel}`)))
  if (!found) throw new Error(`there is no link ${rel} among ${links.map((link) => String(link.rel)).join(', ')}`)
  return found
}

export const relsOf = ({ links }: { links: readonly Link[] }): string[] =>
  links.flatMap((link) => [link.rel].flat()).map((rel) => rel?.split('/').at(-1) ?? '')

export interface Ask {
  readonly as?: string | null
  readonly method?: string
  readonly headers?: Record<string, string>
  readonly body?: string
}

/** The catalogue of one test file; its parts are there once the file's `beforeAll`s have run. */
export function useOpds({ signInsMax = 1_000 } = {}) {
  const drm = useDrm()
  const jobs: Jobs = { send: async () => {}, drop: async () => {} }
  const world = {} as { deps: OpdsDeps; url: string }
  let server: Server

  beforeAll(async () => {
    let answer: ReturnType<typeof createOpdsHttp> | null = null
    server = createServer((req, res) => void answer?.(req, res).catch((error: unknown) => res.destroy(error as Error)))
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    world.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    const base = { db: drm.db, ids: systemIds, log: pino({ level: 'silent' }) }
    const rateLimit = { isOn: true, signInsMax }
    const secret = 'a secret of more than thirty-two characters'
    const auth = createAuth(base, { secret, publicUrl: world.url, trustedOrigins: [], proxyHeader: null, rateLimit })
    const clock = { now: drm.now, sleep: async () => {} }
    world.deps = { ...base, jobs, clock, drm: drm.drm, publicUrl: world.url, apps: authorizeApps(auth) }
    answer = createOpdsHttp(world.deps)
    await importCsv({ db: drm.db, ids: systemIds, announce: async () => {} }, Readable.from([books]), {
      onReject: ({ reason }) => {
        throw new Error(reason)
      },
    })
    for (const [isbn13, scheme, licences] of taken) {
      await take(isbn13, scheme, licences)
      drm.at(new Date(drm.now().getTime() + 60_000)) // one is newer than the other
    }
  })
  afterAll(() => {
    server.closeAllConnections()
    server.close()
  })

  async function take(isbn13: string, scheme: DrmScheme, licences: number): Promise<void> {
    const deed = { isbn13, by: 'staff:s' }
    const opf = packageOf().replace('</metadata>', `${accessible}</metadata>`)
    const file = upload(await zip(filesOf(isbn13 === shared ? [{ path: 'OPS/package.opf', body: opf }] : [])))
    await receiveEbook(world.deps, { ...deed, scheme, file, key: `upload-${isbn13}` })
    const price = { currency: 'USD', minor: 499n }
    if (isbn13 !== scarce) await setPrice(world.deps, { ...deed, ...price, key: `price-${isbn13}` })
    const terms = { concurrentLimit: licences, totalLimit: null, loanDays: 14, endsAt: null }
    if (licences > 0)
      await setLicences(world.deps, { ...deed, ...terms, poolId: randomUUID(), key: `licences-${isbn13}` })
  }

  return Object.assign(world, {
    drm,
    /** Makes an account; what it signs in with is its email, with `password`. */
    async person(): Promise<{ id: string; email: string }> {
      const email = `${randomUUID()}@example.com`
      return { id: await ensureAccount(world.deps, { email, name: 'Ada Reader', role: 'reader', password }), email }
    },
    /** Asks for a path or an address of ours; `as` is the email of somebody who signs in with every request. */
    async ask(address: string, { as = null, method = 'GET', headers = {}, body }: Ask = {}): Promise<Answered> {
      const answer = await fetch(new URL(address, world.url), {
        method,
        headers: { ...(as !== null && { authorization: basic(as, password) }), ...headers },
        ...(body !== undefined && { body }),
      })
      const text = await answer.text()
      const type = answer.headers.get('content-type') ?? ''
      const parsed: unknown = type.endsWith('json') && text !== '' ? JSON.parse(text) : {}
      const kind = method === 'HEAD' ? undefined : kinds[type]
      if (kind) expect(complaintsAbout(kind, parsed)).toEqual([])
      return { status: answer.status, headers: answer.headers, body: parsed as Body, text }
    },
  })
}

export function basic(email: string, secret: string): string {
  return `Basic ${Buffer.from(`${email}:${secret}`).toString('base64')}`
}
