// A reading app's journey for somebody with an account: signing in, borrowing, waiting, fetching, renewing, returning, and the shelf meanwhile.
import { createHash, randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as readium from '@readium/shared'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { ensureAccount } from '#accounts'
import { grantPurchase, openEbook } from '#ebooks'
import { inTransaction } from '#platform/db'
import { systemIds } from '#platform/ids'
import { chapter } from '#testing/epubs'
import { decrypt, download, openLicence } from '#testing/lcp-reader'
import { basic, linkOf, password, relsOf, scarce, shared, sold, useOpds } from '#testing/opds'
import type { Publication } from '#testing/opds'
import { insertOrderLine } from '#testing/order-line'

const world = useOpds()
const dayMs = 24 * 60 * 60_000
let folder: string

/** What we ask of Readium's models: its own types are written for bundlers only, and say nothing here. */
interface Readium {
  readonly Manifest: {
    deserialize(json: object): {
      readonly metadata: { readonly title: { getTranslation(language: string): string } }
      readonly links: {
        readonly items: readonly { readonly rels: ReadonlySet<string>; readonly properties?: Offered }[]
      }
    }
  }
}
interface Offered {
  getAvailability(): { readonly state: string }
  getCopies(): object
  getIndirectAcquisitions(): readonly { readonly type: string }[]
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'quire-opds-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const borrowOf = (isbn13: string) => `/opds/books/${isbn13}/borrow`
const stateOf = (publication: Publication) => linkOf(publication, 'borrow').properties?.['availability']
const shelfOf = async (as: string) => (await world.ask('/opds/shelf', { as })).body.publications ?? []
const pass = (days: number) => world.drm.at(new Date(world.drm.now().getTime() + days * dayMs))

it('tells whoever has not signed in how to, and takes no cookie for it', async () => {
  for (const address of ['/opds/shelf', '/opds/profile', borrowOf(shared), `/opds/books/${shared}/file`]) {
    const { status, headers } = await world.ask(address, { headers: { cookie: 'quire.session_token=stolen' } })
    expect([status, headers.get('content-type')]).toEqual([401, 'application/opds-authentication+json'])
    expect(headers.get('www-authenticate')).toContain('Basic realm="Quire"')
    expect(headers.get('link')).toContain('rel="http://opds-spec.org/auth/document"')
  }
  const { body } = await world.ask('/opds/authentication')
  expect(linkOf(body, 'shelf').href).toBe(`${world.url}/opds/shelf`)
})

it('signs in by email and password, or by a token, and by neither once they are wrong', async () => {
  const { email } = await world.person()
  expect((await world.ask('/opds/profile', { as: email })).body).toMatchObject({
    name: 'Ada Reader',
    email,
    loans: { total: 20, available: 20 },
  })
  const by = async (authorization: string) => (await world.ask('/opds/profile', { headers: { authorization } })).status
  expect(await by(basic(email, 'another horse'))).toBe(401)
  expect(
    await Promise.all(
      [
        'Basic',
        'Basic !',
        'Bearer x',
        'Bearer ',
        'Digest x',
        basic('', ''),
        `Bearer ${Buffer.from('a\nb').toString('base64')}`,
      ].map(by),
    ),
  ).toEqual(Array.from({ length: 7 }, () => 401))
  const token = await tokenFor(email, password)
  expect([token.status, token.body['token_type']]).toEqual([200, 'bearer'])
  const bearer = `Bearer ${String(token.body['access_token'])}`
  expect(bearer).toMatch(/^Bearer [\w.~+/-]+=*$/) // RFC 6750 §2.1
  expect(await by(bearer)).toBe(200)
  expect((await tokenFor(email, 'wrong horse')).body).toEqual({ error: 'invalid_grant' })
  const other = { email, name: 'Ada', role: 'reader' as const, password: 'a new password' }
  await ensureAccount(world.deps, other) // ends the sessions
  expect([await by(bearer), await by(basic(email, password)), await by(basic(email, 'a new password'))]).toEqual([
    401, 401, 200,
  ])
})

async function tokenFor(username: string, secret: string) {
  const form = new URLSearchParams({ grant_type: 'password', username, password: secret })
  const headers = { 'content-type': 'application/x-www-form-urlencoded' }
  return await world.ask('/opds/token', { method: 'POST', headers, body: form.toString() })
}

it('signs in once for many requests, also for those that come together', async () => {
  const { id, email } = await world.person()
  await Promise.all([1, 2, 3, 4].map(() => world.ask('/opds/profile', { as: email })))
  await world.ask('/opds/shelf', { as: email })
  const sessions = () => world.deps.db.selectFrom('session').select('id').where('accountId', '=', id).execute()
  const [first, ...others] = await sessions()
  expect(others).toEqual([])
  await world.deps.db.deleteFrom('session').where('accountId', '=', id).execute() // as signing out everywhere does
  const again = await Promise.all([1, 2, 3, 4].map(() => world.ask('/opds/profile', { as: email })))
  expect(again.map(({ status }) => status)).toEqual([200, 200, 200, 200])
  expect((await sessions()).map(({ id: session }) => session === first?.id)).toEqual([false])
})

it('borrows by following the link, and a client that is not ours opens the ebook with what the app was told', async () => {
  const { id, email } = await world.person()
  const borrowed = await world.ask(borrowOf(shared), { as: email })
  expect(borrowed.status).toBe(201)
  expect((await world.ask(borrowOf(shared), { as: email, method: 'POST' })).status).toBe(200) // it has it
  const link = linkOf(borrowed.body, 'acquisition')
  expect(link.type).toBe('application/vnd.readium.lcp.license.v1.0+json')
  const until = new Date(world.drm.now().getTime() + 14 * dayMs).toISOString()
  expect(link.properties).toMatchObject({ availability: { state: 'available', until } })
  const { text } = world.deps.drm.toAppPassphrase(id)
  const hash = createHash('sha256').update(text).digest('base64')
  expect(link.properties).toMatchObject({ lcp_hashed_passphrase: hash }) // nobody has to type it
  const licence = await world.ask(link.href, { as: email })
  expect(licence.headers.get('content-type')).toBe(link.type)
  const [onShelf] = await shelfOf(email)
  expect(linkOf(onShelf!, 'acquisition').properties).toMatchObject({ lcp_hashed_passphrase: hash }) // as its key check says
  const reader = { root: world.drm.root, now: world.drm.now, device: { id: 'app-1', name: 'An app' } }
  const lcp = await openLicence(reader, licence.text, text)
  const epub = await download(folder, lcp)
  expect((await decrypt(lcp, epub, 'OPS/chapter 1.xhtml')).toString('utf8')).toBe(chapter)
  await expect(openLicence(reader, licence.text, 'a guess')).rejects.toMatchObject({ reason: 'passphrase' })
})

it('tells no passphrase for a licence that its reader chose one for', async () => {
  const { id, email } = await world.person()
  await world.ask(borrowOf(shared), { as: email })
  const chosen = { text: 'chosen by myself', hint: 'myself' }
  await openEbook(world.deps, { accountId: id, isbn13: shared, passphrase: chosen })
  const [onShelf] = await shelfOf(email)
  expect(linkOf(onShelf!, 'acquisition').properties).not.toHaveProperty('lcp_hashed_passphrase')
  await world.ask(`/opds/books/${shared}/return`, { as: email, method: 'PUT' })
})

it('is read by Readium’s own model of OPDS', async () => {
  const { body } = await world.ask(`/opds/books/${scarce}`)
  const { Manifest } = readium as unknown as Readium
  const { metadata, links } = Manifest.deserialize({ readingOrder: [], ...body })
  const borrow = links.items.find(({ rels }) => rels.has('http://opds-spec.org/acquisition/borrow'))?.properties
  expect(borrow?.getAvailability().state).toBe('available')
  expect(borrow?.getCopies()).toMatchObject({ total: 1, available: 1 })
  expect(borrow?.getIndirectAcquisitions()[0]?.type).toContain('lcp')
  expect(metadata.title.getTranslation('en')).toBe('Émile Zola’s Café')
})

it('waits in the queue when all copies are out, leaves it, and picks up the copy that comes', async () => {
  const [first, second, third] = [await world.person(), await world.person(), await world.person()]
  expect((await world.ask(borrowOf(scarce), { as: first.email })).status).toBe(201)
  expect(stateOf((await world.ask(`/opds/books/${scarce}`)).body)).toMatchObject({
    state: 'unavailable',
    until: expect.any(String),
  })
  const waiting = await world.ask(borrowOf(scarce), { as: second.email })
  expect([waiting.status, stateOf(waiting.body)]).toEqual([201, expect.objectContaining({ state: 'reserved' })])
  expect(linkOf(waiting.body, 'borrow').properties).toMatchObject({
    holds: { total: 1, position: 1 },
    cancellable: true,
  })
  await world.ask(borrowOf(scarce), { as: third.email })
  expect((await world.ask(borrowOf(scarce), { as: third.email })).status).toBe(200) // it waits already
  const left = await world.ask(borrowOf(scarce), { as: third.email, method: 'DELETE' })
  expect([left.status, stateOf(left.body)]).toEqual([200, expect.objectContaining({ state: 'unavailable' })])
  expect((await world.ask(borrowOf(scarce), { as: third.email, method: 'DELETE' })).status).toBe(409)
  expect((await world.ask(`/opds/books/${scarce}/return`, { as: first.email })).status).toBe(200)
  const [kept] = await shelfOf(second.email)
  expect(stateOf(kept!)).toMatchObject({ state: 'ready', until: expect.any(String) })
  expect(relsOf((await world.ask(borrowOf(scarce), { as: second.email })).body)).toContain('revoke')
  await world.ask(`/opds/books/${scarce}/return`, { as: second.email })
})

it('renews as long as nobody waits, and gives back: the licence is over and the shelf empty', async () => {
  const { email } = await world.person()
  await world.ask(borrowOf(scarce), { as: email })
  await world.ask(`/opds/books/${scarce}/file`, { as: email })
  pass(5)
  const [loan] = await shelfOf(email)
  const renewed = await world.ask(linkOf(loan!, 'renew').href, { as: email, method: 'POST' })
  const until = new Date(world.drm.now().getTime() + 14 * dayMs).toISOString()
  expect(linkOf(renewed.body, 'acquisition').properties).toMatchObject({ availability: { until } })
  expect(relsOf(renewed.body)).not.toContain('renew') // it would gain nothing now
  expect((await world.ask(`/opds/books/${scarce}/renew`, { as: email })).status).toBe(409)
  const licence = await world.ask(linkOf(renewed.body, 'acquisition').href, { as: email })
  const back = await world.ask(linkOf(renewed.body, 'revoke').href, { as: email, method: 'PUT' })
  expect([back.status, stateOf(back.body)]).toEqual([200, { state: 'available' }])
  expect(await shelfOf(email)).toEqual([])
  expect((await world.ask(`/opds/books/${scarce}/file`, { as: email })).status).toBe(403)
  const { id } = JSON.parse(licence.text) as { id: string }
  const status = await fetch(`${world.drm.url}/drm/licences/${id}/status`)
  expect(await status.json()).toMatchObject({ status: 'cancelled' })
  expect((await world.ask(`/opds/books/${scarce}/return`, { as: email })).status).toBe(409)
})

it('gives back what is not offered any more, and has nothing to show of it', async () => {
  const { email } = await world.person()
  await world.ask(borrowOf(scarce), { as: email })
  const suspend = (suspendedAt: Date | null) =>
    world.deps.db.updateTable('ebook').set({ suspendedAt }).where('isbn13', '=', scarce).execute()
  await suspend(world.drm.now())
  expect(relsOf((await world.ask(`/opds/books/${scarce}`, { as: email })).body)).toContain('revoke') // it goes on to its end
  expect((await world.ask(borrowOf(scarce), { as: email, method: 'DELETE' })).status).toBe(204)
  expect((await world.ask(borrowOf(scarce), { as: email })).status).toBe(409)
  await suspend(null)
})

it('has what was bought on the shelf for good, marked and without a licence', async () => {
  const { id, email } = await world.person()
  const line = await insertOrderLine(world.deps.db, { accountId: id, isbn13: sold })
  const grant = { key: randomUUID(), accountId: id, isbn13: sold, ...line, by: 'checkout', at: world.drm.now() }
  await inTransaction(world.deps.db, (tx) => grantPurchase({ ids: systemIds }, tx, grant))
  const [mine] = await shelfOf(email)
  const link = linkOf(mine!, 'acquisition')
  expect([link.type, relsOf(mine!)]).toEqual(['application/epub+zip', ['self', 'alternate', 'acquisition']])
  const part = await world.ask(link.href, { as: email, headers: { range: 'bytes=0-3' } })
  expect([part.status, part.text]).toEqual([206, 'PK\u0003\u0004'])
  const { email: other } = await world.person()
  expect((await world.ask(link.href, { as: other })).status).toBe(403)
})

it('does nothing in a browser that another site’s page sends', async () => {
  const { email } = await world.person()
  for (const site of ['cross-site', 'same-site'])
    expect((await world.ask(borrowOf(shared), { as: email, headers: { 'sec-fetch-site': site } })).status).toBe(403)
  expect((await world.ask(borrowOf(shared), { as: email, method: 'HEAD' })).status).toBe(405)
  expect(await shelfOf(email)).toEqual([])
})
