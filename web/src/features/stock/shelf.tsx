import { useInfiniteQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { stockPages } from '../../api/pages.ts'
import { Paged } from '../../parts/paged.tsx'
import { readIsbn13 } from '../../parts/read-input.ts'
import { texts } from '../../texts.ts'
import { stockTexts } from '../../texts/stock.ts'
import { Button } from '../../ui/button.tsx'
import { Empty } from '../../ui/empty.tsx'
import { TextField } from '../../ui/field.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { ShelfRow } from './shelf-row.tsx'

const t = stockTexts

/** Which items are asked for; kept in the address by the page. */
export interface ShelfFilter {
  readonly isLow: boolean
  readonly isbn13: string | null
}

/** Our items, all or low ones or one book's, each with its details to open. */
export function Shelf({ filter, onFilter }: { filter: ShelfFilter; onFilter: (filter: ShelfFilter) => void }) {
  const query = useInfiniteQuery(stockPages(filter))
  return (
    <section aria-label={t.title}>
      <FilterBar filter={filter} onFilter={onFilter} />
      <Paged
        query={query}
        items={query.data?.pages.flatMap((page) => page.items)}
        waiting={<Waiting />}
        empty={
          <Empty title={t.emptyTitle}>{filter.isbn13 ? t.emptyIsbn : filter.isLow ? t.emptyLow : t.emptyText}</Empty>
        }
      >
        {(items) => (
          <ul className="divide-y divide-line border-y border-line">
            {items.map((item) => (
              <ShelfRow key={`${item.isbn13} ${item.condition}`} item={item} />
            ))}
          </ul>
        )}
      </Paged>
    </section>
  )
}

const choice =
  'min-h-touch border border-line-strong px-4 text-[0.9375rem] first:rounded-l-md last:-ml-px last:rounded-r-md aria-pressed:border-accent aria-pressed:bg-accent-wash aria-pressed:font-medium'

function FilterBar({ filter, onFilter }: { filter: ShelfFilter; onFilter: (filter: ShelfFilter) => void }) {
  const [typed, setTyped] = useState(filter.isbn13 ?? '')
  const [isWrong, setWrong] = useState(false)

  function onSubmit(event: FormEvent) {
    event.preventDefault()
    const isbn13 = typed.trim() === '' ? null : readIsbn13(typed)
    setWrong(isbn13 === null && typed.trim() !== '')
    if (isbn13 !== null || typed.trim() === '') onFilter({ ...filter, isbn13 })
  }

  return (
    <div className="mb-5 flex flex-wrap items-end gap-x-6 gap-y-4">
      <div role="group" aria-label={t.filter.label} className="flex">
        {[false, true].map((isLow) => (
          <button
            key={String(isLow)}
            type="button"
            aria-pressed={filter.isLow === isLow}
            onClick={() => onFilter({ ...filter, isLow })}
            className={choice}
          >
            {isLow ? t.filter.low : t.filter.all}
          </button>
        ))}
      </div>
      <form noValidate onSubmit={onSubmit} className="flex flex-wrap items-end gap-3">
        <TextField
          name="find"
          label={t.filter.isbn}
          error={isWrong ? t.hand.badIsbn : undefined}
          inputMode="numeric"
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
        />
        <Button type="submit">{t.filter.find}</Button>
        {filter.isbn13 && (
          <Button
            look="quiet"
            onClick={() => {
              setTyped('')
              onFilter({ ...filter, isbn13: null })
            }}
          >
            {t.filter.clear}
          </Button>
        )}
      </form>
    </div>
  )
}

function Waiting() {
  return (
    <div aria-busy="true" className="divide-y divide-line border-y border-line">
      <span className="sr-only">{texts.loading}</span>
      {[0, 1, 2, 3].map((row) => (
        <div key={row} className="flex items-center justify-between gap-6 py-4">
          <Skeleton className="h-6 w-1/2" />
          <Skeleton className="h-6 w-20" />
        </div>
      ))}
    </div>
  )
}
