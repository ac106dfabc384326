// Any sequence of what readers, staff and time do to an ebook, beside a plain model of it in memory: after each step the same loans, the same queue.
import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { Refusal } from '#platform/errors'
import { dayMs, isbn13, start, useLending } from '#testing/lending'
import { borrowEbook } from './borrow-ebook.ts'
import { cancelHold } from './cancel-hold.ts'
import { listHoldsOf } from './hold-queries.ts'
import { findLiveLoan } from './loan-queries.ts'
import { pickUpMs, renewalGainMs, renewalsMax } from './model.ts'
import { placeHold } from './place-hold.ts'
import { renewLoan } from './renew-loan.ts'
import { returnLoan } from './return-loan.ts'
import { advanceLending } from './sweep-lending.ts'
import { setLicences, setSuspended } from './update-ebook.ts'

const world = useLending()
const loanDays = 5
const people = 5

interface ModelLoan {
  readonly reader: number
  readonly slot: number
  state: 'READY' | 'ACTIVE'
  until: number
  renewals: number
}

/** What lending is, without PostgreSQL, locks or history. */
class Model {
  now = start.getTime()
  limit = 1
  isSuspended = false
  loans: ModelLoan[] = []
  queue: number[] = []

  settle(): void {
    this.loans = this.loans.filter(({ until }) => until > this.now)
    while (!this.isSuspended) {
      const slot = this.freeSlot()
      const next = slot === null ? undefined : this.queue.shift()
      if (slot === null || next === undefined) return
      this.loans.push({ reader: next, slot, state: 'READY', until: this.now + pickUpMs, renewals: 0 })
    }
  }

  freeSlot(): number | null {
    const taken = new Set(this.loans.map(({ slot }) => slot))
    for (let slot = 1; slot <= this.limit; slot++) if (!taken.has(slot)) return slot
    return null
  }

  of(reader: number): ModelLoan | undefined {
    return this.loans.find((loan) => loan.reader === reader)
  }

  /** True when it is done; false: it is refused. */
  borrow(reader: number): boolean {
    this.settle()
    let loan = this.of(reader)
    if (loan?.state === 'ACTIVE') return false
    const slot = this.freeSlot()
    if (!loan && (this.isSuspended || this.queue.length > 0 || slot === null)) return false
    if (!loan) {
      loan = { reader, slot: slot ?? 0, state: 'READY', until: 0, renewals: 0 }
      this.loans.push(loan)
    }
    loan.state = 'ACTIVE'
    loan.until = this.now + loanDays * dayMs
    return true
  }

  hold(reader: number): boolean {
    this.settle()
    if (this.of(reader) || this.queue.includes(reader) || this.limit === 0) return false
    this.queue.push(reader)
    this.settle()
    return true
  }

  leave(reader: number): boolean {
    if (!this.queue.includes(reader)) return false
    this.queue = this.queue.filter((each) => each !== reader)
    return true
  }

  giveBack(reader: number): boolean {
    this.settle()
    if (!this.of(reader)) return false
    this.loans = this.loans.filter((loan) => loan.reader !== reader)
    this.settle()
    return true
  }

  renew(reader: number): boolean {
    this.settle()
    const loan = this.of(reader)
    const until = this.now + loanDays * dayMs
    if (loan?.state !== 'ACTIVE' || this.isSuspended || this.queue.length > 0) return false
    if (loan.renewals >= renewalsMax || until - loan.until < renewalGainMs) return false
    loan.until = until
    loan.renewals++
    return true
  }
}

const step = fc.oneof(
  fc.record({ kind: fc.constantFrom('borrow', 'hold', 'leave', 'giveBack', 'renew'), reader: fc.nat(people - 1) }),
  fc.record({ kind: fc.constant('pass'), hours: fc.integer({ min: 1, max: 60 }) }),
  fc.record({ kind: fc.constant('limit'), limit: fc.nat(3) }),
  fc.record({ kind: fc.constant('suspend'), isSuspended: fc.boolean() }),
)
type Step =
  | { kind: 'borrow' | 'hold' | 'leave' | 'giveBack' | 'renew'; reader: number }
  | { kind: 'pass'; hours: number }
  | { kind: 'limit'; limit: number }
  | { kind: 'suspend'; isSuspended: boolean }

