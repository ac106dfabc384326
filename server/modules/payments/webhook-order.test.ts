// Any order, any number and any delay of the provider's events, beside forged and replayed ones, end in the same state (design F26):
// five stories on a real PostgreSQL and the sandbox's provider, each told in ways that fast-check draws.
import { startSandbox } from '@quire/sandbox'
import type { Sandbox } from '@quire/sandbox'
import fc from 'fast-check'
import { pino } from 'pino'
import Stripe from 'stripe'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createDb, createPool, inTransaction } from '#platform/db'
import type { Db } from '#platform/db'
import { systemIds } from '#platform/ids'
import { createBoss, ensureQueues, jobsOf } from '#platform/jobs'
import { money } from '#platform/money'
import { useDatabase } from '#testing/world'
import { handleWebhook } from './handle-webhook.ts'
import {
  authorize,
  beginAuthorization,
  beginVoid,
  connectStripe,
  getPayment,
  openPayment,
  paymentsJobs,
  receiveWebhook,
  recordAuthorization,
  recordVoid,
} from './index.ts'
import type { AuthorizeRequest, PaymentsDeps } from './index.ts'
import { paymentChanged } from './jobs.ts'

const database = useDatabase()
const max = money(2_000n, 'USD')
const signing = new Stripe('sk_test_unused')
const config = { secretKey: 'sk_test_sandbox', webhookSecret: 'whsec_test', returnUrl: () => 'http://127.0.0.1/back' }
const threeDaysMs = 3 * 86_400_000
let now = new Date()
let db: Db
let boss: ReturnType<typeof createBoss>
let sandbox: Sandbox
let deps: PaymentsDeps

beforeAll(async () => {
  const log = pino({ level: 'silent' })
  db = createDb(createPool({ url: database.url, name: 'test', max: 3 }))
  boss = createBoss({ url: database.url, role: 'sender', log })
  sandbox = await startSandbox()
  await boss.start()
  const processor = connectStripe({ ...config, apiBase: `${sandbox.url}/stripe` })
  deps = { db, jobs: jobsOf(boss), clock: { now: () => now, sleep: async () => {} }, log, processor }
  await ensureQueues(boss, [...paymentsJobs(deps), { job: paymentChanged, run: async () => {} } as never])
  await db.insertInto('account').values({ id: 'reader', name: 'Reader', email: 'r@example.com' }).execute()
}, 30_000)
afterAll(async () => {
  await boss.stop({ graceful: false })
  await db.destroy()
  await sandbox.close()
})

/** What happened at the provider, and what the driver here still has to write down; `end` is what must come of it. */
interface Story {
  readonly id: string
  readonly refs: readonly string[]
  /** The driver records the answer that it got, between any two events. */
  readonly record?: () => Promise<void>
  readonly end: { state: string; ref: string | null; journals: string[]; movements: string[] }
}

const stories: Record<string, () => Promise<Story>> = {
  'a hold whose answer is slower than its events': async () => {
    const { id, request } = await begun()
    const ref = await hold(request)
    return { id, refs: [ref], record: () => recordHold(id, ref), end: held(ref, ['authorize']) }
  },
  'a hold whose answer is lost': async () => {
    const { id, request } = await begun()
    const ref = await hold(request)
    return { id, refs: [ref], end: held(ref, ['authorize']) }
  },
  'a hold that came after the payment was given up': async () => {
    const { id, request } = await begun()
    await inTransaction(db, (tx) => beginVoid(tx, id, now))
    await inTransaction(db, (tx) => recordVoid(tx, id, now))
    const ref = await hold(request)
    return { id, refs: [ref], end: { state: 'VOIDED', ref: null, journals: [], movements: ['authorize', 'void'] } }
  },
  'a second hold beside the first': async () => {
    const { id, request } = await begun()
    const ref = await hold(request)
    await recordHold(id, ref)
    return { id, refs: [ref, await hold(request)], end: held(ref, ['authorize', 'authorize', 'void']) }
  },
  'a hold that the bank lets go by itself': async () => {
    const { id, request } = await begun()
    const ref = await hold(request)
    await recordHold(id, ref)
    await deps.processor.cancelIntent(ref, { key: systemIds.next(), signal: soon() })
    const end = { state: 'VOIDED', ref, journals: ['authorize', 'void'], movements: ['authorize', 'void'] }
    return { id, refs: [ref], end }
  },
}

const types = ['created', 'amount_capturable_updated', 'requires_action', 'payment_failed', 'canceled', 'processing']
const delivery = fc.record({
  which: fc.nat({ max: 1 }),
  type: fc.constantFrom(...types),
  /** How late it comes. */
  delayMs: fc.integer({ min: 0, max: threeDaysMs }),
  /** How often the provider sends it. */
  times: fc.integer({ min: 1, max: 5 }),
  /** False: its job is lost, and the sweep brings it at the end. */
  isHandled: fc.boolean(),
  forgery: fc.constantFrom(null, null, 'wrongSecret' as const, 'oldTimestamp' as const),
})
const tellings = fc.record({
  deliveries: fc.array(delivery, { minLength: 1, maxLength: 5 }),
  recordAt: fc.nat({ max: 5 }),
})

