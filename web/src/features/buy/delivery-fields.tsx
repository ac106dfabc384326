import { type ComponentProps, useState } from 'react'
import type { Preferences } from '../../local/preferences.ts'
import { texts } from '../../texts.ts'
import { TextField } from '../../ui/field.tsx'
import { countryName } from '../../ui/format.ts'
import type { Address, DraftProblems } from './draft.ts'

const t = texts.buy

/** Who receives the book and where. Folded away once it is complete; opened by itself when something is missing. */
export function DeliveryFields({
  address,
  place,
  problems,
  onChange,
}: {
  address: Address
  place: Preferences
  problems: DraftProblems
  onChange: (address: Address) => void
}) {
  const [isOpen, setOpen] = useState(!isComplete(address))
  const isShown = isOpen || Boolean(problems.recipient ?? problems.line1 ?? problems.city)
  const where = placeOf(place)

  function field(name: keyof Address, label: string, autoComplete: string): ComponentProps<typeof TextField> {
    const error = name in problems ? problems[name as keyof DraftProblems] : undefined
    return {
      name,
      label,
      autoComplete,
      error,
      maxLength: 100,
      value: address[name],
      onChange: (event) => onChange({ ...address, [name]: event.target.value }),
    }
  }

  return (
    <fieldset>
      <legend className="mb-1 text-sm font-medium">{t.deliverTo}</legend>
      {isShown ? (
        <div className="space-y-3">
          <TextField {...field('recipient', t.recipient, 'name')} />
          <TextField {...field('line1', t.line1, 'address-line1')} />
          <TextField {...field('line2', t.line2, 'address-line2')} />
          <div className="grid grid-cols-2 items-end gap-3">
            <TextField {...field('city', t.city, 'address-level2')} />
            <TextField {...field('region', t.region, 'address-level1')} />
          </div>
        </div>
      ) : (
        <div className="flex items-start justify-between gap-3 rounded-md border border-line px-3 py-2.5">
          <p className="text-[0.9375rem]">
            {address.recipient}
            <span className="block text-sm text-soft">
              {[address.line1, address.line2, address.city, address.region].filter(Boolean).join(', ')}
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
      <p className={`mt-2 text-sm ${problems.postalCode ? 'text-danger' : 'text-soft'}`}>
        {problems.postalCode ?? t.placeHint(where)}
      </p>
    </fieldset>
  )
}

/** "10001 United States" */
export function placeOf({ country, postalCode }: Preferences): string {
  return [postalCode, countryName(country)].filter(Boolean).join(' ')
}

function isComplete({ recipient, line1, city }: Address): boolean {
  return Boolean(recipient.trim() && line1.trim() && city.trim())
}
