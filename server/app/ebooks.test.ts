// Ebooks over HTTP: the demo's are borrowed, opened and given back in a reading app; staff hand in one; a worker serves the queue.
import { execFile } from 'node:child_process'
import path from 'node:path'
import { promisify } from 'node:util'
import type { inferRouterOutputs } from '@trpc/server'
import { beforeAll, expect, it, vi } from 'vitest'
import { isbn13, password, useApp } from '#testing/app'
import { filesOf, page, zip } from '#testing/epubs'
import { demoBooks } from '../modules/ebooks/demo/books.ts'
import type { AppRouter } from './router.ts'

type Ebooks = inferRouterOutputs<AppRouter>['ebooks']

const app = useApp({ worker: true })
const [shared = '', scarce = '', sold = ''] = demoBooks.map((book) => book.isbn13)
const passphrase = { text: 'the whale is white', hint: 'its colour' }

beforeAll(async () => {
  for (let again = 0; again < 2; again++) {
    const { stdout } = await promisify(execFile)(process.execPath, ['load-ebooks.ts'], {
      cwd: path.join(import.meta.dirname, '..'),
      env: { ...process.env, ...app.env() },
    })
    expect(stdout).toContain('3 ebooks of our own')
  }
}, 60_000)

async function call<T>(name: string, input: object, cookie = app.cookies.reader): Promise<T> {
  const answer = await fetch(`${app.url}/trpc/ebooks.${name}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: app.url, cookie },
    body: JSON.stringify(input),
  })
  const body = (await answer.json()) as { result?: { data: T }; error?: { data: { refusal: string } } }
  if (!body.result) throw new Error(body.error?.data.refusal ?? String(answer.status))
  return body.result.data
}

async function ask<T>(name: string, input: object | null, cookie = app.cookies.reader): Promise<T> {
  const query = input === null ? '' : `?input=${encodeURIComponent(JSON.stringify(input))}`
  const answer = await fetch(`${app.url}/trpc/ebooks.${name}${query}`, { headers: { cookie } })
  const body = (await answer.json()) as { result?: { data: T } }
  if (!body.result) throw new Error(JSON.stringify(body))
  return body.result.data
}

const offer = (number: string, cookie?: string) =>
  ask<Ebooks['offer']>('offer', { isbn13: number, currency: 'USD' }, cookie)
const library = (cookie?: string) => ask<Ebooks['library']>('library', null, cookie)
const named = (what: string) => `a-key-for-${what}`

it('offers what the demo brings, to own and to borrow', async () => {
  expect(await offer(shared, '')).toMatchObject({
    price: { minor: 499 },
    lending: { licences: 2, free: 2, waiting: 0 },
    mine: null,
  })
  expect(await offer(scarce)).toMatchObject({
    lending: { licences: 1 },
    mine: { isOwned: false, loan: null, hold: null },
  })
  expect(await offer(sold)).toMatchObject({ price: { minor: 299 }, lending: null })
  const { ebooks } = await ask<Ebooks['catalogue']>('catalogue', {}, app.cookies.staff)
  expect(ebooks.map(({ isbn13: number }) => number)).toEqual([shared, scarce, sold])
})

it('lends one, opens it, and takes it back from a reading app', async () => {
  const loan = await call<Ebooks['borrow']>('borrow', { isbn13: shared, key: named('borrowing') })
  expect(loan).toMatchObject({ title: 'The Cheapest Copy', state: 'ACTIVE', renewable: false })
  expect(await library()).toMatchObject({
    loans: [{ id: loan.id, history: [{ event: 'kept' }, { event: 'pickedUp' }] }],
  })
  await expect(call('open', { isbn13: shared })).rejects.toThrow('drm.passphrase_invalid')
  const opened = await call<Ebooks['open']>('open', { isbn13: shared, passphrase })
  const file = await fetch(`${app.url}${opened.link}`)
  expect([file.status, (await file.arrayBuffer()).byteLength > 1_000]).toEqual([200, true])
  const licence = `${app.url}/drm/licences/${loan.id}`
  expect(await (await fetch(licence)).json()).toMatchObject({ id: loan.id, rights: { end: expect.any(String) } })
  const back = await fetch(`${licence}/return?id=device-1&name=An+app`, { method: 'PUT' })
  expect(await back.json()).toMatchObject({ status: 'cancelled' }) // no device had registered
  expect((await library()).loans[0]).toMatchObject({
    state: 'RETURNED',
    history: [{}, {}, { event: 'returned', by: 'reading app' }],
  })
  expect((await fetch(`${app.url}${opened.link}`)).status).toBe(403)
  const again = await fetch(`${licence}/return`, { method: 'PUT' })
  expect(again.status).toBe(403)
})

it('gives the reader in the browser its files while the loan runs, as pages on which nothing can run, and keeps the place', async () => {
  const read = (file: string, cookie = app.cookies.reader) =>
    fetch(`${app.url}/read/${shared}/${file}`, { headers: { cookie } })
  const place = { locator: JSON.stringify({ href: 'OPS/one.xhtml', type: 'application/xhtml+xml' }), progress: 0.25 }
  expect((await read('manifest.json', '')).status).toBe(401)
  expect((await read('manifest.json')).status).toBe(403)
  const { id } = await call<Ebooks['borrow']>('borrow', { isbn13: shared, key: named('reading here') })
  const manifest = (await (await read('manifest.json')).json()) as {
    metadata: object
    readingOrder: { href: string }[]
    positions: object[]
  }
  expect(manifest).toMatchObject({ metadata: { title: 'The Cheapest Copy' }, positions: expect.any(Array) })
  const first = manifest.readingOrder[0]?.href ?? ''
  const chapter = await read(first)
  expect(Object.fromEntries(chapter.headers)).toMatchObject({
    'content-type': 'application/xhtml+xml',
    'content-security-policy': 'sandbox',
    'x-content-type-options': 'nosniff',
    'cache-control': 'private, no-store',
  })
  expect(await chapter.text()).toContain('A price on a slip of paper')
  expect((await read(first, app.cookies.stranger)).status).toBe(403)
  expect((await read('%2e%2e%2f%2e%2e%2fetc%2fpasswd')).status).toBe(404)
  expect((await read('%E0%A4%A')).status).toBe(404)
  await call('keepPlace', { isbn13: shared, ...place })
  await expect(call('keepPlace', { isbn13: shared, ...place, locator: 'here' })).rejects.toThrow()
  await call('return', { loanId: id, key: named('done reading') })
  expect((await read(first)).status).toBe(403)
  await expect(call('keepPlace', { isbn13: shared, ...place })).rejects.toThrow('ebooks.not_entitled')
  expect(await ask('place', { isbn13: shared })).toEqual({ locator: JSON.parse(place.locator), progress: 0.25 })
})

it('is a catalogue for reading apps, which sign in by themselves, and shows who can read an ebook how', async () => {
  const start = await fetch(`${app.url}/opds`)
  expect([start.status, start.headers.get('content-type')]).toEqual([200, 'application/opds+json'])
  const shelf = (headers: Record<string, string>) => fetch(`${app.url}/opds/shelf`, { headers })
  expect((await shelf({ cookie: app.cookies.reader })).status).toBe(401)
  const authorization = `Basic ${Buffer.from(`reader@example.com:${password}`).toString('base64')}`
  expect(await (await shelf({ authorization })).json()).toMatchObject({ metadata: { numberOfItems: 0 } })
  const { reading } = await offer(sold, '')
  expect(reading).toMatchObject({ layout: 'reflowable', sufficientModes: [['textual']], hazards: ['none'] })
  expect((await ask<Ebooks['appPassphrase']>('appPassphrase', null)).text).toMatch(/^[0-9A-Z-]{19}$/)
})

it('keeps the only copy for whoever waits, and staff see and revoke', async () => {
  const { id } = await call<Ebooks['borrow']>('borrow', { isbn13: scarce, key: named('the only copy') })
  const { stranger, staff } = app.cookies
  await expect(call('borrow', { isbn13: scarce, key: named('another') }, stranger)).rejects.toThrow(
    'ebooks.no_copy_free',
  )
  await call('hold', { isbn13: scarce, key: named('a place') }, stranger)
  expect(await offer(scarce, stranger)).toMatchObject({
    lending: { waiting: 1 },
    mine: { hold: { place: 1, expectedAt: expect.any(String) } },
  })
  await expect(call('revoke', { loanId: id, key: named('not staff'), reason: 'no reason' })).rejects.toThrow()
  await call('revoke', { loanId: id, key: named('revoking'), reason: 'The file is broken.' }, staff)
  expect(await offer(scarce, stranger)).toMatchObject({
    lending: { waiting: 0 },
    mine: { loan: { state: 'READY' }, hold: null },
  })
  const { loans } = await ask<Ebooks['loans']>('loans', { isbn13: scarce, isLive: false }, staff)
  expect(loans).toMatchObject([
    { state: 'READY', reader: { email: 'stranger@example.com' } },
    { state: 'REVOKED', reader: { email: 'reader@example.com' } },
  ])
  await call('hold', { isbn13: scarce, key: named('a place again') })
  const { ebook, queue } = await ask<Ebooks['get']>('get', { isbn13: scarce }, staff)
  expect(ebook).toMatchObject({ isbn13: scarce, scheme: 'LCP', waiting: 1, pools: [{ concurrentLimit: 1, live: 1 }] })
  expect(queue).toMatchObject([{ place: 1, reader: { email: 'reader@example.com' } }])
  await expect(ask('get', { isbn13: scarce }, stranger)).rejects.toThrow('FORBIDDEN')
  await expect(ask('get', { isbn13: '9780679783268' }, staff)).rejects.toThrow('ebooks.ebook_not_found')
  await vi.waitFor(async () => expect(await mailed()).toContain('Your copy of “A Place in the Queue” is ready'), 20_000)
}, 40_000)

const mailed = async () => (await app.outside.control.mails()).map(({ subject }) => subject)

async function put(body: Buffer, { number = isbn13, cookie = app.cookies.staff, headers = {} } = {}) {
  const answer = await fetch(`${app.url}/api/ebooks/${number}?scheme=LCP`, {
    method: 'PUT',
    headers: { 'content-type': 'application/epub+zip', 'idempotency-key': 'upload-0001', cookie, ...headers },
    body: new Uint8Array(body),
  })
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> }
}

it('takes an ebook from staff, and says what is wrong with what it does not take', async () => {
  const epub = await zip(filesOf())
  expect(await put(epub, { cookie: app.cookies.reader })).toMatchObject({
    status: 403,
    body: { refusal: 'upload.not_staff' },
  })
  expect(await put(epub, { headers: { origin: 'https://elsewhere.example' } })).toMatchObject({ status: 403 })
  expect(await put(epub, { headers: { 'content-type': 'text/plain' } })).toMatchObject({
    status: 400,
    body: { refusal: 'upload.invalid', fields: { 'content-type': expect.any(String) } },
  })
  expect(await put(epub, { headers: { 'idempotency-key': 'x' } })).toMatchObject({
    status: 400,
    body: { refusal: 'upload.invalid', fields: { 'idempotency-key': expect.any(String) } },
  })
  expect(await put(Buffer.from('no book'))).toMatchObject({
    status: 400,
    body: { refusal: 'drm.epub_invalid', findings: [] },
  })
  const broken = await zip(filesOf([{ path: 'OPS/chapter 1.xhtml', body: page('Chapter 1', '<p>') }]))
  expect(await put(broken)).toMatchObject({
    status: 400,
    body: {
      refusal: 'drm.epub_invalid',
      findings: expect.arrayContaining([
        expect.objectContaining({ severity: 'fatal', place: expect.objectContaining({ path: 'OPS/chapter 1.xhtml' }) }),
      ]),
    },
  })
  expect(await put(epub, { number: '9780679783268' })).toMatchObject({ status: 404 })
  const taken = await put(epub)
  expect(taken).toMatchObject({ status: 200, body: { isbn13, title: 'A Test & a Book' } })
  expect((await put(epub)).body['publicationId']).toBe(taken.body['publicationId'])
  await call(
    'setPrice',
    { isbn13, currency: 'USD', price: { currency: 'USD', minor: 999 }, key: named('a price') },
    app.cookies.staff,
  )
  expect(await offer(isbn13)).toMatchObject({ price: { minor: 999 }, lending: null })
})
