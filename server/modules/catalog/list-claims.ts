import type { BookRecord } from './check-record.ts'
import { countOpenClaims, listOpenClaims } from './claim-queries.ts'
import type { CatalogDeps } from './model.ts'
import { findWorkByIsbn } from './queries.ts'

/** One of the two books that claim a number. */
export interface Claimant {
  readonly title: string
  readonly authors: readonly string[]
  readonly publisher: string | null
  readonly publishedYear: number | null
  readonly format: string
  readonly language: string
}

export interface Claim {
  readonly id: string
  readonly isbn13: string
  readonly claimedAt: Date
  readonly holder: Claimant
  readonly claimant: Claimant
}

/** Claims that wait for a decision, oldest first, with both books; and how many there are in all. */
export async function listClaims(
  { db }: Pick<CatalogDeps, 'db'>,
  page: { afterId: string | null; limit: number },
): Promise<{ claims: Claim[]; open: number }> {
  const rows = await listOpenClaims(db, page)
  const claims: Claim[] = []
  for (const { id, isbn13, record, claimedAt } of rows) {
    const work = await findWorkByIsbn(db, isbn13)
    const edition = work?.editions.find((one) => one.isbn13 === isbn13)
    if (!work || !edition) continue // settled and gone meanwhile
    claims.push({
      id,
      isbn13,
      claimedAt,
      holder: { ...edition, authors: work.authors },
      claimant: toClaimant(record as BookRecord),
    })
  }
  return { claims, open: await countOpenClaims(db) }
}

function toClaimant({ title, authors, publisher, published, format, language }: BookRecord): Claimant {
  const names = authors.filter(({ role }) => role === 'author').map(({ name }) => name)
  return { title, authors: names, publisher, publishedYear: published, format, language }
}
