// The alarm of a purchase on a real pg-boss: there at any time until the end, never later than the step under way needs, and written seldom.
import { sql } from 'kysely'
import { expect, it } from 'vitest'
import { armCrashPoint } from '#platform/crash-points'
import { shopper, usePurchases } from '#testing/purchases'
import { advance } from './advance.ts'
import { createDriver } from './drive-purchases.ts'
import { leaseMinMs } from './intend.ts'
import { getPurchaseOf } from './queries.ts'

const { t, start, driveToEnd } = usePurchases()

const clocksDifferMs = 1_000 // a lease is counted by PostgreSQL's clock, an alarm by the driver's

async function alarms(id: string): Promise<Date[]> {
  const { rows } = await sql<{ startAfter: Date }>`
    select start_after from pgboss.job where name = 'buying.drivePurchase' and state = 'created' and data ->> 'purchaseId' = ${id}
    `.execute(t.deps.db)
  return rows.map(({ startAfter }) => startAfter)
}

async function nextActionOf(id: string): Promise<Date | null> {
  const row = t.deps.db.selectFrom('purchase').select('nextActionAt').where('id', '=', id)
  return (await row.executeTakeFirstOrThrow()).nextActionAt
}

/** What a worker does with the alarm before its handler runs. */
async function ring(id: string): Promise<void> {
  await sql`delete from pgboss.job where name = 'buying.drivePurchase' and data ->> 'purchaseId' = ${id}`.execute(
    t.deps.db,
  )
}

it('sets one alarm for a purchase that goes through at once, and leaves none', async () => {
  const sent: string[] = []
  const jobs = {
    ...t.deps.jobs,
    send: (...args: Parameters<typeof t.deps.jobs.send>) => (sent.push(args[1].name), t.deps.jobs.send(...args)),
  }
  const { id, turn } = await start({ max: 2_000n })
  expect(await alarms(id)).toHaveLength(1)
  await advance({ ...t.deps, jobs } as typeof t.deps, id, turn)
  expect((await getPurchaseOf(t.deps.db, id, shopper)).purchase.state).toBe('PURCHASED')
  expect(sent).toEqual(['notify.sendMail']) // of what came of it; no alarm is moved on the way
  expect(await alarms(id)).toEqual([])
})

const steps = ['quote', 'authorize', 'place', 'capture']

it.each(steps)('a driver that dies at %s leaves an alarm that is in time', async (step) => {
  const { id, turn } = await start({ max: 2_000n })
  armCrashPoint(`buying.beforeCall:${step}`, () => {
    throw new Error('the driver died')
  })
  await expect(advance(t.deps, id, turn)).rejects.toThrow('the driver died')
  armCrashPoint(null)
  const [alarm, ...others] = await alarms(id)
  expect(others).toEqual([])
  expect(alarm?.getTime()).toBeLessThanOrEqual(((await nextActionOf(id))?.getTime() ?? 0) + clocksDifferMs)
})

it('an alarm that is nearer than the step needs is kept, one that is later or may have gone off is not', async () => {
  const kept = async (alarmAt: Date) => {
    const { id, turn: own } = await start({ max: 2_000n })
    const before = await alarms(id)
    armCrashPoint('buying.beforeCall:authorize', () => {
      throw new Error('the driver died')
    })
    await expect(advance(t.deps, id, own && { ...own, alarmAt })).rejects.toThrow('the driver died')
    armCrashPoint(null)
    return String(await alarms(id)) === String(before)
  }
  const now = t.deps.clock.now().getTime()
  expect(await kept(new Date(now + 10_000))).toBe(true)
  expect(await kept(new Date(now - 1))).toBe(false)
  expect(await kept(new Date(now + 60_000))).toBe(false)
})

it('an alarm that goes off while the step has its driver sets itself again, in time for any later step', async () => {
  const { id, turn } = await start({ max: 2_000n })
  await ring(id)
  await createDriver(t.deps).woken(id)
  const [alarm] = await alarms(id)
  expect(alarm?.getTime()).toBeLessThanOrEqual(t.deps.clock.now().getTime() + leaseMinMs)
  expect(alarm?.getTime()).toBeLessThanOrEqual(((await nextActionOf(id))?.getTime() ?? 0) + clocksDifferMs)
  await advance(t.deps, id, turn)
  expect(await alarms(id)).toEqual([])
})

it('an alarm that goes off while its own process drives is not lost when that driver fails', async () => {
  const { id, turn } = await start({ max: 2_000n })
  const driver = createDriver(t.deps)
  armCrashPoint('buying.beforeCall:place', () => {
    throw new Error('the driver failed')
  })
  const driven = driver.driven(id, turn)
  await ring(id)
  await Promise.all([driven, driver.woken(id)])
  armCrashPoint(null)
  expect(await alarms(id)).toHaveLength(1)
  await t.deps.db.updateTable('purchase').set({ leaseUntil: null }).where('id', '=', id).execute() // its time is up
  expect(await driveToEnd(id)).toMatchObject({ state: 'PURCHASED' })
})
