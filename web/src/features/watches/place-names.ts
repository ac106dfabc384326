// How a place on the chart is said: beside it, in the table, and read out.
import { watchTexts } from '../../texts/watches.ts'
import { formatDateTime, formatMoney } from '../../ui/format.ts'
import type { Stop } from './chart-geometry.ts'

const t = watchTexts.watches.chart

type Place = Pick<Stop, 'kind' | 'at' | 'minor' | 'sellerName'>

export const placeNames = {
  price({ minor }: Place, currency: string): string {
    return minor === null ? t.nobody : formatMoney({ currency, minor })
  },
  what({ kind, sellerName, minor }: Place): string {
    if (minor === null) return t.lookedAt
    const from = watchTexts.watches.from(sellerName ?? t.unknownSeller)
    return kind === 'paid' ? `${t.paid}, ${from}` : from
  },
  inFull(place: Place | undefined, currency: string): string {
    if (!place) return ''
    const { kind, at, minor, sellerName } = place
    const when = formatDateTime(at)
    if (minor === null) return t.noneAt(when)
    const said = { price: formatMoney({ currency, minor }), seller: sellerName ?? t.unknownSeller, when }
    return kind === 'paid' ? t.paidAt(said) : t.at(said)
  },
}
