// The server's door: what it lets in, what it keeps out, and how it says so.
import { createHmac } from 'node:crypto'
import type { OutgoingHttpHeaders } from 'node:http'
import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import { isbn13, useApp } from '#testing/app'
import { sendRaw } from '#testing/send-raw'
import type { Answer } from '#testing/send-raw'
import { createHttp } from './http.ts'
import type { HttpParts } from './http.ts'
import { readConfig } from './config.ts'
import { trackRequests } from './open-requests.ts'
import { serve } from './serve.ts'

const app = useApp({ worker: false })

const send = (method: string, path: string, headers: OutgoingHttpHeaders = {}, body = '', url = app.url) =>
  sendRaw(url, { method, path, headers }, body)
const json = { 'content-type': 'application/json' }
const get = (path: string, headers: OutgoingHttpHeaders = {}) => send('GET', path, headers)
const purchase = {
  key: 'key-of-this-purchase',
  isbn13,
  conditions: ['NEW'],
  maxTotal: { currency: 'USD', minor: 0 },
  destination: { country: 'US' },
  paymentMethod: 'pm_card_visa',
}
const input = (value: unknown) => `?input=${encodeURIComponent(JSON.stringify(value))}`

describe('health', () => {
  it('runs, and is ready', async () => {
    expect(await get('/healthz')).toMatchObject({ status: 200, body: 'ok' })
    expect(await get('/readyz')).toMatchObject({ status: 200, body: 'ready' })
  })

  it('is not ready while it drains', async () => {
    const closing = new AbortController()
    const requests = trackRequests(closing.signal)
    const http = createHttp({ config: app.config, requests, closing: closing.signal } as HttpParts)
    http.listen(0, '127.0.0.1')
    await new Promise((resolve) => http.once('listening', resolve))
    const { port } = http.address() as { port: number }
    closing.abort()
    const at = `http://127.0.0.1:${port}`
    expect(await send('GET', '/readyz', {}, '', at)).toMatchObject({ status: 503, body: 'draining' })
    expect(await send('GET', '/healthz', {}, '', at)).toMatchObject({ status: 200 })
    http.close()
  })

  it('is not ready before the gateway has answered, and runs all the same', async () => {
    const lonely = await serve(readConfig(app.env({ QUIRE_PORT: '0', QUIRE_GATEWAY_ADDR: '127.0.0.1:1' })))
    expect(await send('GET', '/readyz', {}, '', lonely.url)).toMatchObject({ status: 503 })
    expect(await send('GET', '/healthz', {}, '', lonely.url)).toMatchObject({ status: 200 })
    await lonely.close()
  })

  it('counts', async () => {
    const { status, body } = await get('/metrics')
    expect(status).toBe(200)
    expect(body.match(/^process_cpu_user_seconds_total \d/gm)).toHaveLength(1)
    expect(body).toContain('quire_jobs{queue="buying.drivePurchase",state="waiting"} 0')
    expect(body).toContain('quire_jobs_overdue_seconds{queue="buying.dead"} 0')
  })

  it('counts the purchases that need a person, and since when', async () => {
    await sql`
      insert into purchase (id, account_id, key, request_hash, state, title, terms, facts, currency, max_minor, created_at)
      select gen_random_uuid(), id, 'lost', '', 'NEEDS_REVIEW', 'Dune', '{}', '{}', 'USD', 1, now() - interval '1 minute' from account limit 1`.execute(
      app.db,
    )
    const { body } = await get('/metrics')
    expect(body).toContain('quire_purchases_waiting{state="NEEDS_REVIEW"} 1')
    expect(
      Number(/^quire_purchases_oldest_seconds\{state="NEEDS_REVIEW"\} (\d+)/m.exec(body)?.[1]),
    ).toBeGreaterThanOrEqual(59)
  })
})

