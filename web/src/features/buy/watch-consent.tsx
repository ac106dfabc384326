import { useQuery } from '@tanstack/react-query'
import { trpc } from '../../api/trpc.ts'
import type { Preferences } from '../../local/preferences.ts'
import { texts } from '../../texts.ts'
import { watchTexts } from '../../texts/watches.ts'
import { formatDate, formatMoney, listNames } from '../../ui/format.ts'
import { placeOf } from './delivery-fields.tsx'
import type { Floor } from './draft.ts'
import { type WatchDraft, amountsOf } from './watch-draft.ts'

const t = watchTexts.ask

/** What a watch, or one that may buy, is agreed to do; in full, before anything is pressed. */
export function WatchConsent({
  draft,
  title,
  floor,
  place,
}: {
  draft: WatchDraft
  title: string
  floor: Floor
  place: Preferences
}) {
  const names = useSellerNames(draft)
  const { target, cap, budget } = amountsOf(draft, place.currency)
  const price = (minor: number) => formatMoney({ currency: place.currency, minor })
  const said = { title, condition: texts.buy.floors[floor].text, place: placeOf(place) }
  let sentence: string = t.consentMissing
  if (draft.action === 'tell' && target !== null) sentence = t.consentTell({ ...said, target: price(target) })
  if (draft.action === 'buy' && target !== null && cap !== null && budget !== null && draft.until)
    sentence = t.consentBuy({
      ...said,
      target: price(target),
      cap: price(cap),
      copies: t.copies(draft.count),
      budget: price(budget),
      until: formatDate(`${draft.until}T12:00:00`),
      sellers: names,
    })
  return (
    <p className="border-l-2 border-accent pl-3 text-sm" data-testid="consent">
      {sentence}
    </p>
  )
}

function useSellerNames({ sellerRule, sellers }: WatchDraft): string {
  const { data } = useQuery(trpc.sellers.list.queryOptions(undefined, { staleTime: 600_000 }))
  if (sellerRule === 'any' || sellers.length === 0) return t.anySeller
  const names = listNames(sellers.map((id) => data?.sellers.find((seller) => seller.id === id)?.name ?? id))
  return sellerRule === 'only' ? t.onlySellers(names) : t.exceptSellers(names)
}
