import { type ComponentProps, useState } from 'react'
import type { Preferences } from '../../local/preferences.ts'
import { texts } from '../../texts.ts'
import { TextField } from '../../ui/field.tsx'
import { countryName } from '../../ui/format.ts'
import type { Address, DraftProblems } from './draft.ts'

const t = texts.buy

interface DeliveryFieldsProps {
  address: Address
  place: Preferences
  problems: DraftProblems
  onAddress: (address: Address) => void
  onPlace: (place: Preferences) => void
}

/** Who receives the book and where. Folded away once it is complete; opened by itself when something is missing. */
export function DeliveryFields({ address, place, problems, onAddress, onPlace }: DeliveryFieldsProps) {
  const [isOpen, setOpen] = useState(!isComplete(address, place))
  const isMissing = Boolean(problems.recipient ?? problems.line1 ?? problems.city ?? problems.postalCode)

  function field(name: keyof Address, label: string, autoComplete: string): ComponentProps<typeof TextField> {
    return {
      name,
      label,
      autoComplete,
      error: name === 'line2' || name === 'region' ? undefined : problems[name],
      maxLength: 100, // the server's limit
      value: address[name],
      onChange: (event) => onAddress({ ...address, [name]: event.target.value }),
    }
  }

  return (
    <fieldset>
      <legend className="mb-2 font-serif text-lg">{t.deliverTo}</legend>
      {isOpen || isMissing ? (
        <div className="space-y-3">
          <TextField {...field('recipient', t.recipient, 'name')} />
          <TextField {...field('line1', t.line1, 'address-line1')} />
          <TextField {...field('line2', t.line2, 'address-line2')} />
          <div className="grid grid-cols-[2fr_3fr] items-start gap-3">
            <TextField
              name="postalCode"
              label={texts.board.postalCode}
              autoComplete="postal-code"
              maxLength={12}
              error={problems.postalCode}
              value={place.postalCode}
              onChange={(event) => onPlace({ ...place, postalCode: event.target.value })}
            />
            <TextField {...field('city', t.city, 'address-level2')} />
          </div>
          <TextField {...field('region', t.region, 'address-level1')} />
          <p className="text-sm text-soft">{t.countryHint(countryName(place.country))}</p>
        </div>
      ) : (
        <div className="flex items-start justify-between gap-3 rounded-md border border-line px-3 py-2.5">
          <p className="text-[0.9375rem]">
            {address.recipient}
            <span className="block text-sm text-soft">
              {[address.line1, address.line2, placeOf(place, address.city)].filter(Boolean).join(', ')}
            </span>
          </p>
          <button
            type="button"
            className="min-h-6 text-sm text-accent underline underline-offset-4"
            onClick={() => setOpen(true)}
          >
            {t.change}
          </button>
        </div>
      )}
    </fieldset>
  )
}

/** "New York 10001, United States", as far as it is known. */
export function placeOf({ country, postalCode }: Preferences, city = ''): string {
  const town = [city.trim(), postalCode.trim()].filter(Boolean).join(' ')
  return [town, countryName(country)].filter(Boolean).join(', ')
}

function isComplete({ recipient, line1, city }: Address, { postalCode }: Preferences): boolean {
  return [recipient, line1, city, postalCode].every((text) => text.trim() !== '')
}
