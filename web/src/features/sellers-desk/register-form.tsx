import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { queryClient, trpc } from '../../api/trpc.ts'
import type { DeskSeller } from '../../api/shapes.ts'
import { randomKey } from '../../local/random-key.ts'
import { deskTexts } from '../../texts/desk.ts'
import { Button } from '../../ui/button.tsx'
import { Notice } from '../../ui/notice.tsx'
import { SellerFields } from './seller-fields.tsx'
import { emptyDraft } from './seller-draft.ts'
import { useSellerForm } from './use-seller-form.ts'

const t = deskTexts.form

/** Registers one seller, however often it is sent: its key is made when it opens. */
export function RegisterForm({
  contactEmail,
  onRegistered,
}: {
  contactEmail: string
  onRegistered: (seller: DeskSeller, apiKey: string | null) => void
}) {
  const [key] = useState(randomKey)
  const { mutate, isPending } = useMutation(
    trpc.desk.register.mutationOptions({
      onSuccess: ({ seller, apiKey }) => {
        queryClient.setQueryData(trpc.desk.get.queryKey({ sellerId: seller.sellerId }), seller)
        void queryClient.invalidateQueries(trpc.desk.pathFilter())
        onRegistered(seller, apiKey)
      },
      onError: (error) => onError(error),
    }),
  )
  const { form, draft, problems, sentence, update, onSubmit, onError } = useSellerForm(
    { ...emptyDraft, contactEmail },
    (input) => {
      if (!isPending) mutate({ key, ...input })
    },
  )
  return (
    <form ref={form} noValidate onSubmit={onSubmit} className="space-y-10">
      <SellerFields draft={draft} problems={problems} onChange={update} isRegistered={false} />
      {sentence && (
        <Notice tone="danger" announce>
          {sentence}
        </Notice>
      )}
      <Button type="submit" look="primary" busy={isPending} className="w-full py-3 text-base">
        {isPending ? t.submitting : t.submit}
      </Button>
    </form>
  )
}
