// A row of `purchase` as what it stands for.
import { fromJson } from '#platform/json'
import type { Json } from '#platform/db.gen'
import type { PurchaseState } from './machine.ts'
import type { Receipt, StoredPurchase } from './model.ts'
import type { Purchase } from './purchase.ts'

type Row = Omit<StoredPurchase, 'receipt' | 'purchase'> & {
  readonly receipt: Json | null
  readonly state: string
  readonly terms: Json
  readonly facts: Json
  readonly rounds: Json
}

export function toStored({ state, terms, facts, rounds, receipt, ...rest }: Row): StoredPurchase {
  const purchase = {
    ...fromJson<Omit<Purchase, 'state' | 'terms' | 'rounds'>>(facts),
    rounds: fromJson<Purchase['rounds']>(rounds),
    state: state as PurchaseState, // the column's check constraint lists the machine's states
    terms: fromJson<Purchase['terms']>(terms),
  }
  return { ...rest, receipt: receipt as Receipt | null, purchase }
}
