import { useInfiniteQuery } from '@tanstack/react-query'
import { toTrouble } from '../../api/errors.ts'
import { movementPages } from '../../api/pages.ts'
import type { StockItem } from '../../api/shapes.ts'
import { texts } from '../../texts.ts'
import { stockTexts } from '../../texts/stock.ts'
import { Button } from '../../ui/button.tsx'
import { formatDateTime } from '../../ui/format.ts'
import { Notice } from '../../ui/notice.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { CorrectionForm } from './correction-form.tsx'
import { TermsForm } from './terms-form.tsx'

const t = stockTexts.movements

/** An item's details: why it has the number that it has, and what staff may change. */
export function ItemPanel({ item }: { item: StockItem }) {
  return (
    <div className="mt-4 grid gap-6 rounded-lg border border-line bg-raised p-5 lg:grid-cols-2">
      <Movements item={item} />
      <div className="space-y-6">
        <CorrectionForm item={item} />
        <TermsForm item={item} />
      </div>
    </div>
  )
}

function Movements({ item }: { item: StockItem }) {
  const { data, error, isPending, hasNextPage, isFetchingNextPage, fetchNextPage, refetch } = useInfiniteQuery(
    movementPages(item),
  )
  const movements = data?.pages.flatMap((page) => page.movements)
  return (
    <section>
      <h3 className="mb-3 font-serif text-xl">{t.title}</h3>
      {error && (
        <Notice tone="danger" announce action={<Button onClick={() => void refetch()}>{texts.retry}</Button>}>
          {toTrouble(error).sentence}
        </Notice>
      )}
      {isPending && <Skeleton className="h-24 w-full" />}
      {movements?.length === 0 && <p className="text-soft">{t.none}</p>}
      <ol className="divide-y divide-line">
        {movements?.map(({ id, change, reason, note, at }) => (
          <li key={id} className="flex items-baseline gap-4 py-2 text-[0.9375rem]">
            <span className="price w-12 shrink-0 text-right font-medium">{t.change(change)}</span>
            <span className="min-w-0 flex-1 wrap-anywhere">
              {t.reasons[reason]}
              {note && <span className="block text-sm text-soft">{note}</span>}
            </span>
            <time dateTime={at} className="shrink-0 text-sm text-soft">
              {formatDateTime(at)}
            </time>
          </li>
        ))}
      </ol>
      {hasNextPage && (
        <Button look="quiet" busy={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {t.more}
        </Button>
      )}
    </section>
  )
}
