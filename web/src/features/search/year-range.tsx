import type { FormEvent } from 'react'
import type { Facet } from '../../api/shapes.ts'
import { texts } from '../../texts.ts'
import { Button } from '../../ui/button.tsx'
import { inputClass } from '../../ui/field.tsx'
import type { Search } from './search-params.ts'

const t = texts.search

/** When the work first appeared: two years to fill in, under a picture of how many of the results each decade has. */
export function YearRange({
  search,
  decades,
  onChange,
}: {
  search: Search
  decades: readonly Facet[]
  onChange: (search: Search) => void
}) {
  function onSubmit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const data = new FormData(event.currentTarget)
    const year = (name: string) => {
      const text = data.get(name)
      return typeof text === 'string' && /^\d{1,4}$/.test(text.trim()) ? Number(text) : null
    }
    onChange({ ...search, yearFrom: year('from'), yearTo: year('to') })
  }
  const look = `${inputClass} price w-20 text-center`
  return (
    <form onSubmit={onSubmit} className="py-4">
      <fieldset>
        <legend className="mb-2 text-sm text-soft">{t.years}</legend>
        <Decades search={search} decades={decades} />
        <div className="flex items-center gap-2">
          <input
            name="from"
            inputMode="numeric"
            maxLength={4}
            aria-label={t.yearFrom}
            defaultValue={search.yearFrom ?? ''}
            className={look}
          />
          <span className="text-soft">{t.to}</span>
          <input
            name="to"
            inputMode="numeric"
            maxLength={4}
            aria-label={t.yearTo}
            defaultValue={search.yearTo ?? ''}
            className={look}
          />
          <Button type="submit" look="quiet" className="px-3">
            {t.apply}
          </Button>
        </div>
      </fieldset>
    </form>
  )
}

/** Older than this is drawn at the left edge: one ancient book must not squeeze a century of others. */
const eldest = 1800

/** Bars for the decades, those inside the chosen years in the accent. A picture only: the fields below it are the control. */
function Decades({ search, decades }: { search: Search; decades: readonly Facet[] }) {
  const bars = new Map<number, number>()
  for (const { value, count } of decades) {
    const decade = Math.max(eldest, Number(value))
    bars.set(decade, (bars.get(decade) ?? 0) + count)
  }
  if (bars.size < 2) return null
  const first = Math.min(...bars.keys())
  const places = (Math.max(...bars.keys()) - first) / 10 + 1
  const most = Math.max(...bars.values())
  const isChosen = (decade: number) =>
    (search.yearFrom === null || decade + 9 >= search.yearFrom) && (search.yearTo === null || decade <= search.yearTo)
  return (
    <svg
      aria-hidden
      viewBox={`0 0 ${places} 10`}
      preserveAspectRatio="none"
      className="mb-2 h-9 w-full border-b border-line"
    >
      {[...bars].map(([decade, count]) => {
        // By the root: a decade with a few books is still to be seen beside one with hundreds.
        const height = Math.max(0.6, 10 * Math.sqrt(count / most))
        return (
          <rect
            key={decade}
            x={(decade - first) / 10 + 0.1}
            y={10 - height}
            width={0.8}
            height={height}
            className={isChosen(decade) ? 'fill-accent' : 'fill-line-strong'}
          />
        )
      })}
    </svg>
  )
}
