/** 9,870 → "98.7%", as the language writes it. */
export function formatShare(basisPoints: number): string {
  return new Intl.NumberFormat(undefined, { style: 'percent', maximumFractionDigits: 1 }).format(basisPoints / 10_000)
}
