// F43: two hundred readers and three licences, from several processes whose clocks differ; loans are returned, renewed, revoked and expire while others
// are waiting. The judge is the history: what it says was lent at every instant, and in which order the queue was served.
import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { beforeEach, expect, it } from 'vitest'
import { Refusal } from '#platform/errors'
import { dayMs, isbn13, start, useLending } from '#testing/lending'
import { borrowEbook } from './borrow-ebook.ts'
import { cancelHold } from './cancel-hold.ts'
import { listHoldsOf } from './hold-queries.ts'
import { findLiveLoan } from './loan-queries.ts'
import type { EbooksDeps } from './model.ts'
import { placeHold } from './place-hold.ts'
import { renewLoan } from './renew-loan.ts'
import { returnLoan } from './return-loan.ts'
import { revokeLoan } from './revoke-loan.ts'
import { advanceLending } from './sweep-lending.ts'

const world = useLending()
const licences = 3
const readersCount = 200
const lanes = 24 // that act at the same time
const actsPerLane = 20
const loanDays = 2
const rushMs = 1_000 // passes with each look at a clock while they all come at once: none of their loans ends meanwhile
const lookMs = 30 * 60_000 // passes with each look at a clock: 96 looks are a loan
const restMs = dayMs // passes when nothing is left but to wait

beforeEach(() => world.clear())

const expected = new Set(
  'no_copy_free already_borrowed already_waiting loan_over hold_over others_wait renewed_enough not_longer not_picked_up'
    .split(' ')
    .map((code) => `ebooks.${code}`),
)

/** Four processes with connections of their own, whose clocks are up to ten minutes apart. */
function openProcesses(time: { stepMs: number }): EbooksDeps[] {
  let nowMs = start.getTime()
  return [-10, -3, 4, 10].map((aheadMinutes) =>
    world.connect(7, {
      now: () => new Date((nowMs += time.stepMs) + aheadMinutes * 60_000),
      sleep: () => Promise.resolve(),
    }),
  )
}

type Act = 'borrow' | 'borrow twice' | 'hold' | 'leave' | 'return' | 'renew' | 'revoke' | 'sweep'
const act = fc.record({
  act: fc.oneof(
    { weight: 6, arbitrary: fc.constant<Act>('borrow') },
    { weight: 1, arbitrary: fc.constantFrom<Act>('borrow twice', 'leave', 'revoke', 'renew') },
    { weight: 3, arbitrary: fc.constantFrom<Act>('hold', 'return', 'sweep') },
  ),
  reader: fc.nat(readersCount - 1),
  process: fc.nat(3),
})

async function run(deps: EbooksDeps, accountId: string, what: Act): Promise<unknown> {
  const key = randomUUID()
  if (what === 'sweep') return await advanceLending(deps, isbn13)
  if (what === 'borrow') return await borrowEbook(deps, { accountId, isbn13, key })
  if (what === 'hold') return await placeHold(deps, { accountId, isbn13, key })
  if (what === 'borrow twice') {
    const both = await Promise.all([1, 2].map(() => borrowEbook(deps, { accountId, isbn13, key })))
    expect(new Set(both.map(({ id }) => id)).size).toBe(1)
    return both
  }
  if (what === 'leave') {
    const [hold] = await listHoldsOf(deps.db, accountId)
    return hold && (await cancelHold(deps, { accountId, holdId: hold.id, key }))
  }
  const loan = await findLiveLoan(deps.db, { accountId, isbn13 })
  if (!loan) return null
  if (what === 'return') return await returnLoan(deps, { accountId, loanId: loan.id, key })
  if (what === 'renew') return await renewLoan(deps, { accountId, loanId: loan.id, key })
  return await revokeLoan(deps, { loanId: loan.id, key, by: 'staff:test', reason: 'a test' })
}

