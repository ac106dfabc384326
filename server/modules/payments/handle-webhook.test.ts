// The provider's events, from the signed request to the payment: a real PostgreSQL with pg-boss, the sandbox's provider.
import { startSandbox } from '@quire/sandbox'
import type { Sandbox } from '@quire/sandbox'
import { pino } from 'pino'
import Stripe from 'stripe'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { createDb, createPool, inTransaction } from '#platform/db'
import type { Db } from '#platform/db'
import { systemIds } from '#platform/ids'
import { createBoss, ensureQueues, jobsOf } from '#platform/jobs'
import { money } from '#platform/money'
import { useDatabase } from '#testing/world'
import { handleWebhook, sweepInbox } from './handle-webhook.ts'
import {
  authorize,
  beginAuthorization,
  beginCapture,
  beginVoid,
  capture,
  connectStripe,
  getPayment,
  openPayment,
  paymentsJobs,
  receiveWebhook,
  recordAuthorization,
  recordVoid,
  sumAccounts,
} from './index.ts'
import type { AuthorizeRequest, PaymentsDeps } from './index.ts'
import { paymentChanged } from './jobs.ts'

const database = useDatabase()
const max = money(2_000n, 'USD')
const signing = new Stripe('sk_test_unused')
const config = { secretKey: 'sk_test_sandbox', webhookSecret: 'whsec_test', returnUrl: () => 'http://127.0.0.1/back' }
let now = new Date()
let db: Db
let pool: ReturnType<typeof createPool>
let boss: ReturnType<typeof createBoss>
let sandbox: Sandbox
let deps: PaymentsDeps

beforeAll(async () => {
  const log = pino({ level: 'silent' })
  pool = createPool({ url: database.url, name: 'test', max: 3 })
  db = createDb(pool)
  boss = createBoss({ url: database.url, role: 'worker', log })
  sandbox = await startSandbox()
  await boss.start()
  const processor = connectStripe({ ...config, apiBase: `${sandbox.url}/stripe` })
  const clock = { now: () => now, sleep: async () => {} }
  deps = { db, jobs: jobsOf(boss), clock, log, processor }
  await ensureQueues(boss, [...paymentsJobs(deps), { job: paymentChanged, run: async () => {} } as never])
  await db.insertInto('account').values({ id: 'reader', name: 'Reader', email: 'r@example.com' }).execute()
}, 30_000)
afterAll(async () => {
  await boss.stop({ graceful: false })
  await db.destroy()
  await sandbox.close()
})
beforeEach(async () => {
  now = new Date()
  await fetch(`${sandbox.url}/reset`, { method: 'POST', body: JSON.stringify({ seed: 1 }) })
  await pool.query('delete from webhook_inbox')
  await pool.query('delete from pgboss.job')
})

it('keeps an event once, with a job for it, and nothing that is not needed', async () => {
  const { event } = await heldAtProvider()
  for (const _ of ['first', 'again']) await receiveWebhook(deps, signed(event))
  const inbox = await db.selectFrom('webhookInbox').selectAll().execute()
  expect(inbox).toMatchObject([{ source: 'stripe', eventId: event.id, payload: { ref: event.data.object.id } }])
  expect(await jobs()).toEqual([`payments.webhookReceived ${event.id}`])
  const { rows } = await pool.query<{ text: string }>(
    `select (select json_agg(webhook_inbox)::text from webhook_inbox) || (select json_agg(job)::text from pgboss.job) as text`,
  )
  expect(rows[0]?.text).toContain(event.id)
  expect(rows[0]?.text).not.toMatch(/pm_card|secret/)
})

it.each([
  ['a signature by somebody else', (body: string) => signed(JSON.parse(body), { secret: 'whsec_wrong' }).signature],
  ['an old one', (body: string) => signed(JSON.parse(body), { at: new Date(now.getTime() - 301_000) }).signature],
  ['none', () => ''],
  ['nonsense', () => 't=1,v1=x'],
])('refuses %s', async (_, signatureOf) => {
  const { rawBody } = signed(eventAbout('pi_1'))
  const refused = receiveWebhook(deps, { rawBody, signature: signatureOf(rawBody) })
  await expect(refused).rejects.toMatchObject({ code: 'payments.bad_signature' })
  expect(await jobs()).toEqual([])
})

it('refuses a body that was changed on the way', async () => {
  const { rawBody, signature } = signed(eventAbout('pi_1'))
  const changed = receiveWebhook(deps, { rawBody: rawBody.replace('pi_1', 'pi_2'), signature })
  await expect(changed).rejects.toMatchObject({ code: 'payments.bad_signature' })
})

