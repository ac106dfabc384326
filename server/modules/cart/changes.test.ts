import { describe, expect, it } from 'vitest'
import { money } from '#platform/money'
import { dune, emma, useCarts } from '#testing/carts'
import { getCart } from './get-cart.ts'
import type { CartOwner, NewLine } from './model.ts'
import { readCart } from './read-cart.ts'
import { saveLine } from './save-line.ts'
import { settleChanges } from './settle-changes.ts'
import { sameAsShown } from './to-fingerprint.ts'
import { updateLine } from './update-line.ts'

const world = useCarts()
const nobody: CartOwner = { accountId: null, token: null }
const newYork = { country: 'US', postalCode: '10001' }
const refusal = (code: string) => expect.objectContaining({ code })

const copy = (isbn13: string = dune, quantity = 1): NewLine => ({ kind: 'copy', isbn13, condition: 'NEW', quantity })
const cheapest = (minor: number, isbn13: string = dune): NewLine => ({
  kind: 'cheapest',
  isbn13,
  conditions: ['NEW', 'GOOD'],
  maxTotal: money(BigInt(minor), 'USD'),
})

/** Puts it in and gives who owns the cart now. */
async function put(owner: CartOwner, line: NewLine, key = world.nextKey()): Promise<CartOwner> {
  const { token } = await saveLine(world.deps, owner, { key, line, destination: null })
  return token === null ? owner : { ...owner, token }
}

const linesOf = async (owner: CartOwner) =>
  (await readCart(world.db, owner, { destination: null })).lines.map(({ id, quantity }) => [id, quantity])
const saidOf = async (owner: CartOwner) =>
  (await getCart(world.db, owner, {})).lines.flatMap(({ changes }) => changes.map(({ say }) => say))

describe('a look', () => {
  it('says what changed since the line was accepted, with the old and the new value', async () => {
    const guest = await put(nobody, copy(dune, 3))
    await put(guest, copy(emma))
    expect(await saidOf(guest)).toEqual([])
    await world.reprice(dune, 1_450)
    await world.reprice(emma, 700)
    await world.lose(dune, 4)
    expect(await saidOf(guest)).toEqual(
      expect.arrayContaining([
        'The price went up, from $12.00 to $14.50.',
        'You want 3, and only one is left.',
        'The price went down, from $9.00 to $7.00.',
      ]),
    )
    await world.lose(dune, 1)
    expect(await saidOf(guest)).toContain('You want 3, and none is left.')
    await world.reprice(emma, 700, 'EUR')
    expect(await saidOf(guest)).toContain('The price is in another currency now: €7.00 instead of $9.00.')
  })

  it('compares with the price that stood beside the button', async () => {
    const guest = await put(nobody, { ...copy(), price: money(1_000n, 'USD') } as NewLine)
    expect(await saidOf(guest)).toEqual(['The price went up, from $10.00 to $12.00.'])
  })

  it('reckons the totals of what can be had, for a destination', async () => {
    const guest = await put(nobody, copy(dune, 2))
    await put(guest, cheapest(2_000))
    const { totals, isOrderable } = await getCart(world.db, guest, { destination: newYork })
    expect(totals).toMatchObject({
      goods: { minor: 2_400 },
      shipping: { minor: 499 },
      tax: { minor: 257 },
      total: { minor: 3_156 },
    })
    expect(isOrderable).toBe(true)
    expect((await getCart(world.db, guest, {})).totals).toBeNull()
    await world.reprice(dune, 1_000, 'EUR')
    const refused = await getCart(world.db, guest, { destination: { country: 'NZ' } })
    expect(refused).toMatchObject({ totals: { kind: 'refused', reason: 'not_delivered' }, isOrderable: false })
    await updateLine(world.deps, guest, { id: `copy:${dune}:NEW`, quantity: 9 })
    expect((await getCart(world.db, guest, { destination: { country: 'DE' } })).isOrderable).toBe(false)
  })

  it('has the fingerprint of what is shown: another price, another quantity or another place is another', async () => {
    const guest = await put(nobody, copy(dune, 2))
    const look = (country = 'US') => readCart(world.db, guest, { destination: { country } })
    const first = await look()
    await world.receive(dune, 3) // more copies than are wanted are nobody's change
    expect(sameAsShown(await look(), first.fingerprint)).toBe(true)
    expect(sameAsShown(await look('DE'), first.fingerprint)).toBe(false)
    await world.reprice(dune, 1_201)
    expect(sameAsShown(await look(), first.fingerprint)).toBe(false)
    await world.reprice(dune, 1_200)
    await updateLine(world.deps, guest, { id: `copy:${dune}:NEW`, quantity: 3 })
    expect(sameAsShown(await look(), first.fingerprint)).toBe(false)
  })
})

describe('accepting', () => {
  it('takes over what was shown: prices, what is left, and what is gone', async () => {
    const guest = await put(nobody, copy(dune, 9))
    await put(guest, copy(emma))
    await world.reprice(dune, 1_450)
    await world.lose(emma, 1)
    const { fingerprint } = await getCart(world.db, guest, { destination: newYork })
    await settleChanges(world.deps, guest, { fingerprint, destination: newYork })
    expect(await linesOf(guest)).toEqual([[`copy:${dune}:NEW`, 5]])
    expect([await saidOf(guest), (await getCart(world.db, guest, {})).isOrderable]).toEqual([[], true])
  })

  it('takes nothing over that was not shown', async () => {
    const guest = await put(nobody, copy())
    const { fingerprint } = await getCart(world.db, guest, {})
    await world.reprice(dune, 1_450)
    await expect(settleChanges(world.deps, guest, { fingerprint, destination: null })).rejects.toEqual(
      refusal('cart.changed'),
    )
    expect(await saidOf(guest)).toHaveLength(1)
  })
})
