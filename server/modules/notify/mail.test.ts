// Messages by mail, from the transaction that tells something to the sandbox's mailbox, which keeps its own journal.
import { beforeAll, beforeEach, expect, it } from 'vitest'
import { systemIds } from '#platform/ids'
import { useStack } from '#testing/stack'
import type { Message } from './model.ts'
import { listChoices, moveChoice } from './move-choices.ts'
import { recordMessage } from './record-message.ts'
import { ensureMailed, mailMessage } from './take-mail.ts'

const t = useStack()
const accountId = 'shopper-1'
const signal = new AbortController().signal
const rollback = new Error('rolled back')

beforeAll(async () => {
  await t.deps.db.insertInto('account').values({ id: accountId, name: 'Robin', email: 'robin@example.com' }).execute()
})
beforeEach(async () => {
  await t.reset()
  await t.deps.boss.deleteAllJobs('notify.sendMail')
})

async function tell(changes: Partial<Message> = {}): Promise<string> {
  const id = systemIds.next()
  const news = { key: id, kind: 'PURCHASE', subject: 'Bought for you: Dune', body: 'It cost $10.00.', link: '/watches' }
  const message = { id, accountId, at: t.deps.clock.now(), ...news, ...changes } as Message
  await t.deps.db.transaction().execute((tx) => recordMessage(t.deps, tx, message))
  return id
}
const stateOf = async (id: string) =>
  (await t.deps.db.selectFrom('message').select('mailState').where('id', '=', id).executeTakeFirstOrThrow()).mailState
const waiting = async () => (await t.deps.boss.findJobs('notify.sendMail')).map(({ data }) => data)

it('sends what was told, as text and as HTML, with the page to go to and without anybody else’s markup', async () => {
  const id = await tell({ subject: 'Bought for you: <Dune> & "more"' })
  expect(await waiting()).toEqual([{ messageId: id }])
  await mailMessage(t.deps, id, signal)
  expect(await stateOf(id)).toBe('SENT')
  const [mail, ...more] = await t.mails()
  expect(more).toEqual([])
  expect(mail).toMatchObject({ to: ['robin@example.com'], subject: 'Bought for you: <Dune> & "more"' })
  expect(mail?.text).toContain(`It cost $10.00.\n\n${t.deps.publicUrl}/watches`)
  expect(mail?.html).toContain('&lt;Dune&gt; &amp; &quot;more&quot;')
  expect(mail?.html).not.toContain('<Dune>')
})

it('commits with what it tells of, or not at all; the same news once', async () => {
  const message = {
    id: systemIds.next(),
    accountId,
    kind: 'PRICE',
    key: 'k',
    subject: 's',
    body: 'b',
    link: null,
  } as const
  const at = t.deps.clock.now()
  const broken = t.deps.db.transaction().execute(async (tx) => {
    await recordMessage(t.deps, tx, { ...message, at })
    throw rollback
  })
  await expect(broken).rejects.toBe(rollback)
  expect(await waiting()).toEqual([])
  await tell({ key: 'told' })
  await tell({ key: 'told' })
  expect(await waiting()).toHaveLength(1)
})

it('arrives once when the answer was lost, and comes again while the provider fails', async () => {
  const id = await tell()
  await t.patchMailbox({ actThenTimeoutRate: 1 })
  await expect(mailMessage(t.deps, id, signal)).rejects.toThrow()
  await t.patchMailbox({ actThenTimeoutRate: 0, failRate: 1 })
  await expect(mailMessage(t.deps, id, signal)).rejects.toThrow('500')
  expect(await stateOf(id)).toBe('DUE')
  await t.patchMailbox({ failRate: 0 })
  await Promise.all([mailMessage(t.deps, id, signal), mailMessage(t.deps, id, signal)])
  await mailMessage(t.deps, id, signal)
  expect(await t.mails()).toHaveLength(1)
})

it('gives up on what the provider will never take', async () => {
  await t.deps.db.insertInto('account').values({ id: 'odd', name: 'Odd', email: 'no address' }).execute()
  const id = await tell({ accountId: 'odd' })
  await mailMessage(t.deps, id, signal)
  expect(await stateOf(id)).toBe('REFUSED')
})

it('leaves out what somebody switched off, and never what is about their money', async () => {
  await moveChoice(t.deps, { accountId, kind: 'PRICE', isMailed: false })
  await moveChoice(t.deps, { accountId, kind: 'PRICE', isMailed: false })
  expect(await listChoices(t.deps, accountId)).toEqual({
    choices: [
      { kind: 'PRICE', isMailed: false },
      { kind: 'WATCH', isMailed: true },
    ],
  })
  const muted = await tell({ kind: 'PRICE' })
  for (const id of [muted, await tell({ kind: 'WATCH' }), await tell()]) await mailMessage(t.deps, id, signal)
  expect(await stateOf(muted)).toBe('MUTED')
  expect(await t.mails()).toHaveLength(2)
  await moveChoice(t.deps, { accountId, kind: 'PRICE', isMailed: true })
  await mailMessage(t.deps, await tell({ kind: 'PRICE' }), signal)
  expect(await t.mails()).toHaveLength(3)
})

it('sends nothing where no provider is configured', async () => {
  const id = await tell()
  await mailMessage({ ...t.deps, mailer: null }, id, signal)
  expect(await stateOf(id)).toBe('MUTED')
})

it('finds mails whose job was lost, and leaves old news alone', async () => {
  const hoursAgo = (hours: number) => new Date(t.deps.clock.now().getTime() - hours * 3_600_000)
  const [, late] = [await tell(), await tell({ at: hoursAgo(5) }), await tell({ at: hoursAgo(21) })]
  await t.deps.boss.deleteAllJobs('notify.sendMail')
  await ensureMailed(t.deps)
  expect(await waiting()).toEqual([{ messageId: late }])
})
