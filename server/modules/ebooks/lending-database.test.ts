// What PostgreSQL refuses by itself, whoever types it.
import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { beforeEach, expect, it } from 'vitest'
import { violates } from '#platform/db'
import { dayMs, isbn13, start, useLending } from '#testing/lending'
import { borrowEbook } from './borrow-ebook.ts'
import { findLiveLoan } from './loan-queries.ts'
import { loanMachine } from './machine.ts'
import type { LoanState } from './machine.ts'
import { placeHold } from './place-hold.ts'
import { returnLoan } from './return-loan.ts'
import { revokeLoan } from './revoke-loan.ts'
import { advanceLending } from './sweep-lending.ts'

const world = useLending()
let readers: string[]
let pool: string

beforeEach(async () => {
  await world.clear()
  readers = await world.readers(4)
  pool = await world.licences(1)
})

const key = () => randomUUID()
const reader = (n: number) => readers[n] ?? ''
const borrow = (n: number) => borrowEbook(world.deps, { accountId: reader(n), isbn13, key: key() })
const hold = (n: number) => placeHold(world.deps, { accountId: reader(n), isbn13, key: key() })

/** A loan in this state, by the verbs. */
async function loanIn(state: LoanState): Promise<string> {
  if (state === 'READY' || state === 'CANCELLED') {
    const first = await borrow(3)
    await hold(0)
    await returnLoan(world.deps, { loanId: first.id, accountId: reader(3), key: key() })
    const kept = await findLiveLoan(world.db, { accountId: reader(0), isbn13 })
    if (!kept) throw new Error('nothing was kept')
    if (state === 'CANCELLED') await returnLoan(world.deps, { loanId: kept.id, accountId: reader(0), key: key() })
    return kept.id
  }
  const { id: loanId } = await borrow(0)
  if (state === 'RETURNED') await returnLoan(world.deps, { loanId, accountId: reader(0), key: key() })
  if (state === 'REVOKED') await revokeLoan(world.deps, { loanId, key: key(), by: 'staff:s', reason: 'a test' })
  if (state === 'EXPIRED') {
    world.pass(15 * 24 * 60)
    await advanceLending(world.deps, isbn13)
  }
  return loanId
}

const states = Object.keys(loanMachine.states) as LoanState[]

it.each(states.flatMap((from) => states.map((to) => [from, to] as const)))(
  'refuses an UPDATE typed into psql from %s to %s',
  async (from, to) => {
    const id = await loanIn(from)
    const typed = sql`update loan set state = ${to} where id = ${id}`.execute(world.db)
    if (from === to) return void (await typed) // changes nothing
    const error = await typed.catch((thrown: unknown) => thrown)
    expect(violates(error, 'loan_moves_with_history'), String(error)).toBe(true)
  },
)

const event = (id: string, step: string, seq: number) => {
  const [from, name, to] = step.split(' ')
  return sql`insert into loan_event (loan_id, seq, from_state, event, to_state, by, key, at)
    values (${id}, ${seq}, ${from}, ${name}, ${to}, 'psql', ${key()}, ${world.time.now})`
}
const refusedBy = async (constraint: string, ...statements: { execute(db: typeof world.db): Promise<unknown> }[]) => {
  const error = await world.db
    .transaction()
    .execute(async (tx) => {
      for (const each of statements) await each.execute(tx)
    })
    .catch((thrown: unknown) => thrown)
  expect(violates(error, constraint), `${constraint}: ${String(error)}`).toBe(true)
}

it('refuses steps that the machine does not have, and history without its step', async () => {
  const id = await loanIn('ACTIVE')
  const move = (set: string) => sql.raw(`update loan set ${set}, revision = revision + 1 where id = '${id}'`)
  const now = `'${world.time.now.toISOString()}'`
  await refusedBy('loan_event_is_a_transition', event(id, 'ACTIVE lapsed CANCELLED', 3))
  await refusedBy('loan_history_is_a_path', event(id, 'READY pickedUp ACTIVE', 3))
  await refusedBy('loan_history_is_a_path', event(id, 'ACTIVE returned RETURNED', 4))
  await refusedBy('loan_follows_history', event(id, 'ACTIVE returned RETURNED', 3))
  await refusedBy('loan_moves_with_history', move(`state = 'RETURNED', ended_at = ${now}`))
  await refusedBy(
    'loan_moves_with_history',
    event(id, 'ACTIVE returned RETURNED', 3),
    move(`state = 'REVOKED', ended_at = ${now}`),
  )
  await refusedBy(
    'loan_not_expired_early',
    event(id, 'ACTIVE expired EXPIRED', 3),
    move(`state = 'EXPIRED', ended_at = ${now}`),
  )
  await refusedBy(
    'loan_keeps_its_times',
    event(id, 'ACTIVE returned RETURNED', 3),
    move(`state = 'RETURNED', ended_at = ${now}, due_at = due_at + interval '1 day'`),
  )
  await refusedBy(
    'loan_keeps_its_times',
    event(id, 'ACTIVE renewed ACTIVE', 3),
    move(`renewals = 1, due_at = due_at - interval '1 day'`),
  )
  await refusedBy('loan_moves_with_history', sql`update loan set due_at = due_at + interval '1 day' where id = ${id}`)
  await refusedBy('loan_stays_the_same', sql`update loan set account_id = ${reader(1)} where id = ${id}`)
  await world.db.transaction().execute(async (tx) => {
    await event(id, 'ACTIVE returned RETURNED', 3).execute(tx)
    await move(`state = 'RETURNED', ended_at = ${now}`).execute(tx)
  }) // a legal step with its history is as good from psql
})

