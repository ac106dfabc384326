// What PostgreSQL refuses of a cart, whoever types it.
import { sql } from 'kysely'
import { beforeEach, expect, it } from 'vitest'
import { violates } from '#platform/db'
import { systemIds } from '#platform/ids'
import { dune, useCarts } from '#testing/carts'

const world = useCarts()
const hash = Buffer.alloc(32, 7)
let cartId: string

beforeEach(async () => {
  cartId = systemIds.next()
  await sql`insert into cart (id, token_hash, created_at, changed_at) values (${cartId}, ${hash}, now(), now())`.execute(
    world.db,
  )
})

async function refusedBy(constraint: string, statement: ReturnType<typeof sql>) {
  const error: unknown = await statement.execute(world.db).catch((caught: unknown) => caught)
  expect([violates(error, constraint), error]).toEqual([true, expect.any(Error)])
}

const cart = (accountId: string | null, tokenHash: Buffer | null) =>
  sql`insert into cart (id, account_id, token_hash, created_at, changed_at) values (${systemIds.next()}, ${accountId}, ${tokenHash}, now(), now())`

it('a cart without an owner, with two, or a second one of an owner', async () => {
  await refusedBy('cart_has_one_owner', cart(null, null))
  await refusedBy('cart_has_one_owner', cart(world.ada, Buffer.alloc(32, 8)))
  await refusedBy('one_cart_per_token', cart(null, hash))
  await cart(world.ada, null).execute(world.db)
  await refusedBy('one_cart_per_account', cart(world.ada, null))
})

it.each([
  ['cart_line_kind', { kind: 'voucher' }],
  ['cart_line_quantity', { quantity: 0 }],
  ['cart_line_quantity', { quantity: 100 }],
  ['copy_is_whole', { condition: null }],
  ['copy_is_whole', { kind: 'ebook' }],
  ['priced_is_whole', { accepted_minor: null }],
  ['priced_is_whole', { kind: 'ebook', condition: null, accepted_currency: null }],
  ['copies_alone_are_several', { kind: 'ebook', condition: null, quantity: 2 }],
  ['cheapest_alone_has_them', { max_minor: 900 }],
  ['cheapest_is_whole', { kind: 'cheapest', condition: null, accepted_currency: null, accepted_minor: null }],
  [
    'copies_alone_are_several',
    {
      kind: 'cheapest',
      quantity: 2,
      condition: null,
      accepted_currency: null,
      accepted_minor: null,
      conditions: ['NEW'],
      max_currency: 'USD',
      max_minor: 900,
    },
  ],
])('by %s a line of %j', async (constraint, wrong) => {
  const line = {
    cart_id: cartId,
    id: 'a line',
    kind: 'copy',
    isbn13: dune,
    quantity: 1,
    added_at: '2026-11-22T12:00:00Z',
    changed_at: '2026-11-22T12:00:00Z',
    condition: 'NEW',
    accepted_currency: 'USD',
    accepted_minor: 900,
    ...wrong,
  }
  await refusedBy(
    constraint,
    sql`insert into cart_line select * from json_populate_record(null::cart_line, ${JSON.stringify(line)})`,
  )
})
