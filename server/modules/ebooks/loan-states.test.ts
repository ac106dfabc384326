// Every state of a loan × everything that can be asked of it, by the verbs on the real PostgreSQL, and asked again.
import { randomUUID } from 'node:crypto'
import { beforeEach, expect, it } from 'vitest'
import { isbn13, useLending } from '#testing/lending'
import { borrowEbook } from './borrow-ebook.ts'
import { findLiveLoan, findLoan, listLoanHistory } from './loan-queries.ts'
import { loanMachine } from './machine.ts'
import type { LoanState } from './machine.ts'
import { placeHold } from './place-hold.ts'
import { renewLoan } from './renew-loan.ts'
import { returnLoan } from './return-loan.ts'
import { revokeLoan } from './revoke-loan.ts'
import { advanceLending, endLoan } from './sweep-lending.ts'

const world = useLending()
let readers: string[]
beforeEach(async () => {
  await world.clear()
  readers = await world.readers(2)
})

const minutesADay = 24 * 60
const reader = (n: number) => readers[n] ?? ''
const key = () => randomUUID()
const borrow = (n: number, k = key()) => borrowEbook(world.deps, { accountId: reader(n), isbn13, key: k })
const hold = (n: number) => placeHold(world.deps, { accountId: reader(n), isbn13, key: key() })
const giveBack = (n: number, loanId: string, k = key()) =>
  returnLoan(world.deps, { accountId: reader(n), loanId, key: k })
const renew = (n: number, loanId: string, k = key()) => renewLoan(world.deps, { accountId: reader(n), loanId, key: k })
const loanOf = (n: number) => findLiveLoan(world.db, { accountId: reader(n), isbn13 })
const refused = (code: string) => expect.objectContaining({ code: `ebooks.${code}` })

type Ask = 'borrow' | 'return' | 'renew' | 'revoke' | 'late'
const events: Record<Ask, (state: LoanState) => LoanState | null> = {
  borrow: (state) => (state === 'READY' ? 'ACTIVE' : null),
  return: (state) => loanMachine.next(state, 'returned') ?? loanMachine.next(state, 'declined'),
  renew: (state) => loanMachine.next(state, 'renewed'),
  revoke: (state) => loanMachine.next(state, 'revoked'),
  late: (state) => loanMachine.next(state, 'expired') ?? loanMachine.next(state, 'lapsed'),
}
const asks = Object.keys(events) as Ask[]
const states = Object.keys(loanMachine.states) as LoanState[]

it.each(states.flatMap((state) => asks.map((ask) => [state, ask] as const)))(
  'every state × event: %s × %s, and once again changes nothing',
  async (state, ask) => {
    const loanId = await loanIn(state)
    world.pass(minutesADay)
    if (ask === 'late') world.pass(20 * minutesADay)
    const history = () => listLoanHistory(world.db, [loanId])
    const before = await history()
    const k = key()
    const work = async () => {
      if (ask === 'late') return await endLoan(world.deps, loanId)
      if (ask === 'borrow') return await borrow(0, k)
      if (ask === 'return') return await giveBack(0, loanId, k)
      if (ask === 'renew') return await renew(0, loanId, k)
      return await revokeLoan(world.deps, { loanId, key: k, by: 'staff:s', reason: 'a test' })
    }
    const to = events[ask](state)
    if (to === null && ask === 'borrow') {
      // What is over is not borrowed again: it is another loan.
      await work().catch((error: unknown) => expect(error).toEqual(refused('already_borrowed')))
      expect(await history()).toEqual(before)
    } else if (to === null) {
      if (ask === 'late') await work()
      else
        await expect(work()).rejects.toMatchObject({
          code: expect.stringMatching(/^ebooks\.(loan_over|not_picked_up)$/),
        })
      expect(await history()).toEqual(before)
    } else {
      await work()
      expect(await findLoan(world.db, { loanId })).toMatchObject({ state: to })
      const once = await history()
      expect(once).toHaveLength(before.length + 1)
      await work()
      expect(await history(), 'replayed').toEqual(once)
    }
  },
)

async function loanIn(state: LoanState): Promise<string> {
  await world.licences(1)
  if (state === 'READY' || state === 'CANCELLED') {
    const { id } = await borrow(1)
    await hold(0)
    await giveBack(1, id)
    const kept = await loanOf(0)
    if (!kept) throw new Error('nothing was kept')
    if (state === 'CANCELLED') await giveBack(0, kept.id)
    return kept.id
  }
  const { id } = await borrow(0)
  if (state === 'RETURNED') await giveBack(0, id)
  if (state === 'REVOKED') await revokeLoan(world.deps, { loanId: id, key: key(), by: 'staff:s', reason: 'a test' })
  if (state === 'EXPIRED') {
    world.pass(14 * minutesADay)
    await advanceLending(world.deps, isbn13)
  }
  return id
}
