import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import type { DeskSeller, SellerConnection } from '../../api/shapes.ts'
import { queryClient, trpc } from '../../api/trpc.ts'
import { randomKey } from '../../local/random-key.ts'
import { deskTexts } from '../../texts/desk.ts'
import { Button } from '../../ui/button.tsx'
import { Notice } from '../../ui/notice.tsx'
import { changeOf } from './change-of.ts'
import { SellerFields } from './seller-fields.tsx'
import { type SellerDraft, toDraft } from './seller-draft.ts'
import { useSellerForm } from './use-seller-form.ts'

const t = deskTexts.terms

/** Changes a registered seller. Only what was changed is sent, and what that leads to is said before. */
export function TermsForm({ seller, onClose }: { seller: DeskSeller; onClose: (hasSaved: boolean) => void }) {
  const [isUnchanged, setUnchanged] = useState(false)
  const { mutate, isPending } = useMutation(
    trpc.desk.update.mutationOptions({
      onSuccess: (changed) => {
        queryClient.setQueryData(trpc.desk.get.queryKey({ sellerId: seller.sellerId }), changed)
        void queryClient.invalidateQueries(trpc.desk.list.queryFilter())
        onClose(true)
      },
      onError: (error) => onError(error),
    }),
  )
  const { form, draft, problems, sentence, update, onSubmit, onError } = useSellerForm(toDraft(seller), (input) => {
    const change = changeOf(seller, input)
    setUnchanged(change === null)
    // Another content needs another key: the one before may have been used by a try whose answer got lost.
    if (change !== null && !isPending) mutate({ sellerId: seller.sellerId, key: randomKey(), ...change })
  })
  const isMoved = addressOf(draft) !== connectedTo(seller.connection)
  return (
    <form ref={form} noValidate onSubmit={onSubmit} className="space-y-10 rounded-lg border border-line bg-raised p-5">
      <SellerFields draft={draft} problems={problems} onChange={update} isRegistered />
      <Notice tone={isMoved ? 'caution' : 'info'} announce={isMoved}>
        {isMoved ? t.newAddress : t.newTerms}
      </Notice>
      {(sentence ?? (isUnchanged ? t.unchanged : null)) !== null && (
        <Notice tone={sentence ? 'danger' : 'info'} announce>
          {sentence ?? t.unchanged}
        </Notice>
      )}
      <div className="flex flex-wrap gap-3">
        <Button type="submit" look="primary" busy={isPending}>
          {isPending ? t.saving : t.save}
        </Button>
        <Button onClick={() => onClose(false)}>{t.cancel}</Button>
      </div>
    </form>
  )
}

function addressOf({ kind, address, baseUrl }: SellerDraft): string {
  return (kind === 'grpc' ? address : baseUrl).trim()
}

function connectedTo(connection: SellerConnection | null): string {
  if (connection === null) return ''
  return connection.kind === 'grpc' ? connection.address : connection.baseUrl
}
