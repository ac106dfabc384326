// When an event of the provider is looked at, by what is known of its payment: a real PostgreSQL with pg-boss; nobody is asked anything.
import { pino } from 'pino'
import Stripe from 'stripe'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { createDb, createPool, inTransaction } from '#platform/db'
import type { Db } from '#platform/db'
import { systemIds } from '#platform/ids'
import { createBoss, ensureQueues, jobsOf } from '#platform/jobs'
import { money } from '#platform/money'
import { useDatabase } from '#testing/world'
import { connectStripe, openPayment, paymentsJobs, receiveWebhook } from './index.ts'
import type { PaymentsDeps } from './index.ts'
import type { PaymentState } from './machine.ts'
import { updatePayment } from './queries.ts'

const database = useDatabase()
const signing = new Stripe('sk_test_unused')
const config = { secretKey: 'sk_test_sandbox', webhookSecret: 'whsec_test', returnUrl: () => 'http://127.0.0.1/back' }
const now = new Date()
const patienceMs = 1_000
let db: Db
let boss: ReturnType<typeof createBoss>
let deps: PaymentsDeps

beforeAll(async () => {
  const log = pino({ level: 'silent' })
  db = createDb(createPool({ url: database.url, name: 'test', max: 2 }))
  boss = createBoss({ url: database.url, role: 'sender', log })
  await boss.start()
  const clock = { now: () => now, sleep: async () => {} }
  deps = { db, jobs: jobsOf(boss), clock, log, processor: connectStripe(config) }
  await ensureQueues(boss, paymentsJobs(deps))
  await db.insertInto('account').values({ id: 'reader', name: 'Reader', email: 'r@example.com' }).execute()
}, 30_000)
afterAll(async () => {
  await boss.stop({ graceful: false })
  await db.destroy()
})
beforeEach(async () => {
  await db.deleteFrom('webhookInbox').execute()
  await boss.deleteAllJobs()
})

const later: PaymentState[] = ['AUTHORIZED', 'CAPTURING', 'VOIDED']

it.each(later)('looks a moment later at an event about a payment that is %s', async (state) => {
  await receive(eventAbout(await paymentIn(state)))
  expect(await dueAfterMs()).toEqual([patienceMs])
})

it('looks a moment later at an event about a payment whose answer is on its way, or that is not ours', async () => {
  await receive(eventAbout('pi_unheard_of'))
  expect(await dueAfterMs()).toEqual([patienceMs])
})

it('looks at once while a shopper is at the bank', async () => {
  await receive(eventAbout(await paymentIn('ACTION_REQUIRED')))
  expect(await dueAfterMs()).toEqual(['at once'])
})

it('looks at once at a card that is being saved', async () => {
  const metadata = { purpose: 'mandate', reference: systemIds.next() }
  await receive({ ...eventAbout(''), data: { object: { id: 'seti_1', object: 'setup_intent', metadata } } })
  expect(await dueAfterMs()).toEqual(['at once'])
})

it('has nothing to look at once the money is taken', async () => {
  await receive(eventAbout(await paymentIn('CAPTURED')))
  expect(await dueAfterMs()).toEqual([])
  const inbox = await db.selectFrom('webhookInbox').select('handledAt').execute()
  expect(inbox).toEqual([{ handledAt: now }])
})

/** A payment that the provider knows under the reference given back. */
async function paymentIn(state: PaymentState): Promise<string> {
  const id = systemIds.next()
  const processorRef = `pi_${id}`
  await inTransaction(db, async (tx) => {
    const max = money(2_000n, 'USD')
    await openPayment(tx, {
      id,
      purpose: 'purchase',
      reference: id,
      accountId: 'reader',
      method: 'pm_card_visa',
      customer: null,
      max,
      at: now,
    })
    const minor = state === 'ACTION_REQUIRED' ? 0n : max.minor
    const taken = state === 'CAPTURED' ? { captureMinor: minor, capturedMinor: minor } : {}
    await updatePayment(tx, id, { state, processorRef, authorizedMinor: minor, ...taken }, now)
  })
  return processorRef
}

function eventAbout(ref: string): object {
  const type = 'payment_intent.amount_capturable_updated'
  return {
    id: `evt_${systemIds.next()}`,
    object: 'event',
    type,
    data: { object: { id: ref, object: 'payment_intent' } },
  }
}

async function receive(event: object): Promise<void> {
  const rawBody = JSON.stringify(event)
  const timestamp = Math.floor(now.getTime() / 1_000)
  const signature = signing.webhooks.generateTestHeaderString({
    payload: rawBody,
    secret: config.webhookSecret,
    timestamp,
  })
  await receiveWebhook(deps, { rawBody, signature })
}

/** Of every waiting job, from the moment in which the event came. */
async function dueAfterMs(): Promise<(number | 'at once')[]> {
  const jobs = await boss.findJobs('payments.webhookReceived')
  return jobs.map(({ startAfter, createdOn }) => {
    const isNow = new Date(startAfter).getTime() === new Date(createdOn).getTime()
    return isNow ? 'at once' : new Date(startAfter).getTime() - now.getTime()
  })
}
