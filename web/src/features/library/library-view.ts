import type { Loan } from '../../api/shapes.ts'

/** True for a loan that has ended, in whatever way. */
export function isOver({ state }: Pick<Loan, 'state'>): boolean {
  return state !== 'READY' && state !== 'ACTIVE'
}

/** Whole days until `iso`, at least 0: a loan that ends tonight has none left. */
export function daysLeft(iso: string, now: number): number {
  return Math.max(0, Math.floor((Date.parse(iso) - now) / 86_400_000))
}
