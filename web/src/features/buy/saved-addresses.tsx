import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { useMe } from '../../api/session.ts'
import type { SavedAddress } from '../../api/shapes.ts'
import { trpc } from '../../api/trpc.ts'
import type { Preferences } from '../../local/preferences.ts'
import { texts } from '../../texts.ts'
import { countryName } from '../../ui/format.ts'
import { type Address, isSameAddress, noAddress, toTyped } from './draft.ts'

const t = texts.buy

interface Where {
  address: Address
  place: Preferences
  onAddress: (address: Address) => void
  onPlace: (place: Preferences) => void
}

/** The address book of who is signed in; empty for anybody else, and while it is not known. */
export function useSavedAddresses(): readonly SavedAddress[] {
  const me = useMe()
  const { data } = useQuery(trpc.addresses.list.queryOptions(undefined, { enabled: Boolean(me) }))
  return (me && data?.addresses) || []
}

/**
 * Fills in the default address once, where nothing is typed yet and it is no other place than the one that prices are asked for: what somebody chose
 * is theirs.
 */
export function useDefaultAddress(saved: readonly SavedAddress[], { address, place, onAddress, onPlace }: Where): void {
  const isOffered = useRef(false)
  const [first] = saved
  useEffect(() => {
    if (!first || isOffered.current) return
    isOffered.current = true
    const isTyped = Object.values(address).some((text: string) => text.trim() !== '')
    const isElsewhere =
      first.country !== place.country || (place.postalCode !== '' && place.postalCode !== first.postalCode)
    if (isTyped || isElsewhere) return
    onAddress(toTyped(first))
    if (place.postalCode !== first.postalCode) onPlace({ ...place, postalCode: first.postalCode })
  }, [first, address, place, onAddress, onPlace])
}

/** One of the address book, or another one that is typed below. */
export function SavedAddresses({
  saved,
  address,
  place,
  onAddress,
  onPlace,
}: Where & { saved: readonly SavedAddress[] }) {
  const chosen = saved.find((each) => isSameAddress(each, address, place))
  return (
    <div className="divide-y divide-line rounded-md border border-line-strong bg-raised">
      {saved.map((each) => (
        <Choice
          key={each.id}
          isChosen={each === chosen}
          title={each.recipient}
          note={[...each.lines, `${each.city} ${each.postalCode}`.trim(), countryName(each.country)].join(', ')}
          onChoose={() => {
            onAddress(toTyped(each))
            onPlace({ ...place, country: each.country, postalCode: each.postalCode })
          }}
        />
      ))}
      <Choice isChosen={!chosen} title={t.otherAddress} note={null} onChoose={() => onAddress(noAddress)} />
    </div>
  )
}

function Choice({
  isChosen,
  title,
  note,
  onChoose,
}: {
  isChosen: boolean
  title: string
  note: string | null
  onChoose: () => void
}) {
  return (
    <label className="flex min-h-touch gap-3 px-3 py-2 has-checked:bg-accent-wash">
      <input
        type="radio"
        name="saved-address"
        className="mt-1 size-4.5 shrink-0 accent-accent"
        checked={isChosen}
        onChange={onChoose}
      />
      <span className="min-w-0 text-[0.9375rem] wrap-anywhere">
        {title}
        {note && <span className="block text-sm text-soft">{note}</span>}
      </span>
    </label>
  )
}
