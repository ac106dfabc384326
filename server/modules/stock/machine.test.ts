import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createDb, createPool, violates } from '#platform/db'
import type { Db } from '#platform/db'
import { useDatabase } from '#testing/world'
import { reservationMachine } from './machine.ts'
import type { ReservationState } from './machine.ts'

const database = useDatabase()
let db: Db
beforeAll(() => {
  db = createDb(createPool({ url: database.url, name: 'test', max: 1 }))
})
afterAll(() => db.destroy())

const states = Object.keys(reservationMachine.states) as ReservationState[]
const at = new Date('2026-11-22T12:00:00Z')
const settledIn = (state: ReservationState) => (state === 'HELD' ? null : new Date('2026-11-22T13:00:00Z'))

/** Writes it as somebody at a prompt would; without lines, so nothing but the machine can refuse it. */
async function set(id: string, state: ReservationState): Promise<void> {
  const settledAt = settledIn(state)
  const change = { state, settledAt, settledBy: settledAt && 'test' }
  await db.updateTable('stockReservation').set(change).where('id', '=', id).execute()
}

async function begin(state: ReservationState): Promise<string> {
  const id = randomUUID()
  const row = { id, state, by: 'test', at, expiresAt: new Date('2026-11-22T12:15:00Z') }
  const settledAt = settledIn(state)
  await db
    .insertInto('stockReservation')
    .values({ ...row, settledAt, settledBy: settledAt && 'test' })
    .execute()
  return id
}

const outcomeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'allowed',
    (error: unknown) => (violates(error, 'reservation_machine') ? 'refused' : error),
  )

it.each(states)('a reservation may begin %s as the machine says', async (state) => {
  expect(await outcomeOf(begin(state))).toBe(state === reservationMachine.initial ? 'allowed' : 'refused')
})

const steps = states.flatMap((from) => states.map((to) => [from, to] as const))

it.each(steps)('PostgreSQL has the way from %s to %s when the machine has it', async (from, to) => {
  const id = await begin('HELD')
  if (from !== 'HELD') await set(id, from)
  const isWay = Object.values(reservationMachine.states[from]).includes(to as never)
  expect(await outcomeOf(set(id, to))).toBe(isWay ? 'allowed' : 'refused')
})
