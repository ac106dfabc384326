// Lending by its verbs, on the real PostgreSQL: what each does, refuses, tells, and does not do twice.
import { randomUUID } from 'node:crypto'
import { beforeEach, expect, it } from 'vitest'
import { dayMs, isbn13, start, useLending } from '#testing/lending'
import { borrowEbook } from './borrow-ebook.ts'
import { cancelHold } from './cancel-hold.ts'
import { listHoldsOf } from './hold-queries.ts'
import { findLiveLoan, findLoan, listLoanHistory } from './loan-queries.ts'
import { placeHold } from './place-hold.ts'
import { remindReader } from './remind-reader.ts'
import { renewLoan } from './renew-loan.ts'
import { returnLoan } from './return-loan.ts'
import { revokeLoan } from './revoke-loan.ts'
import { advanceLending, endLoan, sweepLending } from './sweep-lending.ts'
import { setLicences, setSuspended } from './update-ebook.ts'

const world = useLending()
let readers: string[]
beforeEach(async () => {
  await world.clear()
  readers = await world.readers(5)
})

const minutesADay = 24 * 60
const reader = (n: number) => readers[n] ?? ''
const key = () => randomUUID()
const borrow = (n: number, k = key()) => borrowEbook(world.deps, { accountId: reader(n), isbn13, key: k })
const hold = (n: number, k = key()) => placeHold(world.deps, { accountId: reader(n), isbn13, key: k })
const giveBack = (n: number, loanId: string, k = key()) =>
  returnLoan(world.deps, { accountId: reader(n), loanId, key: k })
const renew = (n: number, loanId: string, k = key()) => renewLoan(world.deps, { accountId: reader(n), loanId, key: k })
const loanOf = (n: number) => findLiveLoan(world.db, { accountId: reader(n), isbn13 })
const refused = (code: string) => expect.objectContaining({ code: `ebooks.${code}` })
const after = (days: number) => new Date(start.getTime() + days * dayMs)
const told = async (n: number) => {
  const rows = world.db.selectFrom('message').select(['subject', 'kind']).where('accountId', '=', reader(n))
  return (await rows.orderBy('createdAt').orderBy('key').execute()).map(({ kind, subject }) => `${kind}: ${subject}`)
}

it('lends what is free, for the pool’s time, with its history', async () => {
  await world.licences(2)
  const loan = await borrow(0)
  expect(loan).toMatchObject({ state: 'ACTIVE', dueAt: after(14), revision: 2 })
  expect(await listLoanHistory(world.db, [loan.id])).toMatchObject([
    { from: null, to: 'READY', event: 'kept', by: 'reader', at: start },
    { from: 'READY', to: 'ACTIVE', event: 'pickedUp', by: 'reader', at: start },
  ])
  expect(world.sent).toContainEqual({ name: 'ebooks.loanDue', data: { loanId: loan.id }, startAfter: after(14) })
  expect(world.sent).toContainEqual({ name: 'ebooks.loanEndsSoon', data: { loanId: loan.id }, startAfter: after(11) })
  await expect(borrow(0)).rejects.toEqual(refused('already_borrowed'))
})

it('refuses what there is not, and says how long it will be', async () => {
  await expect(borrow(0)).rejects.toEqual(refused('not_lent'))
  await expect(hold(0)).rejects.toEqual(refused('not_lent'))
  await world.licences(1)
  await borrow(0)
  await expect(borrow(1)).rejects.toMatchObject({
    code: 'ebooks.no_copy_free',
    facts: { waiting: 0, expectedAt: after(14) },
  })
  await hold(1)
  await expect(borrow(2)).rejects.toMatchObject({ facts: { waiting: 1, expectedAt: after(28) } })
  const unknown = { accountId: reader(0), isbn13: '9780441172719', key: key() }
  await expect(borrowEbook(world.deps, unknown)).rejects.toEqual(refused('ebook_not_found'))
  await expect(giveBack(1, (await loanOf(0))?.id ?? '')).rejects.toEqual(refused('loan_not_found')) // another’s
})

it('keeps the next free copy for whoever waits first, and tells them', async () => {
  await world.licences(1)
  const { id } = await borrow(0)
  const first = await hold(1)
  await hold(2)
  await expect(hold(1)).rejects.toEqual(refused('already_waiting'))
  expect((await listHoldsOf(world.db, reader(2)))[0]).toMatchObject({ ahead: 1 })
  await giveBack(0, id)
  const kept = await loanOf(1)
  expect(kept).toMatchObject({ state: 'READY', holdId: first.id, pickUpBy: after(3) })
  expect(await told(1)).toEqual(['LOAN: Your copy of “Book 0” is ready'])
  await expect(borrow(2)).rejects.toEqual(refused('no_copy_free'))
  await expect(renew(1, kept?.id ?? '')).rejects.toEqual(refused('not_picked_up'))
  expect(await borrow(1)).toMatchObject({ id: kept?.id, state: 'ACTIVE', dueAt: after(14) })
})

