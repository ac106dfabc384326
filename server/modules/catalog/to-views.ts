// What staff see of imports, claims and corrections. Pure.
import { z } from 'zod'
import type { Correction } from './correction-queries.ts'
import type { Claim, Claimant } from './list-claims.ts'
import { importFormats } from './model.ts'
import type { ImportRow } from './model.ts'

export const ImportView = z.strictObject({
  id: z.string(),
  fileName: z.string(),
  format: z.enum(importFormats),
  state: z.enum(['WAITING', 'RUNNING', 'DONE', 'FAILED']),
  bytes: z.int(),
  bytesRead: z.int(),
  records: z.int(),
  rejected: z.int(),
  quarantined: z.int(),
  editions: z.int(),
  withdrawn: z.int(),
  problem: z.string().optional(),
  createdAt: z.string(),
  finishedAt: z.string().optional(),
})
export type ImportView = z.infer<typeof ImportView>

export function toImportView(row: ImportRow): ImportView {
  const { id, fileName, format, state, bytes, bytesRead, records, rejected, quarantined, editions, withdrawn } = row
  return {
    id,
    fileName,
    format,
    state,
    bytes,
    bytesRead,
    records,
    rejected,
    quarantined,
    editions,
    withdrawn,
    createdAt: row.createdAt.toISOString(),
    ...(row.problem !== null && { problem: row.problem }),
    ...(row.finishedAt !== null && { finishedAt: row.finishedAt.toISOString() }),
  }
}

const ClaimantView = z.strictObject({
  title: z.string(),
  authors: z.array(z.string()),
  publisher: z.string().optional(),
  publishedYear: z.int().optional(),
  format: z.string(),
  language: z.string(),
})

export const ClaimView = z.strictObject({
  id: z.string(),
  isbn13: z.string(),
  claimedAt: z.string(),
  /** The book that has the number, and the one that came after it. */
  holder: ClaimantView,
  claimant: ClaimantView,
})
export type ClaimView = z.infer<typeof ClaimView>

export function toClaimView({ id, isbn13, claimedAt, holder, claimant }: Claim): ClaimView {
  return {
    id,
    isbn13,
    claimedAt: claimedAt.toISOString(),
    holder: toClaimantView(holder),
    claimant: toClaimantView(claimant),
  }
}

function toClaimantView({ title, authors, publisher, publishedYear, format, language }: Claimant) {
  return {
    title,
    authors: [...authors],
    format,
    language,
    ...(publisher !== null && { publisher }),
    ...(publishedYear !== null && { publishedYear }),
  }
}

export const CorrectionView = z.strictObject({
  id: z.string(),
  kind: z.enum(['MOVE', 'MERGE', 'SPLIT', 'CLAIM']),
  fromTitle: z.string(),
  intoTitle: z.string(),
  isbns: z.array(z.string()),
  why: z.string(),
  by: z.string(),
  at: z.string(),
})
export type CorrectionView = z.infer<typeof CorrectionView>

export function toCorrectionView({ id, kind, fromTitle, intoTitle, isbns, why, by, at }: Correction): CorrectionView {
  return { id, kind, fromTitle, intoTitle, isbns: [...isbns], why, by, at: at.toISOString() }
}
