import { toMoneyView } from '#platform/money'
import type { Totals, TotalsView } from './model.ts'

/** → tRPC */
export function toTotalsView(totals: Totals): TotalsView {
  if (totals.kind === 'refused') return { kind: 'refused', reason: totals.reason }
  const { goods, shipping, tax, taxName, total, isEstimate, days, lines } = totals
  return {
    kind: 'known',
    goods: toMoneyView(goods),
    shipping: toMoneyView(shipping),
    tax: toMoneyView(tax),
    taxName,
    total: toMoneyView(total),
    isEstimate,
    days: days && { ...days },
    lines: lines.map((line) => ({ id: line.id, goods: toMoneyView(line.goods), tax: toMoneyView(line.tax) })),
  }
}
