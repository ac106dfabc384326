// Sign-up, sign-in and sessions over a real socket on a real PostgreSQL.
import { createServer } from 'node:http'
import type { IncomingHttpHeaders, Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { pino } from 'pino'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createDb, createPool } from '#platform/db'
import type { Db } from '#platform/db'
import { systemIds } from '#platform/ids'
import type { Caller } from '#platform/trpc'
import { createCallerFactory } from '#platform/trpc'
import { useDatabase } from '#testing/world'
import { createAuth } from './create-auth.ts'
import type { Auth } from './create-auth.ts'
import { ensureAccount } from './ensure-account.ts'
import { accountsRouter } from './router.ts'

const database = useDatabase()
const log = pino({ level: 'silent' })
const password = 'correct horse battery'
let db: Db
let server: Server
let origin: string
let auth: Auth

beforeAll(async () => {
  db = createDb(createPool({ url: database.url, name: 'test', max: 4 }))
  server = createServer((req, res) => void auth.handler(req, res))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  auth = authWith({ isOn: true, signInsMax: 1_000 })
})
afterAll(async () => {
  server.close()
  await db.destroy()
})

function authWith(rateLimit: { isOn: boolean; signInsMax: number }, proxyHeader: string | null = null): Auth {
  const secret = 'a secret of more than thirty-two characters'
  const config = { secret, publicUrl: origin, trustedOrigins: [], proxyHeader, rateLimit }
  return createAuth({ db, ids: systemIds, log }, config)
}