it('gives a copy that nobody picked up to the next, and tells whose it was', async () => {
  const pool = await world.licences(1, { totalLimit: 3 })
  const { id } = await borrow(0)
  await hold(1)
  await hold(2)
  await giveBack(0, id)
  const lapsed = await loanOf(1)
  world.pass(3 * minutesADay - 1)
  await endLoan(world.deps, lapsed?.id ?? '') // too early: it is set again
  expect(await loanOf(1)).toMatchObject({ state: 'READY' })
  expect(world.sent.at(-1)).toMatchObject({ name: 'ebooks.loanDue', startAfter: after(3) })
  world.pass(1)
  await endLoan(world.deps, lapsed?.id ?? '')
  expect(await findLoan(world.db, { loanId: lapsed?.id ?? '' })).toMatchObject({
    state: 'CANCELLED',
    endedAt: after(3),
  })
  expect(await loanOf(2)).toMatchObject({ state: 'READY', pickUpBy: after(6) })
  expect(await told(1)).toEqual(['LOAN: Your copy of “Book 0” is ready', 'LOAN: “Book 0” is not kept for you any more'])
  await expect(borrow(1)).rejects.toEqual(refused('no_copy_free'))
  expect(pool).toBeDefined()
})

it('ends loans by themselves, and a reader who comes first does what the alarm would', async () => {
  await world.licences(1)
  const { id } = await borrow(0)
  world.pass(14 * minutesADay)
  const next = await borrow(1)
  expect(next).toMatchObject({ state: 'ACTIVE', slot: 1 })
  expect(await findLoan(world.db, { loanId: id })).toMatchObject({ state: 'EXPIRED', endedAt: after(14) })
  await expect(giveBack(0, id)).rejects.toEqual(refused('loan_over'))
})

it('settles what is due even for somebody whom it refuses', async () => {
  await world.licences(1)
  const { id } = await borrow(0)
  await hold(1)
  world.pass(14 * minutesADay)
  await expect(borrow(2)).rejects.toEqual(refused('no_copy_free'))
  expect(await findLoan(world.db, { loanId: id })).toMatchObject({ state: 'EXPIRED' })
  expect(await loanOf(1)).toMatchObject({ state: 'READY' })
})

it('renews while nobody waits, twice, from now', async () => {
  await world.licences(1)
  const { id } = await borrow(0)
  await expect(renew(0, id)).rejects.toEqual(refused('not_longer'))
  world.pass(10 * minutesADay)
  const k = key()
  expect(await renew(0, id, k)).toMatchObject({ dueAt: after(24), renewals: 1 })
  expect(await renew(0, id, k)).toMatchObject({ dueAt: after(24), renewals: 1 })
  expect(world.sent).toContainEqual({ name: 'ebooks.loanDue', data: { loanId: id }, startAfter: after(24) })
  const waiting = await hold(1)
  await expect(renew(0, id)).rejects.toEqual(refused('others_wait'))
  await cancelHold(world.deps, { accountId: reader(1), holdId: waiting.id, key: key() })
  world.pass(minutesADay)
  expect(await renew(0, id)).toMatchObject({ dueAt: after(25), renewals: 2 })
  world.pass(minutesADay)
  await expect(renew(0, id)).rejects.toEqual(refused('renewed_enough'))
})

it('lends so many in all, and not beyond the day', async () => {
  await world.licences(2, { totalLimit: 2, endsAt: after(20) })
  expect(await borrow(0)).toMatchObject({ dueAt: after(14) })
  world.pass(10 * minutesADay)
  const second = await borrow(1)
  expect(second).toMatchObject({ dueAt: after(20) })
  await expect(renew(1, second.id)).rejects.toEqual(refused('not_longer'))
  await giveBack(1, second.id)
  await expect(borrow(2)).rejects.toEqual(refused('no_copy_free'))
  world.pass(9.5 * minutesADay)
  await expect(borrow(2)).rejects.toEqual(refused('not_lent')) // half a day before the end
})

it('does not count a copy that nobody picked up towards the total', async () => {
  await world.licences(1, { totalLimit: 2 })
  const { id } = await borrow(0)
  await hold(1)
  await giveBack(0, id)
  await giveBack(1, (await loanOf(1))?.id ?? '') // declined
  expect(await borrow(2)).toMatchObject({ state: 'ACTIVE' })
  await giveBack(2, (await loanOf(2))?.id ?? '')
  await expect(borrow(3)).rejects.toEqual(refused('no_copy_free'))
})

it('takes from the pool that ends first, and one queue has all pools', async () => {
  const lasting = await world.licences(1)
  const ending = await world.licences(1, { endsAt: after(100) })
  expect(await borrow(0)).toMatchObject({ poolId: ending })
  expect(await borrow(1)).toMatchObject({ poolId: lasting })
  await hold(2)
  await giveBack(1, (await loanOf(1))?.id ?? '')
  expect(await loanOf(2)).toMatchObject({ poolId: lasting, state: 'READY' })
})

