// Ebooks under real protection: a licence is issued when an ebook is first opened, and lives and dies with its loan or purchase.
import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { pino } from 'pino'
import { beforeAll, expect, it } from 'vitest'
import { inTransaction } from '#platform/db'
import type { Tx } from '#platform/db'
import { systemIds } from '#platform/ids'
import type { Jobs } from '#platform/jobs'
import { dayMs, passphrase as text, useDrm } from '#testing/drm'
import { filesOf, upload, zip } from '#testing/epubs'
import { insertOrderLine } from '#testing/order-line'
import { importBooks } from '#testing/stock'
import { borrowEbook } from './borrow-ebook.ts'
import { grantPurchase, lockPurchases, withdrawPurchase } from './grant-purchase.ts'
import { keepLicences } from './keep-licences.ts'
import { findLoan } from './loan-queries.ts'
import type { EbooksDeps } from './model.ts'
import { findEntitlement, mayRead, openEbook } from './open-ebook.ts'
import { receiveEbook } from './receive-ebook.ts'
import { renewLoan } from './renew-loan.ts'
import { returnLoan } from './return-loan.ts'
import { revokeLoan } from './revoke-loan.ts'
import { advanceLending } from './sweep-lending.ts'
import { setLicences } from './update-ebook.ts'

const world = useDrm()
const [lent, sold] = ['9780141439518', '9780441172719'] as const
const passphrase = { text, hint: 'The colour of the whale' }
const jobs: Jobs = { send: async () => {}, drop: async () => {} }
let deps: EbooksDeps

beforeAll(async () => {
  const clock = { now: world.now, sleep: async () => {} }
  deps = { db: world.db, drm: world.drm, jobs, clock, ids: systemIds, log: pino({ level: 'silent' }) }
  await importBooks(world.db, [lent, sold])
  for (const isbn13 of [lent, sold]) await receive(isbn13, 'LCP', `upload-${isbn13}`)
  const terms = { concurrentLimit: 200, totalLimit: null, loanDays: 14, endsAt: null, by: 'staff:s', key: randomUUID() }
  await setLicences(deps, { isbn13: lent, poolId: randomUUID(), ...terms })
})

const receive = async (isbn13: string, scheme: 'LCP' | 'WATERMARK', key: string) =>
  receiveEbook(deps, { isbn13, scheme, file: upload(await zip(filesOf())), key, by: 'staff:s' })

async function reader(): Promise<string> {
  const id = randomUUID()
  await world.db
    .insertInto('account')
    .values({ id, name: 'Ada Reader', email: `${id}@example.com` })
    .execute()
  return id
}

async function borrowed(): Promise<{ accountId: string; loanId: string }> {
  const accountId = await reader()
  const { id: loanId } = await borrowEbook(deps, { accountId, isbn13: lent, key: randomUUID() })
  return { accountId, loanId }
}

const open = (accountId: string, isbn13: string = lent) => openEbook(deps, { accountId, isbn13, passphrase })
const inTx = <T>(work: (tx: Tx) => Promise<T>) => inTransaction(world.db, work)
const licenceOf = (id: string) => world.drm.getLicence(world.db, id)

it('issues a licence to the end of the loan when it is first opened, and only then asks for a passphrase', async () => {
  const { accountId, loanId } = await borrowed()
  await expect(openEbook(deps, { accountId, isbn13: lent })).rejects.toMatchObject({ code: 'drm.passphrase_invalid' })
  const opened = await open(accountId)
  expect(opened).toMatchObject({ scheme: 'LCP', entitlement: { kind: 'LOAN', id: loanId } })
  expect(await openEbook(deps, { accountId, isbn13: lent })).toMatchObject({ entitlement: opened.entitlement })
  const { rights, renewableUntil, readerId } = await licenceOf(loanId)
  const end = new Date(world.now().getTime() + 14 * dayMs)
  expect({ end: rights.end, readerId }).toEqual({ end, readerId: accountId })
  expect(renewableUntil).toEqual(new Date(world.now().getTime() + 42 * dayMs))
  expect(world.drm.readLink(opened.link)).toBe(loanId)
  expect(await mayRead(deps, { licenceId: loanId, accountId })).toBe(true)
  expect(await mayRead(deps, { licenceId: loanId, accountId: await reader() })).toBe(false)
})

it('opens nothing for whoever neither owns nor borrowed it', async () => {
  await expect(open(await reader())).rejects.toMatchObject({ code: 'ebooks.not_entitled' })
  await expect(open(await reader(), '9780679783268')).rejects.toMatchObject({ code: 'ebooks.ebook_not_found' })
})

type End = readonly [
  name: string,
  end: (loan: { accountId: string; loanId: string }) => Promise<unknown>,
  state: string,
]
const ends: End[] = [
  ['is returned', (loan) => returnLoan(deps, { ...loan, key: randomUUID() }), 'CANCELLED'], // no app had opened it
  [
    'is revoked',
    ({ loanId }) => revokeLoan(deps, { loanId, key: randomUUID(), by: 'staff:s', reason: 'why' }),
    'REVOKED',
  ],
  [
    'is given back in an app',
    ({ loanId }) => keepLicences(deps).giveBack({ licenceId: loanId, device: { id: 'd', name: 'App' } }),
    'CANCELLED',
  ],
  [
    'expires',
    async () => {
      world.at(new Date(world.now().getTime() + 14 * dayMs))
      await advanceLending(deps, lent)
    },
    'EXPIRED',
  ],
]

