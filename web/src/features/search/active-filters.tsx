// What narrows the results, said above them: each filter can be taken away with one press.
import { X } from 'lucide-react'
import { Link } from 'react-router'
import { paths } from '../../paths.ts'
import { texts } from '../../texts.ts'
import { formatMoney, languageName } from '../../ui/format.ts'
import { type ChosenFilter, type Search, chosenFilters, rangeOf, toParams, without } from './search-params.ts'

const t = texts.search
const currency = 'USD' // of the prices in the index

export function ActiveFilters({ search }: { search: Search }) {
  const chosen = chosenFilters(search)
  if (chosen.length === 0) return null
  return (
    <ul aria-label={t.filters} className="flex flex-wrap gap-2">
      {chosen.map((filter) => (
        <li key={`${filter.facet} ${filter.value}`}>
          <Link
            to={paths.search(toParams(without(search, filter)))}
            preventScrollReset
            aria-label={t.takeAway(filterLabel(filter))}
            className="inline-flex min-h-9 items-center gap-1.5 rounded-full border border-line-strong bg-raised py-1 pr-2.5 pl-3.5 text-sm hover:border-accent hover:text-accent"
          >
            {filterLabel(filter)} <X aria-hidden className="size-4" />
          </Link>
        </li>
      ))}
    </ul>
  )
}

export function filterLabel({ facet, value }: ChosenFilter): string {
  if (facet === 'languages') return languageName(value)
  if (facet === 'formats') return texts.formats[value] ?? value
  if (facet === 'availability') return t.availabilities[value] ?? value
  if (facet === 'price') return priceLabel(value)
  return value
}

function priceLabel(value: string): string {
  const range = rangeOf(value)
  if (!range) return value
  const from = formatMoney({ currency, minor: range.from })
  if (range.to === null) return t.priceAbove(from)
  // The next whole amount: "under $10.00" is how people say what ends at 9.99.
  const to = formatMoney({ currency, minor: range.to + 1 })
  return range.from === 0 ? t.priceUnder(to) : t.priceBetween(from, to)
}