it('learns of a hold whose answer was lost, and says so', async () => {
  const { id, event } = await heldAtProvider()
  await receiveAndHandle(event)
  expect(await getPayment(db, id)).toMatchObject({ state: 'AUTHORIZED', authorized: max, ref: event.data.object.id })
  expect(await jobs()).toContainEqual(`payments.paymentChanged ${id}`)
  expect(await handledEvents()).toEqual([event.id])
  await handleWebhook(deps, event.id, soon()) // the job once more
  expect(await getPayment(db, id)).toMatchObject({ state: 'AUTHORIZED' })
})

it.each([
  ['approve', 'AUTHORIZED'],
  ['decline', 'DECLINED'],
])('learns what the shopper did at the bank: %s', async (answer, state) => {
  const { id, request } = await begun('pm_card_authenticationRequired')
  const asked = await authorize(deps, request, options())
  if (asked.kind !== 'ok' || asked.value.kind !== 'actionRequired') return expect.unreachable(JSON.stringify(asked))
  const { value } = asked
  await inTransaction(db, (tx) => recordAuthorization(tx, id, value, now))
  await fetch(value.actionUrl, { method: 'POST', body: new URLSearchParams({ answer }), redirect: 'manual' })
  await receiveAndHandle(eventAbout(value.ref))
  expect(await getPayment(db, id)).toMatchObject({ state, actionUrl: null })
  expect(await jobs()).toContainEqual(`payments.paymentChanged ${id}`)
})

it('learns that the bank let a hold go by itself', async () => {
  const before = await sumAccounts(db)
  const { id, ref } = await held()
  await deps.processor.cancelIntent(ref, { key: systemIds.next(), signal: soon() })
  await receiveAndHandle(eventAbout(ref))
  expect(await getPayment(db, id)).toMatchObject({ state: 'VOIDED' })
  const isOpen = ({ account, minor }: { account: string; minor: bigint }) => account.startsWith('hold:') && minor !== 0n
  expect((await sumAccounts(db)).filter(isOpen)).toEqual(before.filter(isOpen))
})

it('leaves a charge to those who asked for it, and wakes them', async () => {
  const { id, ref } = await held()
  const request = await inTransaction(db, (tx) => beginCapture(tx, id, money(1_500n, 'USD'), now))
  await capture(deps, request, options())
  await receiveAndHandle(eventAbout(ref))
  expect(await getPayment(db, id)).toMatchObject({ state: 'CAPTURING' })
  expect(await jobs()).toContainEqual(`payments.paymentChanged ${id}`)
})

it('says nothing of what is known already', async () => {
  const { ref } = await held()
  await receiveAndHandle(eventAbout(ref))
  expect(await handledEvents()).toHaveLength(1)
  expect((await jobs()).filter((job) => job.startsWith('payments.paymentChanged'))).toEqual([])
})

it('lets a hold go that comes after the payment was given up', async () => {
  const { id, request } = await begun()
  await inTransaction(db, (tx) => beginVoid(tx, id, now))
  await inTransaction(db, (tx) => recordVoid(tx, id, now))
  const late = await authorize(deps, request, options())
  if (late.kind !== 'ok') return expect.unreachable(JSON.stringify(late))
  await receiveAndHandle(eventAbout(late.value.ref))
  expect(await movements()).toEqual(['authorize', 'void'])
  expect(await getPayment(db, id)).toMatchObject({ state: 'VOIDED', ref: null })
})

it('lets a second hold go, and keeps the first', async () => {
  const { id, ref, request } = await held()
  const second = await authorize(deps, request, options())
  if (second.kind !== 'ok') return expect.unreachable(JSON.stringify(second))
  expect(second.value.ref).not.toBe(ref)
  await receiveAndHandle(eventAbout(second.value.ref))
  expect(await movements()).toEqual(['authorize', 'authorize', 'void'])
  expect(await getPayment(db, id)).toMatchObject({ state: 'AUTHORIZED', ref })
})

it('leaves other people’s intents and other kinds of events alone', async () => {
  const foreign = await deps.processor.createIntent({ ...fresh(), paymentId: systemIds.next() }, call())
  if (foreign.kind !== 'ok') return expect.unreachable(JSON.stringify(foreign))
  await receiveAndHandle(eventAbout(foreign.value.ref))
  await receiveAndHandle({
    ...eventAbout('po_1'),
    type: 'payout.paid',
    data: { object: { id: 'po_1', object: 'payout' } },
  })
  expect(await handledEvents()).toHaveLength(2)
  expect(await movements()).toEqual(['authorize'])
})