it.each(ends)('ends the licence when the loan %s', async (_, end, state) => {
  const loan = await borrowed()
  await open(loan.accountId)
  await end(loan)
  expect(await licenceOf(loan.loanId)).toMatchObject({ state })
  expect(await findEntitlement(deps, { accountId: loan.accountId, isbn13: lent })).toBeNull()
  expect(await mayRead(deps, { licenceId: loan.loanId, accountId: loan.accountId })).toBe(false)
  await expect(open(loan.accountId)).rejects.toMatchObject({ code: 'ebooks.not_entitled' })
  await end(loan).catch((error: unknown) => expect(error).toMatchObject({ code: 'ebooks.loan_over' }))
})

it('is over at its end though nobody has settled it', async () => {
  const { accountId, loanId } = await borrowed()
  await open(accountId)
  world.at(new Date(world.now().getTime() + 14 * dayMs))
  expect(await mayRead(deps, { licenceId: loanId, accountId })).toBe(false)
  await expect(open(accountId)).rejects.toMatchObject({ code: 'ebooks.not_entitled' })
})

it('renews the licence with the loan, here and in an app', async () => {
  const { accountId, loanId } = await borrowed()
  await open(accountId)
  world.at(new Date(world.now().getTime() + 5 * dayMs))
  const { dueAt } = await renewLoan(deps, { loanId, accountId, key: randomUUID() })
  expect((await licenceOf(loanId)).rights.end).toEqual(dueAt)
  world.at(new Date(world.now().getTime() + 5 * dayMs))
  const end = new Date(world.now().getTime() + 12 * dayMs)
  await keepLicences(deps).extend({ licenceId: loanId, device: { id: 'd', name: 'App' }, end })
  expect(await findLoan(world.db, { loanId })).toMatchObject({ dueAt: end, renewals: 2 })
  expect((await licenceOf(loanId)).rights.end).toEqual(end)
  const again = keepLicences(deps).extend({ licenceId: loanId, device: null, end: null })
  await expect(again).rejects.toMatchObject({ code: 'ebooks.renewed_enough' })
})

it('never issues a licence for a loan that ends at the same time', async () => {
  for (let i = 0; i < 10; i++) {
    const loan = await borrowed()
    const [opened] = await Promise.allSettled([open(loan.accountId), returnLoan(deps, { ...loan, key: randomUUID() })])
    if (opened.status === 'fulfilled') expect(await licenceOf(loan.loanId)).toMatchObject({ state: 'CANCELLED' })
    else await expect(licenceOf(loan.loanId)).rejects.toMatchObject({ code: 'drm.licence_not_found' })
  }
})

it('makes an ebook one’s own for good, once a line, until a refund takes it back', async () => {
  const accountId = await reader()
  const line = await insertOrderLine(world.db, { accountId, isbn13: sold })
  const grant = { key: `order:${line.orderId}:0`, accountId, isbn13: sold, ...line, by: 'checkout', at: world.now() }
  const owned = await inTx((tx) => grantPurchase(deps, tx, grant))
  expect(await inTx((tx) => lockPurchases(tx, line.orderId))).toEqual([{ line: 0, isOpened: false }])
  const again = await Promise.all([1, 2, 3].map(() => inTx((tx) => grantPurchase(deps, tx, grant))))
  expect(again.map(({ id }) => id)).toEqual([owned.id, owned.id, owned.id])
  const other = { ...grant, accountId: await reader() }
  await expect(inTx((tx) => grantPurchase(deps, tx, other))).rejects.toMatchObject({ code: 'ebooks.key_reused' })
  expect(await open(accountId, sold)).toMatchObject({ entitlement: { kind: 'PURCHASE', until: null } })
  expect((await licenceOf(owned.id)).rights).toMatchObject({ end: null, copy: null })
  expect(await inTx((tx) => lockPurchases(tx, line.orderId))).toEqual([{ line: 0, isOpened: true }])
  await expect(borrowEbook(deps, { accountId, isbn13: sold, key: randomUUID() })).rejects.toMatchObject({
    code: 'ebooks.already_owned',
  })
  await expect(keepLicences(deps).giveBack({ licenceId: owned.id, device: null })).rejects.toMatchObject({
    code: 'ebooks.not_a_loan',
  })
  const back = { ...line, by: 'refunds', reason: 'Refunded.', at: world.now() }
  expect(await inTx((tx) => withdrawPurchase(deps, tx, back))).toBe(true)
  expect(await inTx((tx) => withdrawPurchase(deps, tx, back))).toBe(false)
  expect(await licenceOf(owned.id)).toMatchObject({ state: 'REVOKED' })
  await expect(open(accountId, sold)).rejects.toMatchObject({ code: 'ebooks.not_entitled' })
  const typed = sql`update owned_ebook set withdrawn_at = null, withdrawn_by = null, withdrawn_reason = null`.execute(
    world.db,
  )
  await expect(typed).rejects.toMatchObject({ constraint: 'owned_ebook_moves_on' })
})

it('takes an upload once a key, only for a book that it knows, and lends none that is only marked', async () => {
  const first = await receive(sold, 'WATERMARK', 'a second file')
  expect((await receive(sold, 'WATERMARK', 'a second file')).publication.id).toBe(first.publication.id)
  await expect(receive('9780679783268', 'LCP', 'another file')).rejects.toMatchObject({
    code: 'ebooks.edition_not_found',
  })
  const terms = { concurrentLimit: 1, totalLimit: null, loanDays: 14, endsAt: null, by: 'staff:s', key: randomUUID() }
  const lend = setLicences(deps, { isbn13: sold, poolId: randomUUID(), ...terms })
  await expect(lend).rejects.toMatchObject({ code: 'ebooks.cannot_lend' })
})
