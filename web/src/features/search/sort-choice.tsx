import { useId } from 'react'
import { texts } from '../../texts.ts'
import { inputClass } from '../../ui/field.tsx'
import { type Search, sorts } from './search-params.ts'

const t = texts.search

/** The order of the results. */
export function SortChoice({ search, onChange }: { search: Search; onChange: (search: Search) => void }) {
  const id = useId()
  return (
    <div className="flex items-center gap-2 text-[0.9375rem]">
      <label htmlFor={id} className="whitespace-nowrap text-soft">
        {t.sort}
      </label>
      <select
        id={id}
        className={inputClass}
        value={search.sort}
        onChange={({ target }) =>
          onChange({ ...search, sort: sorts.find((sort) => sort === target.value) ?? search.sort })
        }
      >
        {sorts.map((sort) => (
          <option key={sort} value={sort}>
            {t.sorts[sort]}
          </option>
        ))}
      </select>
    </div>
  )
}