describe('a request that a foreign page could have sent', () => {
  const start = (headers: OutgoingHttpHeaders) => send('POST', '/trpc/buying.start', headers, JSON.stringify(purchase))

  it.each([
    ['another origin', { ...json, origin: 'https://evil.example' }],
    ['an origin that hides', { ...json, origin: 'null' }],
    ['our host on another port', { ...json, origin: 'http://127.0.0.1:1' }],
    ['a cross-site fetch without an origin', { ...json, 'sec-fetch-site': 'cross-site' }],
    ['a neighbour of our site', { ...json, 'sec-fetch-site': 'same-site' }],
    ['a form', { 'content-type': 'application/x-www-form-urlencoded' }],
    ['a form with files', { 'content-type': 'multipart/form-data; boundary=x' }],
    ['plain text', { 'content-type': 'text/plain' }],
    ['no type at all', {}],
  ])('is refused: %s', async (_, headers) => {
    const answer = await start({ ...headers, cookie: app.cookies.reader })
    expect(answer).toMatchObject({ status: 403, body: 'This request does not come from one of our pages.' })
  })

  it('is let in from our own page, and from a script that is no browser', async () => {
    const cookie = app.cookies.reader
    expect((await start({ ...json, cookie, origin: app.url, 'sec-fetch-site': 'same-origin' })).status).toBe(400) // its maximum is 0
    expect((await start({ ...json, cookie })).status).toBe(400)
  })

  it('changes nothing as a GET, nor as another method', async () => {
    const cookie = app.cookies.reader
    expect((await get(`/trpc/buying.start${input(purchase)}`, { cookie })).status).toBe(405)
    expect((await send('PUT', '/trpc/buying.start', { ...json, cookie }, '{}')).status).toBe(405)
    expect(
      (await send('OPTIONS', '/trpc/buying.start', { origin: 'https://evil.example' })).headers,
    ).not.toHaveProperty('access-control-allow-origin')
  })
})

describe('limits', () => {
  it('takes ten calls at once and not eleven', async () => {
    const batch = (count: number) =>
      get(`/trpc/${Array.from({ length: count }, () => 'accounts.me').join()}?batch=1&input={}`)
    expect(await batch(10)).toMatchObject({ status: 200 })
    const refused = await batch(11)
    expect(refused.status).toBe(400)
    expect(refused.body).not.toContain('"result"')
  })

  it('takes no body that is too large', async () => {
    const large = JSON.stringify({ ...purchase, key: 'x'.repeat(70_000) })
    expect(await send('POST', '/trpc/buying.start', { ...json, cookie: app.cookies.reader }, large)).toMatchObject({
      status: 413,
    })
    const event = JSON.stringify({ padding: 'x'.repeat(5_000_000) })
    expect(await send('POST', '/webhooks/stripe', json, event)).toMatchObject({ status: 413 })
  })
})

describe('webhooks', () => {
  const event = JSON.stringify({
    id: 'evt_1',
    object: 'event',
    type: 'payment_intent.created',
    data: { object: { id: 'pi_1', object: 'payment_intent' } },
  })
  const sign = (body: string, secret: string) => {
    const time = Math.floor(Date.now() / 1000)
    return `t=${time},v1=${createHmac('sha256', secret).update(`${time}.${body}`).digest('hex')}`
  }

  it('are refused without the right signature', async () => {
    for (const signature of [
      undefined,
      'nonsense',
      sign(event, 'whsec_of_somebody_else'),
      sign(`${event} `, 'whsec_sandbox'),
    ]) {
      const headers = { ...json, ...(signature && { 'stripe-signature': signature }) }
      expect((await send('POST', '/webhooks/stripe', headers, event)).status).toBe(400)
    }
    expect(await app.db.selectFrom('webhookInbox').selectAll().execute()).toEqual([])
  })

  it('are taken once, however often they come', async () => {
    const headers = { ...json, 'stripe-signature': sign(event, 'whsec_sandbox') }
    const sent = await Promise.all(Array.from({ length: 5 }, () => send('POST', '/webhooks/stripe', headers, event)))
    expect(sent.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200])
    expect(await app.db.selectFrom('webhookInbox').select('eventId').execute()).toEqual([{ eventId: 'evt_1' }])
  })

  it('are nothing to look at', async () => {
    expect((await get('/webhooks/stripe')).status).toBe(404)
    expect((await send('POST', '/webhooks/paypal', json, event)).status).toBe(404)
  })
})

describe('the queues', () => {
  it('are shown to staff only', async () => {
    for (const path of ['/ops/queues', '/ops/queues/', '/ops/queues.data']) {
      expect((await get(path)).status, path).toBe(403)
      expect((await get(path, { cookie: app.cookies.reader })).status, path).toBe(403)
      expect((await get(path, { cookie: 'quire.session_token=made.up' })).status, path).toBe(403)
    }
    const shown = await get('/ops/queues', { cookie: app.cookies.staff })
    expect(shown.status).toBe(200)
    expect(shown.headers['content-type']).toContain('text/html')
  })

  it.each(['POST', 'PUT', 'PATCH', 'DELETE'])('are only shown, unless configured: %s', async (method) => {
    const answer = await send(method, '/ops/queues', { cookie: app.cookies.staff, origin: app.url })
    expect(answer).toMatchObject({ status: 403, body: expect.stringContaining('read-only') })
  })
})

