import type { ComponentProps } from 'react'
import type { Preferences } from '../../local/preferences.ts'
import { texts } from '../../texts.ts'
import { TextField } from '../../ui/field.tsx'
import { countryName } from '../../ui/format.ts'
import { type Address, type DraftProblems, isSameAddress } from './draft.ts'
import { FoldedRow } from './folded-row.tsx'
import { SavedAddresses, useDefaultAddress, useSavedAddresses } from './saved-addresses.tsx'

const t = texts.buy

interface DeliveryFieldsProps {
  address: Address
  place: Preferences
  problems: DraftProblems
  onAddress: (address: Address) => void
  onPlace: (place: Preferences) => void
}

/** Who receives the book and where, folded to one line; opened by itself when something is missing. */
export function DeliveryFields({ address, place, problems, onAddress, onPlace }: DeliveryFieldsProps) {
  const saved = useSavedAddresses()
  useDefaultAddress(saved, { address, place, onAddress, onPlace })
  const isSaved = saved.some((each) => isSameAddress(each, address, place))
  const isMissing = Boolean(problems.recipient ?? problems.line1 ?? problems.city ?? problems.postalCode)
  const street = [address.recipient, address.line1].map((text) => text.trim()).filter(Boolean)

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
    <FoldedRow
      label={t.deliverTo}
      summary={[...street, placeOf(place, address.city)].join(', ')}
      action={isComplete(address, place) ? t.change : t.addAddress}
      isForcedOpen={isMissing}
    >
      <fieldset className="space-y-3">
        <legend className="sr-only">{t.deliverTo}</legend>
        {saved.length > 0 && (
          <SavedAddresses saved={saved} address={address} place={place} onAddress={onAddress} onPlace={onPlace} />
        )}
        {!isSaved && (
          <>
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
          </>
        )}
      </fieldset>
    </FoldedRow>
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
