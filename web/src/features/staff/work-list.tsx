import type { ReactNode } from 'react'
import { toTrouble } from '../../api/errors.ts'
import { texts } from '../../texts.ts'
import { careTexts } from '../../texts/care.ts'
import { Button } from '../../ui/button.tsx'
import { Empty } from '../../ui/empty.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'

const t = careTexts.staff

/** A queue's entries, or why there are none to see. `items` is undefined until they are known. */
export function WorkList({
  items,
  error,
  onRetry,
}: {
  items: readonly ReactNode[] | undefined
  error: unknown
  onRetry: () => void
}) {
  return (
    <>
      {Boolean(error) && (
        <Notice tone="danger" announce action={<Button onClick={onRetry}>{texts.retry}</Button>}>
          {toTrouble(error).sentence}
        </Notice>
      )}
      {!items && !error && (
        <div aria-busy="true" className="space-y-4">
          <span className="sr-only">{texts.loading}</span>
          <Skeleton className="h-32" />
          <Skeleton className="h-32" />
        </div>
      )}
      {items?.length === 0 && <Empty title={t.emptyTitle}>{t.emptyText}</Empty>}
      {items && items.length > 0 && <ul className="max-w-4xl divide-y divide-line border-y border-line">{items}</ul>}
    </>
  )
}
