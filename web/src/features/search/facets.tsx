import { ChevronDown } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import type { Facet, SearchFacets } from '../../api/shapes.ts'
import { texts } from '../../texts.ts'
import { Button } from '../../ui/button.tsx'
import { languageName } from '../../ui/format.ts'
import { inputClass } from '../../ui/field.tsx'
import { type FacetName, type Search, facetNames, filterCount, toggleFacet, withoutFilters } from './search-params.ts'

const t = texts.search
const shownAtFirst = 6 // more than these are a wall; the rest is one press away

/** The filters. What is chosen lives in the address; `onChange` navigates. */
export function Facets({
  search,
  facets,
  onChange,
}: {
  search: Search
  facets: SearchFacets | undefined
  onChange: (search: Search) => void
}) {
  const count = filterCount(search)
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
        <Years key={`${search.yearFrom}/${search.yearTo}`} search={search} onChange={onChange} />
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
  chosen: string[]
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
          <li key={value}>
            <label className="flex min-h-9 items-center gap-2.5">
              <input
                type="checkbox"
                className="size-4.5 accent-accent"
                checked={chosen.includes(value)}
                onChange={() => onToggle(value)}
              />
              <span className="flex-1">{facetLabel(facet, value)}</span>
              <span className="price text-sm text-soft">{count.toLocaleString()}</span>
            </label>
          </li>
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

function Years({ search, onChange }: { search: Search; onChange: (search: Search) => void }) {
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

/** What is chosen stays visible, even where the results no longer hold it. */
function merged(values: readonly Facet[], chosen: readonly string[]): Facet[] {
  const known = new Set(values.map(({ value }) => value))
  return [...chosen.filter((value) => !known.has(value)).map((value) => ({ value, count: 0 })), ...values]
}

function facetLabel(facet: FacetName, value: string): string {
  if (facet === 'languages') return languageName(value)
  if (facet === 'formats') return texts.formats[value] ?? value
  return value
}
