// Queues as staff see them, on the real pg-boss: counted, failed for good, sent again; and the runbook that speaks of each.
import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { beforeAll, beforeEach, expect, it } from 'vitest'
import { useStack } from '../../testing/stack.ts'
import { handleDeadJobs } from './handle-dead-jobs.ts'
import { listDead, listQueueStates } from './list-queues.ts'
import { recordDeed } from './record-deed.ts'

const t = useStack()
const staff = 'staff-1'
const source = 'search.mergeIndex'
const dead = 'search.dead'
const reason = 'The disk was full; it is not any more.'

beforeAll(async () => {
  await t.deps.db
    .insertInto('account')
    .values({ id: staff, name: 'Sam', email: 'sam@example.com', role: 'staff' })
    .execute()
})
beforeEach(async () => {
  for (const queue of [source, dead]) await t.deps.boss.deleteAllJobs(queue)
})

/** A job that has failed for good. */
async function failed(): Promise<void> {
  const { boss } = t.deps
  await boss.send(source, {}, { retryLimit: 0 })
  const [job] = await boss.fetch(source)
  if (!job) throw new Error('the job is not there')
  await boss.fail(source, job.id, new Error('no space left on device'))
}

const redrive = (jobIds: string[], key: string = randomUUID()) =>
  handleDeadJobs(t.deps, { key, queue: dead, jobIds, reason }, staff)
const waiting = async () => (await listQueueStates(t.deps)).queues.find(({ name }) => name === source)?.waiting

it('has a section of the runbook for every queue, and none for others', async () => {
  const runbook = readFileSync(path.join(import.meta.dirname, '../../../docs/runbook.md'), 'utf8')
  const [, section = ''] = /^## Queues\n([\s\S]*?)^## /m.exec(runbook) ?? []
  const headings = [...section.matchAll(/^### (.+)$/gm)].map(([, heading = '']) => heading)
  const { queues, deadLetters } = await listQueueStates(t.deps)
  const others = ['search.tendReplicas', 'meaning.embedWorks', 'meaning.sweepDue'] // there is no OpenSearch here, and no embedding model
  expect(headings.toSorted()).toEqual([...queues.map(({ name }) => name), ...others, 'Dead letters'].toSorted())
  const [, letters = ''] = /^### Dead letters\n([\s\S]*)/m.exec(section) ?? []
  const told = [...letters.matchAll(/`(\w+\.dead)`/g)].map(([, name]) => name)
  expect(told.toSorted()).toEqual(deadLetters.map(({ name }) => name).toSorted())
  // GitHub makes an anchor of a heading: small letters, spaces to hyphens, the rest of its marks left out.
  const anchors = headings.map((heading) => heading.toLowerCase().replaceAll(' ', '-').replaceAll('.', ''))
  for (const { runbook: link } of [...queues, ...deadLetters]) expect(anchors).toContain(link.split('#')[1])
})

it('counts what waits now, with no worker to count it', async () => {
  await t.deps.boss.send(source, {})
  await t.deps.boss.send(source, {}, { startAfter: 3_600 })
  const state = (await listQueueStates(t.deps)).queues.find(({ name }) => name === source)
  expect(state).toMatchObject({ waiting: 1, deferred: 1, running: 0, oldestDueAt: expect.any(String) })
})

it('shows what failed for good and why, and puts it back once', async () => {
  await failed()
  const { jobs } = await listDead(t.deps, dead)
  expect(jobs).toMatchObject([{ source, error: 'no space left on device', tries: 1, data: '{}' }])
  expect(await waiting()).toBe(0)
  const ids = jobs.map(({ id }) => id)
  const key = randomUUID()
  await Promise.all([redrive(ids, key), redrive(ids, key)])
  await redrive(ids, key)
  expect(await waiting()).toBe(1)
  expect(await listDead(t.deps, dead)).toMatchObject({ jobs: [], deeds: [{ by: 'Sam', action: 'redrive', reason }] })
})

it('does nothing for a key that was used while it was on its way', async () => {
  const deed = { key: randomUUID(), accountId: staff, subject: `queue:${dead}`, action: 'redrive', reason }
  let done = 0
  const press = () => recordDeed(t.deps, { deed, detail: {}, work: async () => ++done })
  expect(await Promise.all([press(), press()])).toEqual(expect.arrayContaining([1, null]))
  expect(done).toBe(1)
})

it('says so when a colleague was quicker, and writes nothing down', async () => {
  await failed()
  const ids = (await listDead(t.deps, dead)).jobs.map(({ id }) => id)
  await redrive(ids)
  const before = (await listDead(t.deps, dead)).deeds.length
  await expect(redrive(ids)).rejects.toMatchObject({ code: 'ops.gone' })
  expect((await listDead(t.deps, dead)).deeds).toHaveLength(before)
})

it('knows queues of dead letters only', async () => {
  await expect(listDead(t.deps, source)).rejects.toMatchObject({ code: 'ops.no_such_queue' })
})