function post(path: string, body: object, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(`${origin}/api/auth${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  })
}

function cookieOf(response: Response): string {
  return response.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0])
    .join('; ')
}

function callerOf(response: Response): Promise<Caller | null> {
  const headers: IncomingHttpHeaders = { cookie: cookieOf(response) }
  return auth.getCaller(headers)
}

it('signs up, knows who calls, and forgets at sign-out', async () => {
  const email = 'ada@example.com'
  const signedUp = await post('/sign-up/email', { name: 'Ada', email, password }, { origin })
  expect(signedUp.status).toBe(200)
  const account = await db.selectFrom('account').selectAll().where('email', '=', email).executeTakeFirstOrThrow()
  expect(account).toMatchObject({ name: 'Ada', role: 'reader' })
  expect(await callerOf(signedUp)).toMatchObject({ id: account.id, role: 'reader' })

  const cookie = cookieOf(signedUp)
  const session = await fetch(`${origin}/api/auth/get-session`, { headers: { cookie } })
  expect(await session.json()).toMatchObject({ user: { email, role: 'reader' } })

  expect((await post('/sign-out', {}, { origin, cookie })).status).toBe(200)
  expect(await auth.getCaller({ cookie })).toBeNull()
})

it('signs in a script that sends no Origin, for seven days, with a cookie that scripts of pages cannot read', async () => {
  await ensureAccount({ db, ids: systemIds }, { email: 'ben@example.com', name: 'Ben', role: 'reader', password })
  const signedIn = await post('/sign-in/email', { email: 'ben@example.com', password })
  expect(signedIn.status).toBe(200)
  expect(signedIn.headers.getSetCookie()[0]).toMatch(/HttpOnly/i)
  expect(signedIn.headers.getSetCookie()[0]).toMatch(/SameSite=Lax/i)
  const caller = await callerOf(signedIn)
  const session = await db
    .selectFrom('session')
    .selectAll()
    .where('accountId', '=', caller?.id ?? '')
    .executeTakeFirstOrThrow()
  expect(session.expiresAt.getTime() - session.createdAt.getTime()).toBeCloseTo(7 * 86_400_000, -4)
  expect(session.ipAddress).toBe('127.0.0.1')
})

it('refuses a wrong password, a password too short, a taken address and a role from outside', async () => {
  await ensureAccount({ db, ids: systemIds }, { email: 'cy@example.com', name: 'Cy', role: 'reader', password })
  expect((await post('/sign-in/email', { email: 'cy@example.com', password: 'wrong horse' })).status).toBe(401)
  expect((await post('/sign-up/email', { name: 'D', email: 'd@example.com', password: 'short' })).status).toBe(400)
  expect((await post('/sign-up/email', { name: 'Cy', email: 'cy@example.com', password })).status).toBe(422)
  await post('/sign-up/email', { name: 'Eve', email: 'eve@example.com', password, role: 'staff' })
  const eve = await db.selectFrom('account').select('role').where('email', '=', 'eve@example.com').executeTakeFirst()
  expect(eve?.role ?? 'reader').toBe('reader')
})

it('refuses pages of other origins', async () => {
  const foreign = { origin: 'https://evil.example' }
  const ben = { email: 'ben@example.com', password }
  expect((await post('/sign-in/email', ben, foreign)).status).toBe(403)
  expect((await post('/sign-in/email', ben, { 'sec-fetch-site': 'cross-site' })).status).toBe(403)
  const cookie = cookieOf(await post('/sign-in/email', ben))
  expect((await post('/sign-out', {}, { ...foreign, cookie })).status).toBe(403)
  expect(await auth.getCaller({ cookie })).not.toBeNull()
  expect((await post('/sign-out', {}, { cookie })).status).toBe(200) // a script's own session
})

it('limits guessing by the address of the connection, whatever the client claims', async () => {
  auth = authWith({ isOn: true, signInsMax: 3 })
  const guess = (address: string) =>
    post(
      '/sign-in/email',
      { email: 'no@example.com', password: 'guess number' },
      { 'x-forwarded-for': address, 'x-quire-client-address': address },
    ).then(({ status }) => status)
  const statuses: number[] = []
  for (let i = 0; i < 5; i++) statuses.push(await guess(`10.0.0.${i}`))
  expect(statuses.slice(-2)).toEqual([429, 429])

  auth = authWith({ isOn: true, signInsMax: 3 }, 'x-forwarded-for')
  expect(await guess('6.6.6.6, 10.0.0.7')).toBe(401) // our proxy names another client
  auth = authWith({ isOn: false, signInsMax: 3 })
  expect(await guess('')).toBe(401)
})

it('ensures a demo account once, and a new password ends its sessions', async () => {
  const wanted = { email: 'ops@example.com', name: 'Ops', role: 'staff' as const, password }
  const id = await ensureAccount({ db, ids: systemIds }, wanted)
  const first = await post('/sign-in/email', { email: wanted.email, password })
  expect(await callerOf(first)).toMatchObject({ id, role: 'staff' })

  expect(await ensureAccount({ db, ids: systemIds }, wanted)).toBe(id)
  expect(await callerOf(first)).toMatchObject({ id, role: 'staff' })

  await ensureAccount({ db, ids: systemIds }, { ...wanted, password: 'another password' })
  expect(await callerOf(first)).toBeNull()
  expect((await post('/sign-in/email', { email: wanted.email, password })).status).toBe(401)
  expect((await post('/sign-in/email', { email: wanted.email, password: 'another password' })).status).toBe(200)
})

it('tells people who they are, and which cards are on offer', async () => {
  const id = await ensureAccount(
    { db, ids: systemIds },
    { email: 'me@example.com', name: 'Me', role: 'reader', password },
  )
  const call = (caller: Caller | null) =>
    createCallerFactory(accountsRouter({ db, ids: systemIds, log, paymentProvider: 'sandbox' }))({
      requestId: 'r',
      caller,
      signal: new AbortController().signal,
      log,
    })
  expect(await call(null).me()).toBeNull()
  expect(await call({ id, role: 'reader' }).me()).toEqual({ id, email: 'me@example.com', name: 'Me', role: 'reader' })
  const { methods, provider } = await call(null).paymentMethods()
  expect(provider).toBe('sandbox')
  expect(methods.map((method) => method.id)).toEqual([
    'pm_card_visa',
    'pm_card_visa_chargeDeclined',
    'pm_card_authenticationRequired',
    'pm_card_authenticationRequiredOnSetup',
    'pm_card_chargeCustomerFail',
  ])
})