it.each([1, 2, 3, 4, 5])(
  'never lends more than there is, and serves the queue in order, seed %i',
  async (seed) => {
    await world.licences(licences, { loanDays })
    const people = await world.readers(readersCount)
    const time = { stepMs: rushMs }
    const processes = openProcesses(time)
    const [first] = processes
    if (!first) throw new Error('there are no processes')
    let fault: unknown = null
    const attempt = async (deps: EbooksDeps, accountId: string, what: Act) => {
      if (fault !== null) return
      await run(deps, accountId, what).catch((error: unknown) => {
        if (!(error instanceof Refusal) || !expected.has(error.code)) fault ??= error
      })
    }

    // All at once: three get one, and the others are told so; then all of them queue.
    await Promise.all(people.map((id, i) => attempt(processes[i % 4] ?? first, id, 'borrow')))
    expect(await countLive()).toBe(licences)
    await Promise.all(people.map((id, i) => attempt(processes[i % 4] ?? first, id, 'hold')))
    expect(fault).toBeNull()

    time.stepMs = lookMs
    const seen = watchLive()
    const acts = fc.sample(act, { seed, numRuns: lanes * actsPerLane })
    await Promise.all(
      Array.from({ length: lanes }, async (_, lane) => {
        for (const each of acts.slice(lane * actsPerLane, (lane + 1) * actsPerLane))
          await attempt(processes[each.process] ?? first, people[each.reader] ?? '', each.act)
      }),
    )
    expect(await seen.stop()).toBe(licences)
    // Whoever still waits is served by time alone: nobody picks up, so that each copy lapses to the next.
    time.stepMs = restMs
    for (let rounds = 0; rounds < 1_000 && (await countWaiting()) > 0; rounds++) await advanceLending(first, isbn13)
    expect(fault).toBeNull()
    expect(await countWaiting()).toBe(0)

    await expectIntervals()
    await expectOrder()
  },
  300_000,
)

const live = () =>
  world.db
    .selectFrom('loan')
    .select(({ fn }) => fn.countAll<bigint>().as('count'))
    .where('state', 'in', ['READY', 'ACTIVE'])
    .executeTakeFirstOrThrow()
const countLive = async () => Number((await live()).count)
const countWaiting = async () =>
  (await world.db.selectFrom('hold').select('id').where('state', '=', 'WAITING').execute()).length

/** Looks again and again how many loans are live, as anybody at a prompt could; gives the most it ever saw. */
function watchLive(): { stop(): Promise<number> } {
  let isOver = false
  let most = 0
  const watching = (async () => {
    while (!isOver) most = Math.max(most, await countLive())
  })()
  return {
    async stop() {
      isOver = true
      await watching
      return most
    },
  }
}

/** At no instant of the history more loans than licences, and no reader with two. */
async function expectIntervals(): Promise<void> {
  const rows = await world.db
    .selectFrom('loanEvent')
    .innerJoin('loan', 'loan.id', 'loanEvent.loanId')
    .select(['loanId', 'accountId', 'event', 'fromState', 'toState', 'at', 'seq'])
    .orderBy('at')
    .execute()
  expect(rows.length).toBeGreaterThan(readersCount)
  const edges = rows.flatMap(({ accountId, event, toState, at }) => {
    if (event === 'kept') return [{ accountId, at, change: 1 }]
    return toState === 'READY' || toState === 'ACTIVE' ? [] : [{ accountId, at, change: -1 }]
  })
  // A copy that comes back at an instant may be lent at that instant.
  edges.sort((a, b) => a.at.getTime() - b.at.getTime() || a.change - b.change)
  let running = 0
  let most = 0
  const byReader = new Map<string, number>()
  for (const { accountId, change } of edges) {
    running += change
    most = Math.max(most, running)
    byReader.set(accountId, (byReader.get(accountId) ?? 0) + change)
    expect(byReader.get(accountId)).toBeLessThanOrEqual(1)
  }
  expect(most).toBe(licences) // all of them were lent, and never more
}

/** Nobody was served while somebody waited before them, with a place in the queue or without. */
async function expectOrder(): Promise<void> {
  const holds = await world.db
    .selectFrom('hold')
    .innerJoin('holdEvent as end', (join) => join.onRef('end.holdId', '=', 'hold.id').on('end.seq', '=', 2))
    .select(['hold.id', 'place', 'createdAt', 'end.event', 'end.at as endedAt'])
    .orderBy('place')
    .execute()
  expect(holds.filter(({ event }) => event === 'served').length).toBeGreaterThan(100)
  let latest = start
  for (const { event, endedAt } of holds) {
    if (event !== 'served') continue
    expect(endedAt.getTime()).toBeGreaterThanOrEqual(latest.getTime())
    latest = endedAt
  }
  const walkIns = await world.db.selectFrom('loan').select(['keptFrom']).where('holdId', 'is', null).execute()
  expect(walkIns.length).toBeGreaterThanOrEqual(licences)
  for (const { keptFrom } of walkIns) {
    const passedOver = holds.filter(({ createdAt, endedAt }) => createdAt < keptFrom && endedAt > keptFrom)
    expect(passedOver).toEqual([])
  }
  expect(latest.getTime()).toBeGreaterThan(start.getTime() + loanDays * dayMs)
}