describe('pages', () => {
  it('serves the app under every address of its own, and its files', async () => {
    for (const path of ['/', '/books/9780441172719', '/purchases/7?from=bank', '/trpcs'])
      expect(await get(path), path).toMatchObject({
        status: 200,
        body: expect.stringContaining('<title>Quire'),
        headers: { 'cache-control': 'no-cache', 'content-type': expect.stringContaining('text/html') },
      })
    expect(await get('/assets/app-1a2b3c.js')).toMatchObject({
      status: 200,
      headers: { 'cache-control': 'public, max-age=31536000, immutable' },
    })
  })

  it.each([
    '/assets/app-of-yesterday.js',
    '/favicon.png',
    '/../package.json',
    '/%2e%2e/package.json',
    '/api/auth/nothing',
    '/api/nothing',
  ])('has nothing at %s', async (path) => {
    expect((await get(path)).status).toBe(404)
  })

  it('gives a page to nobody who sends something', async () => {
    expect((await send('POST', '/books/9780441172719', json, '{}')).status).toBe(404)
  })

  it('has nothing anywhere without a web app', async () => {
    const bare = await serve(readConfig({ ...app.env({ QUIRE_PORT: '0' }), QUIRE_WEB_DIST: undefined }))
    expect(await send('GET', '/anything', {}, '', bare.url)).toMatchObject({
      status: 404,
      body: 'There is nothing here.',
    })
    await bare.close()
  })

  it.each(['//', '/\\', '//evil.example:99999/', '//evil.example/trpc/accounts.me', '/%', '/trpc/%'])(
    'bears the address %s',
    async (path) => {
      expect((await get(path)).status).toBeLessThan(500)
    },
  )

  it('tells browsers to be careful, everywhere', async () => {
    for (const path of [
      '/',
      '/healthz',
      `/trpc/accounts.me`,
      '/assets/app-1a2b3c.js',
      '/nothing.txt',
      '/api/auth/get-session',
    ])
      expect((await get(path)).headers, path).toMatchObject({
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'same-origin',
        'content-security-policy': expect.stringMatching(/default-src 'self'.*frame-ancestors 'none'/),
      })
    expect((await get('/ops/queues')).headers).toMatchObject({ 'x-content-type-options': 'nosniff' })
  })
})

describe('a refusal', () => {
  const refusalOf = ({ body }: Answer) => (JSON.parse(body) as { error: { message: string; data: object } }).error

  it('says in words and in a code what is wrong, and under which id it is in the log', async () => {
    const answer = await get(`/trpc/catalog.getBook${input({ isbn13: '9780306406157' })}`, {
      'x-request-id': 'from-the-browser-1',
    })
    expect(answer.status).toBe(404)
    expect(refusalOf(answer)).toEqual({
      code: -32004,
      message: expect.stringMatching(/^[A-Z].*\.$/),
      data: {
        code: 'NOT_FOUND',
        httpStatus: 404,
        path: 'catalog.getBook',
        refusal: 'catalog.book_not_found',
        requestId: 'from-the-browser-1',
      },
    })
  })

  it('names the field, and comes before the sign-in form only when nobody is signed in', async () => {
    const ask = (cookie?: string) =>
      send('POST', '/trpc/buying.start', { ...json, ...(cookie && { cookie }) }, JSON.stringify(purchase))
    expect(refusalOf(await ask())).toMatchObject({ message: 'Please sign in first.', data: { code: 'UNAUTHORIZED' } })
    expect(refusalOf(await ask(app.cookies.reader))).toMatchObject({
      message: 'Please check maxTotal.minor: must be more than nothing.',
      data: { refusal: 'input.invalid', fields: { 'maxTotal.minor': 'must be more than nothing' } },
    })
  })

  it('takes no request id that could be something else', async () => {
    const answer = await get('/trpc/nowhere.toBeFound', { 'x-request-id': '<script>alert(1)</script>' })
    expect(answer.status).toBe(404)
    expect(refusalOf(answer).data).toMatchObject({ code: 'NOT_FOUND', requestId: expect.stringMatching(/^[\w-]{36}$/) })
  })

  it('is said of what cannot be read', async () => {
    const answer = await send('POST', '/trpc/buying.start', { ...json, cookie: app.cookies.reader }, '{"key":')
    expect(answer.status).toBe(400)
    expect(answer.body).not.toMatch(/stack|node_modules/)
    expect((await get('/trpc/catalog.getBook?input={')).status).toBe(400)
  })
})
