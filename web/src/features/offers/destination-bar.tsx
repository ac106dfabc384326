import { useId } from 'react'
import { countries, currencies, type Preferences } from '../../local/preferences.ts'
import { texts } from '../../texts.ts'
import { countryName } from '../../ui/format.ts'

const t = texts.board
const look = 'min-h-9 rounded-md border border-line-strong bg-raised px-2 py-1 text-[0.9375rem]'

/** Where to and in which currency. Prices depend on it, so it stands above them; a change asks the sellers anew. */
export function DestinationBar({
  value,
  onChange,
  isCurrencyAsked = true,
  label = t.deliverTo,
}: {
  value: Preferences
  onChange: (next: Preferences) => void
  /** False where prices have a currency of their own. */
  isCurrencyAsked?: boolean
  /** What the place is asked for. */
  label?: string
}) {
  const id = useId()
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-2 text-[0.9375rem]">
      <div className="flex flex-wrap items-center gap-2">
        <label htmlFor={`${id}-country`} className="w-full text-soft sm:w-auto">
          {label}
        </label>
        <select
          id={`${id}-country`}
          className={`${look} max-w-44`}
          value={value.country}
          onChange={({ target }) =>
            onChange({ country: target.value, postalCode: '', currency: countries[target.value] ?? value.currency })
          }
        >
          {Object.keys(countries)
            .map((code) => ({ code, name: countryName(code) }))
            .toSorted((a, b) => a.name.localeCompare(b.name))
            .map(({ code, name }) => (
              <option key={code} value={code}>
                {name}
              </option>
            ))}
        </select>
        <input
          aria-label={t.postalCode}
          placeholder={t.postalCode}
          autoComplete="postal-code"
          maxLength={12}
          className={`${look} w-30 placeholder:text-soft`}
          value={value.postalCode}
          onChange={({ target }) => onChange({ ...value, postalCode: target.value })}
        />
      </div>
      {isCurrencyAsked && (
        <div className="flex items-center gap-2">
          <label htmlFor={`${id}-currency`} className="text-soft">
            {t.currency}
          </label>
          <select
            id={`${id}-currency`}
            className={look}
            value={value.currency}
            onChange={({ target }) => onChange({ ...value, currency: target.value })}
          >
            {currencies.map((code) => (
              <option key={code} value={code}>
                {code}
              </option>
            ))}
          </select>
        </div>
      )}
    </div>
  )
}