it.each(Object.entries(stories))(
  '%s ends the same, however it is told',
  async (_, tell) => {
    await fc.assert(
      fc.asyncProperty(tellings, async ({ deliveries, recordAt }) => {
        const story = await tell()
        const events = deliveries.map((each) => ({ ...each, event: eventAbout(refOf(story, each.which), each.type) }))
        // What Stripe sends at the least: one event about each intent reaches us in the end.
        const last = story.refs.map((ref) => ({ ...calm, event: eventAbout(ref, 'amount_capturable_updated') }))
        for (const [n, each] of [...events, ...last].entries()) {
          if (n === recordAt) await story.record?.()
          await deliver(each)
        }
        if (recordAt >= events.length + last.length) await story.record?.()
        await handleLeft()
        expect(await endOf(story)).toEqual(story.end)
      }),
      { numRuns: 12 },
    )
  },
  120_000,
)

/** How one event is delivered. */
interface Delivery {
  readonly delayMs: number
  readonly times: number
  readonly isHandled: boolean
  readonly forgery: 'wrongSecret' | 'oldTimestamp' | null
}
const calm: Delivery = { times: 1, isHandled: true, delayMs: 0, forgery: null }

/** Sends one event as often as it says; a forged one is refused and leaves nothing behind. */
async function deliver(telling: Delivery & { event: ReturnType<typeof eventAbout> }): Promise<void> {
  const { event, times, isHandled, delayMs, forgery } = telling
  const sentAt = new Date(Date.now() + delayMs)
  now = sentAt
  if (forgery) {
    const before = await inboxSize()
    const secret = forgery === 'wrongSecret' ? 'whsec_wrong' : config.webhookSecret
    const at = forgery === 'oldTimestamp' ? new Date(sentAt.getTime() - 301_000) : sentAt
    const refused = receiveWebhook(deps, signed({ ...event, id: `evt_${systemIds.next()}` }, { secret, at }))
    await expect(refused).rejects.toMatchObject({ code: 'payments.bad_signature' })
    expect(await inboxSize()).toBe(before)
  }
  for (let n = 0; n < times; n++) {
    await receiveWebhook(deps, signed(event, { at: sentAt }))
    if (isHandled) await handle(event.id)
  }
}

/** As the job does: once more when the payment was given up meanwhile. */
async function handle(eventId: string): Promise<void> {
  await handleWebhook(deps, eventId, soon()).catch(() => handleWebhook(deps, eventId, soon()))
}

async function handleLeft(): Promise<void> {
  const left = await db.selectFrom('webhookInbox').select('eventId').where('handledAt', 'is', null).execute()
  for (const { eventId } of left) await handle(eventId)
}

async function endOf({ id, refs }: Story): Promise<Story['end']> {
  const { state, ref } = await getPayment(db, id)
  const rows = await db.selectFrom('journal').select('effectKey').where('paymentId', '=', id).execute()
  const { events } = (await (await fetch(`${sandbox.url}/journal/payments`)).json()) as Books
  return {
    state,
    ref,
    journals: rows.map(({ effectKey }) => effectKey.split(':')[0] ?? '').toSorted(),
    movements: events
      .filter(({ intentId }) => refs.includes(intentId))
      .map(({ type }) => type)
      .toSorted(),
  }
}

interface Books {
  events: { type: string; intentId: string }[]
}

async function begun(): Promise<{ id: string; request: AuthorizeRequest }> {
  const id = systemIds.next()
  const payment = { id, purpose: 'purchase', reference: id, accountId: 'reader', method: 'pm_card_visa', max, at: now }
  await inTransaction(db, (tx) => openPayment(tx, payment))
  return { id, request: await inTransaction(db, (tx) => beginAuthorization(tx, id, now)) }
}

/** The provider holds the money, under a key of its own each time; gives its id for it. */
async function hold(request: AuthorizeRequest): Promise<string> {
  const options = { key: systemIds.next(), signal: soon(), tries: 0, firstSentAt: now }
  const outcome = await authorize(deps, request, options)
  if (outcome.kind !== 'ok') throw new Error(JSON.stringify(outcome))
  return outcome.value.ref
}

async function recordHold(id: string, ref: string): Promise<void> {
  await inTransaction(db, (tx) => recordAuthorization(tx, id, { kind: 'authorized', ref, amount: max }, now))
}

function held(ref: string, movements: string[]): Story['end'] {
  return { state: 'AUTHORIZED', ref, journals: ['authorize'], movements }
}

const refOf = ({ refs }: Story, which: number): string => refs[which % refs.length] ?? ''
const soon = () => AbortSignal.timeout(10_000)

function eventAbout(ref: string, type: string) {
  const object = { id: ref, object: 'payment_intent' }
  return { id: `evt_${systemIds.next()}`, object: 'event', type: `payment_intent.${type}`, data: { object } }
}

function signed(event: object, { secret = config.webhookSecret, at }: { secret?: string; at: Date }) {
  const rawBody = JSON.stringify(event)
  const timestamp = Math.floor(at.getTime() / 1_000)
  return { rawBody, signature: signing.webhooks.generateTestHeaderString({ payload: rawBody, secret, timestamp }) }
}

async function inboxSize(): Promise<number> {
  return (await db.selectFrom('webhookInbox').select('eventId').execute()).length
}
