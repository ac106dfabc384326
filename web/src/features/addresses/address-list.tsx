import { useMutation } from '@tanstack/react-query'
import type { SavedAddress } from '../../api/shapes.ts'
import { queryClient, trpc } from '../../api/trpc.ts'
import { Problem } from '../../parts/problem.tsx'
import { addressTexts } from '../../texts/addresses.ts'
import { Button } from '../../ui/button.tsx'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { countryName } from '../../ui/format.ts'

const t = addressTexts

interface ListProps {
  addresses: readonly SavedAddress[]
  onEdit: (address: SavedAddress) => void
  onRemoved: () => void
}

/** The address book, the default one first. */
export function AddressList({ addresses, onEdit, onRemoved }: ListProps) {
  const onSettled = () => queryClient.invalidateQueries(trpc.addresses.pathFilter())
  const makeDefault = useMutation(trpc.addresses.makeDefault.mutationOptions({ onSettled }))
  const remove = useMutation(trpc.addresses.remove.mutationOptions({ onSettled, onSuccess: onRemoved }))
  const error = makeDefault.error ?? remove.error
  return (
    <>
      <Problem error={error} />
      <ul className="divide-y divide-line border-y border-line">
        {addresses.map((address) => (
          <li key={address.id} className="flex flex-wrap items-start justify-between gap-x-6 gap-y-1 py-4">
            <address className="min-w-52 flex-1 wrap-anywhere not-italic">
              <span className="font-medium">{address.recipient}</span>
              {address.isDefault && (
                <span className="ml-2 rounded-full bg-accent-wash px-2 py-0.5 text-xs text-accent">{t.isDefault}</span>
              )}
              <span className="block text-soft">{[...address.lines, townOf(address)].join(', ')}</span>
              <span className="block text-soft">{countryName(address.country)}</span>
            </address>
            <div className="-mx-4 flex flex-wrap">
              {!address.isDefault && (
                <Button
                  look="quiet"
                  aria-label={t.makeThisDefault(address.recipient)}
                  busy={makeDefault.isPending}
                  onClick={() => makeDefault.mutate({ addressId: address.id })}
                >
                  {t.makeDefault}
                </Button>
              )}
              <Button look="quiet" aria-label={t.editThis(address.recipient)} onClick={() => onEdit(address)}>
                {t.edit}
              </Button>
              <ConfirmDialog
                trigger={
                  <Button look="quiet" aria-label={t.removeThis(address.recipient)}>
                    {t.remove}
                  </Button>
                }
                title={t.removeTitle}
                text={t.removeText}
                yes={t.removeYes}
                no={t.removeNo}
                onYes={() => remove.mutate({ addressId: address.id })}
              />
            </div>
          </li>
        ))}
      </ul>
    </>
  )
}

function townOf({ city, region, postalCode }: SavedAddress): string {
  return [city, region, postalCode].filter(Boolean).join(' ')
}
