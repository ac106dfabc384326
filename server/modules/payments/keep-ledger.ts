// The double-entry ledger: what happened to whose money. Append-only; every journal adds up to nothing in each currency,
// which the database checks again when the transaction commits.
import type { Tx } from '#platform/db'
import { derivedId } from '#platform/ids'
import type { Money } from '#platform/money'
import type { Rate } from './model.ts'
import { insertJournal } from './queries.ts'

/** One line of a journal. What leaves the account is negative. */
export interface PostingLine {
  readonly account: LedgerAccount
  readonly amount: Money
}

/** SPEC.md says what each account means. */
export type LedgerAccount =
  | 'hold:customer'
  | 'hold:processor'
  | 'charge:customer'
  | 'clearing:fx'
  | 'sales:own'
  | `payable:seller:${string}`

export interface JournalEntry {
  /** What this records, such as `capture:<payment id>`. The database refuses to record it twice. */
  readonly effectKey: `${'authorize' | 'capture' | 'exchange' | 'void' | 'refund'}:${string}`
  readonly paymentId: string
  readonly memo: string
  readonly at: Date
  /** Of an exchange. */
  readonly rate?: Rate
  readonly postings: readonly PostingLine[]
}

/** Where a sale is put to: owed to its seller, or, for copies of our own (null), sold by us. */
export function saleOf(seller: string | null): LedgerAccount {
  return seller === null ? 'sales:own' : `payable:seller:${seller}`
}

/** Appends one journal. Throws a RangeError when its lines do not add up. */
export async function recordJournal(tx: Tx, entry: JournalEntry): Promise<void> {
  const sums = new Map<string, bigint>()
  for (const { amount } of entry.postings) {
    sums.set(amount.currency, (sums.get(amount.currency) ?? 0n) + amount.minor)
  }
  if ([...sums.values()].some((sum) => sum !== 0n)) throw new RangeError(`journal ${entry.effectKey} does not balance`)
  await insertJournal(tx, { ...entry, id: derivedId(entry.paymentId, entry.effectKey) })
}