it('follows a plain model through any sequence of what can happen', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step as fc.Arbitrary<Step>, { minLength: 5, maxLength: 40 }), async (steps) => {
      await world.clear()
      const readers = await world.readers(people)
      const poolId = await world.licences(1, { loanDays })
      const model = new Model()
      for (const each of steps) {
        const isDone = await run(each, { readers, poolId, model })
        expect(isDone[0], JSON.stringify(each)).toBe(isDone[1])
        await expectSame(model, readers)
      }
    }),
    { numRuns: 30 },
  )
}, 180_000)

interface Both {
  readonly readers: readonly string[]
  readonly poolId: string
  readonly model: Model
}

/** Does it in both worlds; whether each did it. */
async function run(each: Step, { readers, poolId, model }: Both): Promise<[real: boolean, model: boolean]> {
  const deed = { isbn13, key: randomUUID(), by: 'staff:s' }
  if (each.kind === 'pass') {
    world.pass(each.hours * 60)
    model.now += each.hours * 3_600_000
    await advanceLending(world.deps, isbn13)
    model.settle()
    return [true, true]
  }
  if (each.kind === 'limit') {
    await setLicences(world.deps, {
      ...deed,
      poolId,
      concurrentLimit: each.limit,
      totalLimit: null,
      loanDays,
      endsAt: null,
    })
    model.limit = each.limit
    model.settle()
    return [true, true]
  }
  if (each.kind === 'suspend') {
    await setSuspended(world.deps, { ...deed, isSuspended: each.isSuspended, reason: 'a test' })
    model.isSuspended = each.isSuspended
    model.settle()
    return [true, true]
  }
  const { kind, reader } = each
  return [await act(kind, readers[reader] ?? ''), model[kind](reader)]
}

async function act(kind: 'borrow' | 'hold' | 'leave' | 'giveBack' | 'renew', accountId: string): Promise<boolean> {
  const { deps, db } = world
  const key = randomUUID()
  const loan = await findLiveLoan(db, { accountId, isbn13 })
  const [hold] = await listHoldsOf(db, accountId)
  const acts = {
    borrow: () => borrowEbook(deps, { accountId, isbn13, key }),
    hold: () => placeHold(deps, { accountId, isbn13, key }),
    leave: () => cancelHold(deps, { accountId, holdId: hold?.id ?? randomUUID(), key }),
    giveBack: () => returnLoan(deps, { accountId, loanId: loan?.id ?? randomUUID(), key }),
    renew: () => renewLoan(deps, { accountId, loanId: loan?.id ?? randomUUID(), key }),
  }
  try {
    await acts[kind]()
    return true
  } catch (error) {
    if (error instanceof Refusal) return false
    throw error
  }
}

async function expectSame(model: Model, readers: readonly string[]): Promise<void> {
  const loans = await world.db
    .selectFrom('loan')
    .select(['accountId', 'state', 'pickUpBy', 'dueAt', 'renewals', 'slot'])
    .where('state', 'in', ['READY', 'ACTIVE'])
    .execute()
  const real = loans.map(({ accountId, state, pickUpBy, dueAt, renewals, slot }) => {
    return { reader: readers.indexOf(accountId), slot, state, until: (dueAt ?? pickUpBy).getTime(), renewals }
  })
  const byReader = (a: { reader: number }, b: { reader: number }) => a.reader - b.reader
  expect(real.sort(byReader)).toEqual(model.loans.toSorted(byReader))
  const holds = await world.db
    .selectFrom('hold')
    .select('accountId')
    .where('state', '=', 'WAITING')
    .orderBy('place')
    .execute()
  expect(holds.map(({ accountId }) => readers.indexOf(accountId))).toEqual(model.queue)
}
