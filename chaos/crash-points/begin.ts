// Purchases on their way to a crash point.
import { setTimeout as delay } from 'node:timers/promises'
import type { Heard } from '../books/model.ts'
import { runErrand } from '../stack/errand.ts'
import type { ChaosStack } from '../stack/open-stack.ts'
import { sellerNames } from '../stack/sandbox.ts'
import { offerBook } from '../stack/shelf.ts'
import type { Shelf } from '../stack/shelf.ts'
import type { CrashCase } from './cases.ts'

export interface Begun {
  readonly crash: CrashCase
  readonly key: string
  /** Resolves when it has ended, or at the run's deadline. */
  readonly done: Promise<Heard>
}

export interface Beginner {
  readonly all: readonly Begun[]
  /** Starts a purchase; `firstAt` is the server that is asked first. */
  begin(crash: CrashCase, firstAt?: string): Promise<Begun>
  /** Starts this many at the server that never dies, and waits until they need a worker. */
  beginForWorkers(crash: CrashCase, purchases: number): Promise<void>
  /** Makes sellers and provider what the case needs, or calm again. */
  turn(crash: CrashCase, isOn: boolean): Promise<void>
  /** Resolves when no order that a seller put off can arrive any more. */
  lateOrdersHaveArrived(): Promise<void>
}

const lookMs = 100
const restMs = 40_000 // a healthy purchase rests within three seconds; a crowded machine takes longer
const calm = { latencyMs: { p50: 0, p99: 0 }, loseAnswerRate: 0, lateAcceptRate: 0, soldOutRate: 0 }

export function createBeginner(stack: ChaosStack, shelf: Shelf, deadline: Date): Beginner {
  const { sandbox, db } = stack
  const all: Begun[] = []
  let lastLateAt = 0
  let count = 0

  async function begin(crash: CrashCase, firstAt?: string): Promise<Begun> {
    const isbn13 = shelf.next()
    const key = `crash-${crash.role}-${crash.kind}-${++count}`
    await offerBook(sandbox, isbn13, crash.prices)
    const request = {
      key,
      isbn13,
      conditions: ['NEW'],
      maxTotal: { currency: 'USD', minor: crash.maxMinor },
      destination: { country: 'US', postalCode: '10001' },
      paymentMethod: crash.paymentMethod ?? 'pm_card_visa',
    }
    const { bankAnswer } = crash
    const errand = { request, ...(bankAnswer && { bankAnswer }), ...(firstAt && { firstAt }) }
    const done = runErrand(stack, errand, deadline)
    done.catch(() => {}) // it is awaited in the end; until then a failure must not end the process
    const begun = { crash, key, done }
    all.push(begun)
    if (crash.losesHold) await expireHold(stack, key)
    return begun
  }

  async function turn({ knobs = {} }: CrashCase, isOn: boolean): Promise<void> {
    for (const seller of sellerNames) {
      const wanted = knobs.sellers?.[seller]
      if (wanted) await sandbox.turnSeller(seller, isOn ? wanted : calm)
    }
  }

  return {
    all,
    begin,
    turn,
    async beginForWorkers(crash, purchases) {
      await turn(crash, true)
      const begun = await Promise.all(Array.from({ length: purchases }, () => begin(crash)))
      const keys = begun.map(({ key }) => key)
      await until(async () => {
        const { rows } = await db.query<{ count: number }>(restingSql, [keys])
        return rows[0]?.count === keys.length
      })
      const late = Object.values(crash.knobs?.sellers ?? {}).map(({ lateAcceptAfterMs = 0 }) => lateAcceptAfterMs)
      lastLateAt = Date.now() + Math.max(0, ...late)
      await turn(crash, false)
    },
    async lateOrdersHaveArrived() {
      await delay(Math.max(0, lastLateAt - Date.now()))
    },
  }
}

/** Of these, those that wait for a worker: between two tries, or for the shopper. */
const restingSql = `
  select count(*)::int count from purchase
   where key = any($1) and state in ('CONFIRMING', 'CAPTURING', 'ACTION_REQUIRED', 'RELEASING', 'PURCHASED', 'NO_OFFER', 'DECLINED')
     and (lease_until is null or state in ('PURCHASED', 'NO_OFFER', 'DECLINED'))`

/** Waits for the hold of this purchase, and lets the bank take it back. */
async function expireHold({ sandbox, db }: ChaosStack, key: string): Promise<void> {
  await until(async () => {
    const { rows } = await db.query<{ id: string }>('select id from purchase where key = $1', [key])
    const { intents } = await sandbox.readPayments()
    const held = intents.find(
      ({ status, metadata }) => status === 'requires_capture' && metadata['reference'] === rows[0]?.id,
    )
    if (held) await sandbox.expireHold(held.id)
    return held !== undefined
  })
}

async function until(isTrue: () => Promise<boolean>): Promise<void> {
  for (const end = Date.now() + restMs; !(await isTrue()); await delay(lookMs)) {
    if (Date.now() > end) return // the point that needed it will be reported as never reached
  }
}
