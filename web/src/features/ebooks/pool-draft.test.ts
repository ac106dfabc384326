import { expect, it } from 'vitest'
import { emptyPool, readDraft, toDraft } from './pool-draft.ts'

const pool = {
  id: '6b0f2c4e-8a9a-4d8e-9a55-0d2b8c9d1e2f',
  concurrentLimit: 3,
  totalLimit: null,
  loanDays: 21,
  since: '2026-11-22T12:00:00.000Z',
  endsAt: null,
  live: 1,
  drawn: 7,
}

it('reads what it shows', () => {
  expect(readDraft(toDraft(pool))).toEqual({ concurrentLimit: 3, totalLimit: null, loanDays: 21, endsAt: null })
  expect(readDraft(toDraft({ ...pool, totalLimit: 26 }))).toMatchObject({ totalLimit: 26 })
})

it('takes a day to its end, and shows the same day again', () => {
  const read = readDraft({ ...emptyPool, until: '2026-12-01' })
  if ('wrong' in read || read.endsAt === null) throw new Error('not read')
  const end = new Date(read.endsAt)
  expect([end.getDate(), end.getHours(), end.getMinutes()]).toEqual([1, 23, 59])
  expect(toDraft({ ...pool, endsAt: read.endsAt }).until).toBe('2026-12-01')
})

it.each([
  [{ concurrent: '-1' }, ['concurrent']],
  [{ concurrent: '1001', days: '0' }, ['concurrent', 'days']],
  [{ total: 'many' }, ['total']],
  [{ until: 'soon' }, ['until']],
])('marks %o', (typed, wrong) => expect(readDraft({ ...emptyPool, ...typed })).toEqual({ wrong }))