it('is revoked by staff, who say why', async () => {
  await world.licences(1)
  const { id } = await borrow(0)
  const revoke = { loanId: id, key: key(), by: 'staff:ops', reason: 'The file is broken.' }
  expect(await revokeLoan(world.deps, revoke)).toMatchObject({ state: 'REVOKED' })
  expect(await revokeLoan(world.deps, revoke)).toMatchObject({ state: 'REVOKED' })
  await expect(revokeLoan(world.deps, { ...revoke, key: key() })).rejects.toEqual(refused('loan_over'))
  expect(await told(0)).toEqual(['LOAN: Your loan of “Book 0” was ended by us'])
  expect((await listLoanHistory(world.db, [id])).at(-1)).toMatchObject({
    by: 'staff:ops',
    reason: 'The file is broken.',
  })
})

it('follows what staff set: more licences serve the queue, fewer wait for returns, suspended lends nothing', async () => {
  const poolId = await world.licences(2)
  const terms = { isbn13, poolId, totalLimit: null, loanDays: 14, endsAt: null, by: 'staff:ops' }
  await borrow(0)
  const second = await borrow(1)
  await hold(2)
  await hold(3)
  const more = { ...terms, concurrentLimit: 3, key: key() }
  await setLicences(world.deps, more)
  await setLicences(world.deps, more)
  expect(await loanOf(2)).toMatchObject({ state: 'READY', slot: 3 })
  await setLicences(world.deps, { ...terms, concurrentLimit: 1, key: key() })
  await giveBack(1, second.id) // the slot is closed
  expect(await loanOf(3)).toBeNull()
  await giveBack(0, (await loanOf(0))?.id ?? '')
  expect(await loanOf(3)).toMatchObject({ state: 'READY', slot: 1 })
  const deed = { isbn13, by: 'staff:ops', reason: 'a question of rights' }
  await setSuspended(world.deps, { ...deed, isSuspended: true, key: key() })
  await giveBack(3, (await loanOf(3))?.id ?? '')
  await expect(borrow(4)).rejects.toEqual(refused('lending_suspended'))
  await hold(4)
  expect(await loanOf(4)).toBeNull()
  await setSuspended(world.deps, { ...deed, isSuspended: false, key: key() })
  expect(await loanOf(4)).toMatchObject({ state: 'READY' })
  await expect(setLicences(world.deps, { ...more, concurrentLimit: 9 })).rejects.toEqual(refused('key_reused'))
})

it('lets somebody leave the queue once, and not after a copy is kept', async () => {
  await world.licences(1)
  await borrow(0)
  const [one, two] = [await hold(1), await hold(2)]
  const k = key()
  const leave = { accountId: reader(1), holdId: one.id, key: k }
  expect(await cancelHold(world.deps, leave)).toMatchObject({ state: 'CANCELLED' })
  expect(await cancelHold(world.deps, leave)).toMatchObject({ state: 'CANCELLED' })
  await expect(cancelHold(world.deps, { ...leave, key: key() })).rejects.toEqual(refused('hold_over'))
  await expect(cancelHold(world.deps, { ...leave, accountId: reader(3) })).rejects.toEqual(refused('hold_not_found'))
  await giveBack(0, (await loanOf(0))?.id ?? '')
  await expect(cancelHold(world.deps, { accountId: reader(2), holdId: two.id, key: key() })).rejects.toEqual(
    refused('hold_over'),
  )
})

it('tells once that a loan ends in three days, and again for another end', async () => {
  await world.licences(1)
  const { id } = await borrow(0)
  await remindReader(world.deps, id) // too early: the job is set again
  expect(await told(0)).toEqual([])
  expect(world.sent.at(-1)).toMatchObject({ name: 'ebooks.loanEndsSoon', startAfter: after(11) })
  world.pass(11 * minutesADay)
  await remindReader(world.deps, id)
  await remindReader(world.deps, id)
  expect(await told(0)).toEqual(['LOAN: Your loan of “Book 0” ends on 6 December 2026'])
  await renew(0, id)
  world.pass(12 * minutesADay)
  await remindReader(world.deps, id)
  expect(await told(0)).toHaveLength(2)
})

it('does by the sweep what lost jobs would have done', async () => {
  const pool = await world.licences(1)
  const { id } = await borrow(0)
  await hold(1)
  world.pass(12 * minutesADay)
  world.sent.length = 0
  await sweepLending(world.deps)
  expect(world.sent).toEqual([{ name: 'ebooks.loanEndsSoon', data: { loanId: id }, startAfter: undefined }])
  world.pass(2 * minutesADay + 2)
  await sweepLending(world.deps)
  expect(await findLoan(world.db, { loanId: id })).toMatchObject({ state: 'EXPIRED' })
  expect(await loanOf(1)).toMatchObject({ state: 'READY' })
  await hold(2)
  await world.licences(2, { id: pool }) // the queue was not told
  world.sent.length = 0
  await sweepLending(world.deps)
  expect(world.sent).toEqual([{ name: 'ebooks.queueMoves', data: { isbn13 }, startAfter: undefined }])
  await advanceLending(world.deps, isbn13)
  expect(await loanOf(2)).toMatchObject({ state: 'READY' })
})
