import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'kysely'
import { beforeAll, expect, it } from 'vitest'
import { toMermaid } from '#platform/fsm'
import { createDb, createPool } from '#platform/db'
import type { Db } from '#platform/db'
import { useDatabase } from '#testing/world'
import { holdMachine, loanMachine } from './machine.ts'

const database = useDatabase()
let db: Db
beforeAll(() => {
  db = createDb(createPool({ url: database.url, name: 'test', max: 1 }))
  return () => db.destroy()
})

// Every pair that is not here is refused.
const loans: Record<string, string> = {
  'READY pickedUp': 'ACTIVE',
  'READY declined': 'CANCELLED',
  'READY lapsed': 'CANCELLED',
  'READY revoked': 'REVOKED',
  'ACTIVE renewed': 'ACTIVE',
  'ACTIVE returned': 'RETURNED',
  'ACTIVE expired': 'EXPIRED',
  'ACTIVE revoked': 'REVOKED',
}
const holds: Record<string, string> = { 'WAITING served': 'SERVED', 'WAITING cancelled': 'CANCELLED' }

const machines = [
  ['loan', loanMachine, loans],
  ['hold', holdMachine, holds],
] as const

it.each(machines)('the machine of a %s has these steps and no other', (_, machine, allowed) => {
  const states = Object.keys(machine.states)
  const events = new Set(Object.values(machine.states).flatMap((edges) => Object.keys(edges)))
  const next = machine.next.bind(machine) as (from: string, event: string) => string | null
  for (const state of states)
    for (const event of events)
      expect(next(state, event), `${state} ${event}`).toBe(allowed[`${state} ${event}`] ?? null)
})

it.each(machines)('the machine of a %s is in the database, step by step', async (name, _, allowed) => {
  const { rows } = await sql<{ step: string; to: string }>`
    select concat_ws(' ', from_state, event) as step, to_state as to from ${sql.table(`${name}_transition`)}`.execute(
    db,
  )
  expect(Object.fromEntries(rows.map(({ step, to }) => [step, to]))).toEqual(allowed)
})

it.each(machines)('the states of a %s are in the database', async (name, machine) => {
  const { rows } = await sql<{ def: string }>`
    select pg_get_constraintdef(oid) as def from pg_constraint where conname = ${`${name}_state_check`}`.execute(db)
  const inDatabase = [...(rows[0]?.def ?? '').matchAll(/'([A-Z_]+)'/g)].map(([, state]) => state)
  expect(inDatabase.sort()).toEqual(Object.keys(machine.states).sort())
})

it.each(machines)('the machine of a %s is drawn in SPEC.md', (_, machine) => {
  expect(readFileSync(join(import.meta.dirname, 'SPEC.md'), 'utf8')).toContain(toMermaid(machine))
})
