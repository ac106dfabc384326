// What is kept of a run in which something was wrong.
import { cpSync, existsSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Books } from './books/model.ts'
import type { Violation } from './invariants/index.ts'

/** Copies the logs and writes down everything that anybody's books say about the purchases in question. Returns the folder. */
export function keepEvidence(
  logDir: string,
  outcome: { books: Books; violations: readonly Violation[] } | null,
): string {
  const dir = mkdtempSync(join(tmpdir(), 'quire-evidence-'))
  if (existsSync(logDir)) cpSync(logDir, dir, { recursive: true })
  if (outcome) writeFileSync(join(dir, 'books.json'), booksOf(outcome))
  return dir
}

function booksOf({ books, violations }: { books: Books; violations: readonly Violation[] }): string {
  const ids = new Set(violations.map(({ purchaseId }) => purchaseId))
  const dossiers = books.dossiers.filter(({ id }) => ids.has(id))
  const checkouts = books.checkouts.filter(({ id }) => ids.has(id))
  const plain = (_: string, value: unknown) => (typeof value === 'bigint' ? Number(value) : value)
  return JSON.stringify({ violations, strays: books.strays, dossiers, checkouts }, plain, 2)
}
