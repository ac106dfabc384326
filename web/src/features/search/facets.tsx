// The filters of a search, beside its results. What is chosen lives in the address; `onChange` navigates.
import { ChevronDown } from 'lucide-react'
import { useState } from 'react'
import type { Facet, SearchFacets } from '../../api/shapes.ts'
import { texts } from '../../texts.ts'
import { filterLabel } from './active-filters.tsx'
import { type FacetName, type Search, chosenFilters, facetNames, toggleFacet, withoutFilters } from './search-params.ts'
import { YearRange } from './year-range.tsx'

const t = texts.search
const shownAtFirst = 6 // more than these are a wall; the rest is one press away

export function Facets({
  search,
  facets,
  onChange,
}: {
  search: Search
  facets: SearchFacets | undefined
  onChange: (search: Search) => void
}) {
  const count = chosenFilters(search).length
  return (
    <section aria-label={t.filters} className="text-[0.9375rem]">
      <div className="mb-3 flex min-h-8 items-center justify-between">
        <h2 className="font-medium">{count > 0 ? t.filtersActive(count) : t.filters}</h2>
        {count > 0 && (
          <button
            type="button"
            className="text-sm text-accent underline underline-offset-4"
            onClick={() => onChange(withoutFilters(search))}
          >
            {t.clear}
          </button>
        )}
      </div>
      <div className="divide-y divide-line border-y border-line">
        {facetNames.map((facet) => (
          <FacetGroup
            key={facet}
            facet={facet}
            values={merged(facets?.[facet] ?? [], search[facet])}
            chosen={search[facet]}
            onToggle={(value) => onChange(toggleFacet(search, facet, value))}
          />
        ))}
        <Prices search={search} values={facets?.prices ?? []} onChange={onChange} />
        <YearRange
          key={`${search.yearFrom}/${search.yearTo}`}
          search={search}
          decades={facets?.years ?? []}
          onChange={onChange}
        />
      </div>
    </section>
  )
}

function FacetGroup({
  facet,
  values,
  chosen,
  onToggle,
}: {
  facet: FacetName
  values: Facet[]
  chosen: readonly string[]
  onToggle: (value: string) => void
}) {
  const [isOpen, setOpen] = useState(false)
  if (values.length === 0) return null
  const shown = isOpen ? values : values.slice(0, shownAtFirst)
  return (
    <fieldset className="py-4">
      <legend className="float-left mb-2 text-sm text-soft">{t[facet]}</legend>
      <ul className="clear-both">
        {shown.map(({ value, count }) => (
          <Choice key={value} count={count} label={filterLabel({ facet, value })}>
            <input
              type="checkbox"
              className="size-4.5 accent-accent"
              checked={chosen.includes(value)}
              onChange={() => onToggle(value)}
            />
          </Choice>
        ))}
      </ul>
      {values.length > shownAtFirst && !isOpen && (
        <button
          type="button"
          className="mt-1 inline-flex min-h-8 items-center gap-1 text-sm text-accent"
          onClick={() => setOpen(true)}
        >
          <ChevronDown aria-hidden className="size-4" /> {texts.book.moreEditions(values.length - shownAtFirst)}
        </button>
      )}
    </fieldset>
  )
}

/** One range of prices, or any: ranges side by side would be one range with a hole. */
function Prices({
  search,
  values,
  onChange,
}: {
  search: Search
  values: readonly Facet[]
  onChange: (search: Search) => void
}) {
  const shown = merged(values, search.price === null ? [] : [search.price])
  if (shown.length === 0) return null
  return (
    <fieldset className="py-4">
      <legend className="float-left mb-2 text-sm text-soft">{t.prices}</legend>
      <ul className="clear-both">
        {[null, ...shown].map((range) => (
          <Choice
            key={range?.value ?? ''}
            count={range?.count}
            label={range ? filterLabel({ facet: 'price', value: range.value }) : t.anyPrice}
          >
            <input
              type="radio"
              name="price"
              className="size-4.5 accent-accent"
              checked={search.price === (range?.value ?? null)}
              onChange={() => onChange({ ...search, price: range?.value ?? null })}
            />
          </Choice>
        ))}
      </ul>
    </fieldset>
  )
}

function Choice({ label, count, children }: { label: string; count: number | undefined; children: React.ReactNode }) {
  return (
    <li>
      <label className="flex min-h-9 items-center gap-2.5">
        {children}
        <span className="flex-1">{label}</span>
        {count !== undefined && <span className="price text-sm text-soft">{count.toLocaleString()}</span>}
      </label>
    </li>
  )
}

/** What is chosen stays visible, even where the results no longer hold it. */
function merged(values: readonly Facet[], chosen: readonly string[]): Facet[] {
  const known = new Set(values.map(({ value }) => value))
  return [...chosen.filter((value) => !known.has(value)).map((value) => ({ value, count: 0 })), ...values]
}
