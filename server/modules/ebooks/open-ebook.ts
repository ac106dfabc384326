import { createHash } from 'node:crypto'
import { findAccount } from '#accounts'
import type { DrmScheme, Rights } from '#drm'
import { inTransaction } from '#platform/db'
import type { Db, Tx } from '#platform/db'
import { Refusal } from '#platform/errors'
import { decideLastDue } from './decide-loan.ts'
import { refuse } from './model.ts'
import type { EbooksDeps, Entitlement, PooledLoan } from './model.ts'
import { findLiveLoan, findLoan, lockLoan } from './loan-queries.ts'
import { findOwned, findOwnedById, lockOwned, markOpened } from './owned-queries.ts'
import { findPublication } from './queries.ts'

/** What a loan lets be copied (characters) and printed (pages), over its life: a passage to quote, a chapter to mark. What is bought has no limit. */
const loanRights = { copy: 5_000, print: 20 }
const linkMs = 15 * 60_000 // long enough to begin a download, short enough not to be passed on

interface OpenEbook {
  readonly accountId: string
  readonly isbn13: string
  /** What the reader opens their encrypted ebooks with, in reading apps; needed when one is opened for the first time, and kept nowhere. */
  readonly passphrase?: { readonly text: string; readonly hint: string } | undefined
}

export interface OpenedEbook {
  readonly entitlement: Entitlement
  readonly scheme: DrmScheme
  readonly publicationId: string
  /** A path of ours where the file is, for some minutes, without signing in. */
  readonly link: string
}

/** What lets the account read the ebook now: its purchase, or its loan that runs; null: nothing does. */
export async function findEntitlement(
  { db, clock }: Pick<EbooksDeps, 'db' | 'clock'>,
  { accountId, isbn13 }: { accountId: string; isbn13: string },
): Promise<Entitlement | null> {
  const owned = await findOwned(db, { accountId, isbn13 })
  if (owned) return { kind: 'PURCHASE', id: owned.id, isbn13, until: null, isOpened: owned.openedAt !== null }
  const loan = await findLiveLoan(db, { accountId, isbn13 })
  return loan ? toEntitlement(loan, clock.now()) : null
}

/** Writes down, once, that a bought ebook was read from: what is opened is not given back for a change of mind. */
export async function noteOpened(db: Db, entitlement: Entitlement, at: Date): Promise<void> {
  if (entitlement.kind === 'PURCHASE' && !entitlement.isOpened) await markOpened(db, entitlement.id, at)
}

/** True while this licence's purchase or loan stands, and is the account's. */
export async function mayRead(
  { db, clock }: Pick<EbooksDeps, 'db' | 'clock'>,
  { licenceId, accountId }: { licenceId: string; accountId: string },
): Promise<boolean> {
  const loan = await findLoan(db, { loanId: licenceId, accountId })
  if (loan) return toEntitlement(loan, clock.now()) !== null
  const owned = await findOwnedById(db, licenceId)
  return owned?.accountId === accountId && owned.grantedAt !== null && owned.withdrawnAt === null
}

/**
 * Opens what the account owns or has on loan: issues its licence, the first time, and gives a link to its file. Refuses `ebooks.not_entitled`,
 * `ebooks.not_picked_up`, and `drm.passphrase_invalid` when an encrypted ebook is opened for the first time without one.
 */
export async function openEbook(deps: EbooksDeps, { accountId, isbn13, passphrase }: OpenEbook): Promise<OpenedEbook> {
  const { db, drm, clock } = deps
  const account = await findAccount(db, accountId)
  const publicationId = await findPublication(db, isbn13)
  if (publicationId === null || !account) throw refuse('ebook_not_found', { isbn13 })
  const { scheme } = await drm.getPublication(publicationId)
  const entitlement = await inTransaction(db, async (tx) => {
    const found = await lockEntitlement(deps, tx, { accountId, isbn13 })
    await noteOpened(tx, found, clock.now())
    if (await isIssued(deps, tx, found.id)) return found
    const at = clock.now()
    const { rights, renewableUntil } = await findRights(tx, found, at)
    await drm.issueLicence(tx, {
      id: found.id,
      publicationId,
      rights,
      renewableUntil,
      at,
      reader: { id: accountId, name: account.name },
      passphrase: passphrase && scheme === 'LCP' ? { hash: hashOf(passphrase.text), hint: passphrase.hint } : null,
    })
    return found
  })
  const until = new Date(clock.now().getTime() + linkMs)
  const licence = await drm.getLicence(db, entitlement.id)
  const link = drm.signLink({ licenceId: entitlement.id, until })
  return { entitlement, scheme: licence.scheme, publicationId: licence.publicationId, link }
}

/** The entitlement, which does not end before the caller commits. */
async function lockEntitlement(
  deps: Pick<EbooksDeps, 'clock'>,
  tx: Tx,
  whose: { accountId: string; isbn13: string },
): Promise<Entitlement> {
  const seen = await findEntitlement({ ...deps, db: tx }, whose)
  if (seen?.kind === 'PURCHASE') await lockOwned(tx, seen.id)
  if (seen?.kind === 'LOAN') await lockLoan(tx, seen.id)
  const entitlement = seen && (await findEntitlement({ ...deps, db: tx }, whose))
  if (entitlement && entitlement.id === seen.id) return entitlement
  const kept = await findLiveLoan(tx, whose)
  throw refuse(kept?.state === 'READY' ? 'not_picked_up' : 'not_entitled', { isbn13: whose.isbn13 })
}

async function findRights(
  db: Db,
  { kind, id, until }: Entitlement,
  at: Date,
): Promise<{ rights: Rights; renewableUntil: Date | null }> {
  if (kind === 'PURCHASE') return { rights: { start: at, end: null, copy: null, print: null }, renewableUntil: null }
  const loan = await findLoan(db, { loanId: id })
  const last = loan?.startedAt ? decideLastDue(loan, loan.startedAt) : null
  return { rights: { start: loan?.startedAt ?? at, end: until, ...loanRights }, renewableUntil: last }
}

async function isIssued({ drm }: Pick<EbooksDeps, 'drm'>, tx: Tx, licenceId: string): Promise<boolean> {
  try {
    await drm.getLicence(tx, licenceId)
    return true
  } catch (error) {
    if (error instanceof Refusal && error.code === 'drm.licence_not_found') return false
    throw error
  }
}

function toEntitlement(loan: PooledLoan, now: Date): Entitlement | null {
  const { id, isbn13, state, dueAt } = loan
  return state === 'ACTIVE' && dueAt !== null && dueAt > now ? { kind: 'LOAN', id, isbn13, until: dueAt } : null
}

/** LCP 1.0 §4.2: the passphrase's SHA-256; what the user key is made from. */
const hashOf = (text: string) => createHash('sha256').update(text, 'utf8').digest('hex')
