// What PostgreSQL refuses by itself, whoever types it.
import { sql } from 'kysely'
import { beforeEach, describe, expect, it } from 'vitest'
import { dune, useCheckouts } from '#testing/checkouts'
import { checkoutMachine } from './machine.ts'

const { t, put, placeAndDrive } = useCheckouts()
let id: string

/** The statements as one transaction, with the history that they would need. */
async function typed(...moves: readonly (readonly [from: string, event: string, to: string])[]): Promise<void> {
  await t.deps.db.transaction().execute(async (tx) => {
    for (const [from, event, to] of moves) {
      await sql`insert into checkout_event (checkout_id, seq, from_state, to_state, event, by, at)
        select ${id}, max(seq) + 1, ${from}, ${to}, ${event}, 'psql', now() from checkout_event where checkout_id = ${id}`.execute(
        tx,
      )
      await sql`update checkout set state = ${to}, next_action_at = now() where id = ${id}`.execute(tx)
    }
  })
}

it('knows exactly the ways of the machine', async () => {
  const rows = await t.deps.db.selectFrom('checkoutTransition').selectAll().execute()
  const known = rows.map(({ fromState, event, toState }) => `${fromState} ${event} ${toState}`).toSorted()
  const ways = Object.entries(checkoutMachine.states).flatMap(([from, events]) =>
    Object.entries(events).map(([event, to]) => `${from} ${event} ${to}`),
  )
  expect(known).toEqual(ways.toSorted())
})

describe('of a checkout that waits for the bank', () => {
  beforeEach(async () => {
    await put(dune, 1)
    id = await placeAndDrive({ paymentMethod: 'pm_card_authenticationRequired' })
  })

  it.each([
    [
      'a way that the machine does not have',
      [['ACTION_REQUIRED', 'captured', 'PAID']],
      'checkout_event_is_a_transition',
    ],
    ['a way from elsewhere', [['CAPTURING', 'captured', 'PAID']], 'checkout_history_is_a_path'],
    ['a charge while its copies are only promised', [['ACTION_REQUIRED', 'held', 'CAPTURING']], 'charged_with_copies'],
    [
      'that it is paid without its money',
      [
        ['ACTION_REQUIRED', 'held', 'CAPTURING'],
        ['CAPTURING', 'captured', 'PAID'],
      ],
      /paid_is_captured|charged_with_copies/,
    ],
    [
      'an end that leaves copies and a hold behind',
      [
        ['ACTION_REQUIRED', 'cancelRequested', 'RELEASING'],
        ['RELEASING', 'releasedOnCancel', 'CANCELLED'],
      ],
      'ended_lets_go',
    ],
  ] as const)('%s', async (_, moves, constraint) => {
    await expect(typed(...moves)).rejects.toMatchObject({ constraint: expect.stringMatching(constraint) })
  })

  it.each([
    ['a state without history', sql`update checkout set state = 'CANCELLED'`, 'checkout_moves_with_history'],
    ['no alarm', sql`update checkout set next_action_at = null`, 'open_checkout_has_alarm'],
    [
      'half of an order',
      sql`insert into checkout (id, account_id, key, request_hash, state, terms, facts, total_minor, next_action_at, created_at, updated_at)
      select gen_random_uuid(), account_id, 'another', '', 'CREATED', '{}', '{}', 1, now(), now(), now() from checkout`,
      'ours_or_not',
    ],
    [
      'the key again',
      sql`insert into checkout (id, account_id, key, request_hash, state, terms, facts, next_action_at, created_at, updated_at)
      select gen_random_uuid(), account_id, key, '', 'CREATED', '{}', '{}', now(), now(), now() from checkout`,
      'one_checkout_per_key',
    ],
  ] as const)('%s', async (_, statement, constraint) => {
    await expect(statement.execute(t.deps.db)).rejects.toMatchObject({ constraint })
  })

  it.each([
    sql`update checkout set total_minor = 1`,
    sql`update checkout set terms = '{}'`,
    sql`delete from checkout_event`,
    sql`update checkout_event set by = 'nobody'`,
  ])('any change of what was consented to or has happened (%#)', async (statement) => {
    await expect(statement.execute(t.deps.db)).rejects.toThrow(/append.only/i)
  })
})
