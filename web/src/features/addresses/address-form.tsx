import { useMutation } from '@tanstack/react-query'
import { type ComponentProps, type FormEvent, useState } from 'react'
import { toTrouble } from '../../api/errors.ts'
import type { NewAddress, SavedAddress } from '../../api/shapes.ts'
import { queryClient, trpc } from '../../api/trpc.ts'
import { countries, usePreferences } from '../../local/preferences.ts'
import { randomKey } from '../../local/random-key.ts'
import { addressTexts } from '../../texts/addresses.ts'
import { Button } from '../../ui/button.tsx'
import { Field, TextField, inputClass } from '../../ui/field.tsx'
import { countryName } from '../../ui/format.ts'
import { Notice } from '../../ui/notice.tsx'

const t = addressTexts.form

interface Draft {
  recipient: string
  line1: string
  line2: string
  city: string
  region: string
  postalCode: string
  country: string
}

/** The server's names for the fields of the form; what it says is wrong stands below each. */
const fieldOf: Record<keyof Draft, string> = {
  recipient: 'address.recipient',
  line1: 'address.lines.0',
  line2: 'address.lines.1',
  city: 'address.city',
  region: 'address.region',
  postalCode: 'address.postalCode',
  country: 'address.country',
}

/** Makes an address, or changes `known`. What was typed stays after an error. */
export function AddressForm({
  known,
  onSaved,
  onCancel,
}: {
  known: SavedAddress | null
  onSaved: (addressId: string) => void
  /** Without it the form stays. */
  onCancel?: () => void
}) {
  const [place] = usePreferences()
  const [draft, setDraft] = useState<Draft>(() => (known ? toDraft(known) : { ...nothing, country: place.country }))
  const [isDefault, setDefault] = useState(false)
  const [key] = useState(randomKey)
  const done = async (addressId: string) => {
    await queryClient.invalidateQueries(trpc.addresses.pathFilter())
    onSaved(addressId)
  }
  const create = useMutation(trpc.addresses.create.mutationOptions({ onSuccess: ({ addressId }) => done(addressId) }))
  const update = useMutation(
    trpc.addresses.update.mutationOptions({ onSuccess: (_, { addressId }) => done(addressId) }),
  )
  const { isPending, error } = known ? update : create
  const trouble = error && toTrouble(error)

  function onSubmit(event: FormEvent) {
    event.preventDefault()
    if (isPending) return
    if (known) update.mutate({ addressId: known.id, address: toAddress(draft) })
    else create.mutate({ key, address: toAddress(draft), isDefault })
  }

  function field(name: Exclude<keyof Draft, 'country'>, autoComplete: string): ComponentProps<typeof TextField> {
    return {
      name,
      label: t[name],
      autoComplete,
      error: trouble?.fields[fieldOf[name]],
      maxLength: name === 'postalCode' ? 12 : 100, // the server's limits
      value: draft[name],
      onChange: (event) => setDraft({ ...draft, [name]: event.target.value }),
    }
  }

  return (
    <form noValidate onSubmit={onSubmit} className="space-y-4 rounded-lg border border-line bg-raised p-5 shadow-card">
      <h2 className="font-serif text-2xl">{known ? t.editTitle : t.newTitle}</h2>
      <TextField {...field('recipient', 'name')} autoFocus />
      <TextField {...field('line1', 'address-line1')} />
      <TextField {...field('line2', 'address-line2')} />
      <div className="grid grid-cols-[2fr_3fr] items-start gap-3">
        <TextField {...field('postalCode', 'postal-code')} />
        <TextField {...field('city', 'address-level2')} />
      </div>
      <TextField {...field('region', 'address-level1')} />
      <CountryField
        value={draft.country}
        error={trouble?.fields[fieldOf.country]}
        onChange={(country) => setDraft({ ...draft, country })}
      />
      {!known && (
        <label className="flex min-h-touch items-center gap-2">
          <input
            type="checkbox"
            className="size-4"
            checked={isDefault}
            onChange={({ target }) => setDefault(target.checked)}
          />
          {t.isDefault}
        </label>
      )}
      {trouble && (
        <Notice tone="danger" announce>
          {trouble.sentence}
        </Notice>
      )}
      <div className="flex flex-wrap gap-3">
        <Button type="submit" look="primary" busy={isPending}>
          {isPending ? t.saving : t.save}
        </Button>
        {onCancel && <Button onClick={onCancel}>{t.cancel}</Button>}
      </div>
    </form>
  )
}

function CountryField({
  value,
  error,
  onChange,
}: {
  value: string
  error: string | undefined
  onChange: (country: string) => void
}) {
  const codes = [...new Set([...Object.keys(countries), value])]
  const options = codes
    .map((code) => ({ code, name: countryName(code) }))
    .toSorted((a, b) => a.name.localeCompare(b.name))
  return (
    <Field label={t.country} error={error}>
      {(control) => (
        <select
          {...control}
          name="country"
          autoComplete="country"
          className={inputClass}
          value={value}
          onChange={({ target }) => onChange(target.value)}
        >
          {options.map(({ code, name }) => (
            <option key={code} value={code}>
              {name}
            </option>
          ))}
        </select>
      )}
    </Field>
  )
}

const nothing: Omit<Draft, 'country'> = { recipient: '', line1: '', line2: '', city: '', region: '', postalCode: '' }

/** A third line, which only other clients give, goes with the second. */
function toDraft({ lines: [line1 = '', ...rest], recipient, city, region, postalCode, country }: SavedAddress): Draft {
  return { recipient, line1, line2: rest.join(', '), city, region, postalCode, country }
}

function toAddress({ line1, line2, ...rest }: Draft): NewAddress {
  return { ...rest, lines: [line1, ...(line2.trim() ? [line2] : [])] }
}
