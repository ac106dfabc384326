// Differences between the books as staff see them: read, closed with a word why, and asked for anew.
import { randomUUID } from 'node:crypto'
import { beforeAll, beforeEach, expect, it } from 'vitest'
import { useStack } from '../../testing/stack.ts'
import { listCasePage } from './list-cases.ts'
import { listDeedViews } from './list-deeds.ts'
import { compareNow, settleCase } from './settle-case.ts'

const t = useStack()
const staff = 'staff-1'
const reason = 'Refunded at the provider this morning.'

beforeAll(async () => {
  await t.deps.db
    .insertInto('account')
    .values({ id: staff, name: 'Sam', email: 'sam@example.com', role: 'staff' })
    .execute()
})
beforeEach(async () => {
  await t.deps.db.deleteFrom('reconciliationCase').execute()
})

async function opened(): Promise<string> {
  const id = randomUUID()
  const at = t.deps.clock.now()
  await t.deps.db
    .insertInto('reconciliationCase')
    .values({
      id,
      kind: 'PAYMENT_STATE',
      subject: `payment:${id}`,
      ours: JSON.stringify({ state: 'CAPTURED' }),
      theirs: JSON.stringify({ state: 'canceled', captured: { currency: 'USD', minor: 0 } }),
      openedAt: at,
      lastSeenAt: at,
    })
    .execute()
  return id
}

const close = (caseId: string, key: string = randomUUID()) => settleCase(t.deps, { key, caseId, reason }, staff)

it('closes a case once, with who and why, and moves it to the closed ones', async () => {
  const id = await opened()
  expect(await listCasePage(t.deps, { isOpen: true, skip: 0 })).toMatchObject({
    cases: [{ id }],
    next: null,
    lastRun: null,
  })
  const key = randomUUID()
  await close(id, key)
  await close(id, key)
  expect((await listCasePage(t.deps, { isOpen: true, skip: 0 })).cases).toEqual([])
  const { cases } = await listCasePage(t.deps, { isOpen: false, skip: 0 })
  expect(cases).toMatchObject([{ id, closedBy: staff, note: reason }])
  expect(await listDeedViews(t.deps, `case:${id}`)).toMatchObject([{ key, by: 'Sam', action: 'close', reason }])
})

it('writes nothing down when a colleague was quicker', async () => {
  const id = await opened()
  await close(id)
  await expect(close(id)).rejects.toMatchObject({ code: 'reconciliation.already_closed' })
  await expect(close(randomUUID())).rejects.toMatchObject({ code: 'reconciliation.not_found' })
  expect(await listDeedViews(t.deps, `case:${id}`)).toHaveLength(1)
})

it('turns the page after fifty', async () => {
  for (let i = 0; i < 51; i++) await opened()
  const first = await listCasePage(t.deps, { isOpen: true, skip: 0 })
  expect([first.cases.length, first.next]).toEqual([50, 50])
  const second = await listCasePage(t.deps, { isOpen: true, skip: first.next ?? 0 })
  expect([second.cases.length, second.next]).toEqual([1, null])
  expect(first.cases.map(({ id }) => id)).not.toContain(second.cases[0]?.id)
})

it('asks a worker to compare now, and says who asked', async () => {
  await compareNow(t.deps, { key: randomUUID(), reason }, staff)
  expect(await t.deps.boss.findJobs('reconciliation.compareDue', { queued: true })).toHaveLength(1)
  expect(await listDeedViews(t.deps, 'reconciliation:now')).toMatchObject([{ action: 'compare' }])
})