it('ends the same whatever order the events come in, and however often', async () => {
  const { id, event } = await heldAtProvider()
  const { ref } = { ref: event.data.object.id }
  const events = [
    eventAbout(ref, 'payment_intent.amount_capturable_updated'),
    eventAbout(ref, 'payment_intent.created'),
  ]
  for (const each of [...events, event, ...events.toReversed(), event]) await receiveAndHandle(each)
  expect(await getPayment(db, id)).toMatchObject({ state: 'AUTHORIZED' })
  expect(await db.selectFrom('journal').select('effectKey').where('paymentId', '=', id).execute()).toEqual([
    { effectKey: `authorize:${id}` },
  ])
})

it('tries again when the provider cannot be asked, and the sweep finds what lost its job', async () => {
  const { id, event } = await heldAtProvider()
  await receiveWebhook(deps, signed(event))
  await expect(handleWebhook(deps, event.id, AbortSignal.abort())).rejects.toThrow('did not say')
  expect(await handledEvents()).toEqual([])
  await pool.query('delete from pgboss.job')

  await sweepInbox(deps)
  expect(await jobs(), 'too young').toEqual([])
  now = new Date(now.getTime() + 61_000)
  await sweepInbox(deps)
  expect(await jobs()).toEqual([`payments.webhookReceived ${event.id}`])
  await handleWebhook(deps, event.id, soon())
  expect(await getPayment(db, id)).toMatchObject({ state: 'AUTHORIZED' })
  await pool.query('delete from pgboss.job')
  await sweepInbox(deps)
  expect(await jobs(), 'handled').toEqual([])
})

function fresh(method = 'pm_card_visa') {
  const id = systemIds.next()
  return {
    paymentId: id,
    purpose: 'purchase',
    reference: id,
    accountId: 'reader',
    method,
    amountMinor: '2000',
    currency: 'USD',
  }
}

/** A payment in AUTHORIZING: the intent to ask is committed, nothing was sent. */
async function begun(method?: string): Promise<{ id: string; request: AuthorizeRequest }> {
  const { paymentId: id, reference, ...rest } = fresh(method)
  const payment = { id, purpose: rest.purpose, reference, accountId: 'reader', method: rest.method, max, at: now }
  await inTransaction(db, (tx) => openPayment(tx, payment))
  return { id, request: await inTransaction(db, (tx) => beginAuthorization(tx, id, now)) }
}

/** The provider holds the money; nobody here knows. */
async function heldAtProvider() {
  const { id, request } = await begun()
  const outcome = await authorize(deps, request, options())
  if (outcome.kind !== 'ok' || outcome.value.kind !== 'authorized') throw new Error(JSON.stringify(outcome))
  return { id, request, hold: outcome.value, event: eventAbout(outcome.value.ref) }
}

async function held() {
  const { id, request, hold } = await heldAtProvider()
  await inTransaction(db, (tx) => recordAuthorization(tx, id, hold, now))
  return { id, request, ref: hold.ref }
}

const soon = () => AbortSignal.timeout(10_000)
const call = () => ({ key: systemIds.next(), signal: soon() })
const options = () => ({ ...call(), tries: 0, firstSentAt: now })

function eventAbout(ref: string, type = 'payment_intent.amount_capturable_updated') {
  const object = { id: ref, object: 'payment_intent', payment_method: 'pm_card_visa', client_secret: `${ref}_secret_1` }
  return { id: `evt_${systemIds.next()}`, object: 'event', type, data: { object } }
}

function signed(event: object, { secret = config.webhookSecret, at = now } = {}) {
  const rawBody = JSON.stringify(event)
  const timestamp = Math.floor(at.getTime() / 1_000)
  return { rawBody, signature: signing.webhooks.generateTestHeaderString({ payload: rawBody, secret, timestamp }) }
}

async function receiveAndHandle(event: { id: string; type: string; data: object }): Promise<void> {
  await receiveWebhook(deps, signed(event))
  await handleWebhook(deps, event.id, soon())
}

async function handledEvents(): Promise<string[]> {
  const rows = await db.selectFrom('webhookInbox').select('eventId').where('handledAt', 'is not', null).execute()
  return rows.map(({ eventId }) => eventId)
}

/** Waiting jobs, by name and whom they are about. */
async function jobs(): Promise<string[]> {
  const { rows } = await pool.query<{ line: string }>(
    `select name || ' ' || coalesce(data ->> 'eventId', data ->> 'paymentId') as line from pgboss.job order by created_on`,
  )
  return rows.map(({ line }) => line)
}

async function movements(): Promise<string[]> {
  const response = await fetch(`${sandbox.url}/journal/payments`)
  const { events } = (await response.json()) as { events: { type: string }[] }
  return events.map(({ type }) => type)
}