/** A copy kept for somebody, typed. */
const keep = (n: number, { slot = 1, holdId = null as string | null, at = start } = {}) => {
  const id = randomUUID()
  return [
    sql`insert into loan (id, isbn13, account_id, pool_id, slot, hold_id, state, kept_from, pick_up_by)
      values (${id}, ${isbn13}, ${reader(n)}, ${pool}, ${slot}, ${holdId}, 'READY', ${at}, ${new Date(at.getTime() + dayMs)})`,
    sql`insert into loan_event (loan_id, seq, event, to_state, by, key, at) values (${id}, 1, 'kept', 'READY', 'psql', 'k', ${at})`,
  ]
}

it('refuses one loan more than there are licences, at any instant', async () => {
  await borrow(0)
  await refusedBy('one_reader_per_slot', ...keep(1))
  await refusedBy('loan_from_open_slot', ...keep(1, { slot: 2 }))
  await refusedBy(
    'loan_pool_id_slot_fkey',
    sql`alter table loan disable trigger loan_begins_ready`,
    ...keep(1, { slot: 2 }),
  )
  await refusedBy('slots_follow_limit', sql`insert into licence_slot values (${pool}, 2, true)`)
  // An hour that somebody else had it, though it is back now.
  const loan = await findLiveLoan(world.db, { accountId: reader(0), isbn13 })
  world.pass(60)
  await returnLoan(world.deps, { loanId: loan?.id ?? '', accountId: reader(0), key: key() })
  await refusedBy('one_reader_per_slot', ...keep(1, { at: new Date(start.getTime() + 30 * 60_000) }))
})

it('refuses a second copy, or a second place, for the same reader', async () => {
  await world.licences(2, { id: pool })
  await borrow(0)
  await refusedBy('one_live_loan_per_reader', ...keep(0, { slot: 2 }))
  await borrow(1)
  await hold(2)
  await refusedBy(
    'one_waiting_hold_per_reader',
    sql`insert into hold (id, isbn13, account_id, state, key, created_at)
    values (${randomUUID()}, ${isbn13}, ${reader(2)}, 'WAITING', 'other', now())`,
  )
})

it('refuses that somebody is passed over', async () => {
  await borrow(0)
  const [first, second] = [await hold(1), await hold(2)]
  await world.licences(2, { id: pool }) // a copy more, which nobody has told the queue about
  await refusedBy('queue_in_order', ...keep(3, { slot: 2 }))
  await refusedBy('queue_in_order', ...keep(2, { slot: 2, holdId: second.id }))
  await refusedBy('queue_in_order', ...keep(3, { slot: 2, holdId: first.id }))
  await refusedBy('loan_serves_its_hold', ...keep(1, { slot: 2, holdId: first.id }))
  await refusedBy('hold_stays_the_same', sql`update hold set place = 0 where id = ${second.id}`)
  const served = sql`insert into hold_event (hold_id, seq, from_state, event, to_state, by, key, at)
    values (${second.id}, 2, 'WAITING', 'served', 'SERVED', 'psql', 'k', now())`
  const move = sql`update hold set state = 'SERVED', revision = 2 where id = ${second.id}`
  await refusedBy('hold_moves_with_history', move)
  await refusedBy('hold_served_by_loan', served, move)
  await refusedBy('hold_follows_history', served)
})

it.each(['loan', 'loan_event', 'hold', 'hold_event'])('never forgets a %s', async (table) => {
  await borrow(0)
  await hold(1)
  await expect(sql`delete from ${sql.table(table)}`.execute(world.db)).rejects.toThrow(
    /append-only|violates foreign key/,
  )
})

it('begins loans as READY and holds as WAITING only', async () => {
  await refusedBy(
    'loan_begins_ready',
    sql`insert into loan (id, isbn13, account_id, pool_id, slot, state, kept_from, pick_up_by, started_at, due_at)
    values (${randomUUID()}, ${isbn13}, ${reader(0)}, ${pool}, 1, 'ACTIVE', ${start}, ${start}, ${start}, ${new Date(start.getTime() + 1)})`,
  )
  await refusedBy(
    'hold_begins_waiting',
    sql`insert into hold (id, isbn13, account_id, state, key, created_at)
    values (${randomUUID()}, ${isbn13}, ${reader(2)}, 'SERVED', 'other', now())`,
  )
  await refusedBy('loan_follows_history', ...keep(0).slice(0, 1))
})
