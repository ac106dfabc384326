import { Plus } from 'lucide-react'
import { useState } from 'react'
import type { SavedAddress } from '../../api/shapes.ts'
import { addressTexts } from '../../texts/addresses.ts'
import { Button } from '../../ui/button.tsx'
import { countryName } from '../../ui/format.ts'
import { AddressForm } from './address-form.tsx'

const t = addressTexts

/** One of the address book, or a new one, which is kept in the book. With an empty book the form is open at once. */
export function AddressChoice({
  addresses,
  value,
  error,
  onChange,
}: {
  addresses: readonly SavedAddress[]
  value: string | null
  error: string | undefined
  onChange: (addressId: string) => void
}) {
  const [isAdding, setAdding] = useState(false)
  const isEmpty = addresses.length === 0
  return (
    <div className="space-y-3">
      {!isEmpty && (
        <fieldset aria-describedby={error ? 'address-error' : undefined}>
          <legend className="sr-only">{t.choice}</legend>
          <div className="divide-y divide-line rounded-md border border-line-strong bg-raised">
            {addresses.map((address) => (
              <label key={address.id} className="flex gap-3 px-3 py-2.5 has-checked:bg-accent-wash">
                <input
                  type="radio"
                  name="address"
                  className="mt-1 size-4.5 shrink-0 accent-accent"
                  aria-invalid={error ? true : undefined}
                  checked={value === address.id}
                  onChange={() => onChange(address.id)}
                />
                <span className="min-w-0 text-[0.9375rem] wrap-anywhere">
                  <span className="block font-medium">{address.recipient}</span>
                  <span className="block text-soft">{whereOf(address)}</span>
                </span>
              </label>
            ))}
          </div>
        </fieldset>
      )}
      {error && (
        <p id="address-error" className="text-sm text-danger">
          {error}
        </p>
      )}
      {isEmpty || isAdding ? (
        <AddressForm
          known={null}
          {...(!isEmpty && { onCancel: () => setAdding(false) })}
          onSaved={(addressId) => {
            setAdding(false)
            onChange(addressId)
          }}
        />
      ) : (
        <Button look="quiet" className="-ml-4" onClick={() => setAdding(true)}>
          <Plus aria-hidden className="size-4" /> {t.another}
        </Button>
      )}
    </div>
  )
}

function whereOf({ lines, city, region, postalCode, country }: SavedAddress): string {
  return [...lines, [city, region, postalCode].filter(Boolean).join(' '), countryName(country)].join(', ')
}
