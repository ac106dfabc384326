import { useMutation } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { toTrouble } from '../../api/errors.ts'
import type { Rates } from '../../api/shapes.ts'
import { queryClient, trpc } from '../../api/trpc.ts'
import { ratesTexts } from '../../texts/rates.ts'
import { Announcer } from '../../ui/announcer.tsx'
import { Button } from '../../ui/button.tsx'
import { Notice } from '../../ui/notice.tsx'
import { ShippingRows, TaxRows } from './rate-rows.tsx'
import { type RatesDraft, type RatesProblems, readDraft, toDraft } from './rates-draft.ts'

const t = ratesTexts
const changed = 'rates.changed' // the server's code: somebody else has saved meanwhile

/** Both tables, saved together under the state that was looked at: of two people at once one is refused, and looks again. */
export function RatesForm({ rates, onLookAgain }: { rates: Rates; onLookAgain: () => void }) {
  const [draft, setDraft] = useState<RatesDraft>(() => toDraft(rates))
  const [isTouched, setTouched] = useState(false)
  const [problems, setProblems] = useState<RatesProblems>({})
  const { mutate, isPending, isSuccess, error, reset } = useMutation(
    trpc.rates.save.mutationOptions({
      onSuccess: (saved) => {
        queryClient.setQueryData(trpc.rates.get.queryKey(), saved)
        void queryClient.invalidateQueries(trpc.cart.pathFilter())
        setDraft(toDraft(saved))
        setTouched(false)
      },
      onError: (refused) => setProblems(toTrouble(refused).fields),
    }),
  )
  const form = useRef<HTMLFormElement>(null)
  useEffect(() => {
    form.current?.querySelector<HTMLElement>('[aria-invalid=true]')?.focus() // what is wrong is where one goes on
  }, [problems])

  function change(part: Partial<RatesDraft>) {
    setDraft((before) => ({ ...before, ...part }))
    setTouched(true)
  }

  function undo() {
    setDraft(toDraft(rates))
    setTouched(false)
    setProblems({})
    reset()
  }

  function submit() {
    const read = readDraft(draft)
    setProblems(read.ok ? {} : read.problems)
    if (read.ok) mutate({ ...read.rates, fingerprint: rates.fingerprint })
  }

  const isMarked = Object.keys(problems).length > 0
  const trouble = error && !isMarked ? toTrouble(error) : null
  return (
    <form
      ref={form}
      noValidate
      className="space-y-12"
      onSubmit={(event) => {
        event.preventDefault()
        if (!isPending) submit()
      }}
    >
      <ShippingRows rows={draft.shipping} problems={problems} onChange={(shipping) => change({ shipping })} />
      <TaxRows rows={draft.tax} problems={problems} onChange={(tax) => change({ tax })} />
      <div className="sticky bottom-0 space-y-3 border-t border-line bg-paper py-4">
        {isMarked && (
          <Notice tone="danger" announce>
            {t.mend}
          </Notice>
        )}
        {trouble && (
          <Notice
            tone="danger"
            announce
            action={trouble.refusal === changed && <Button onClick={onLookAgain}>{t.lookAgain}</Button>}
          >
            {trouble.sentence}
          </Notice>
        )}
        <div className="flex flex-wrap items-center gap-3">
          <Button type="submit" look="primary" busy={isPending} disabled={!isTouched}>
            {isPending ? t.saving : t.save}
          </Button>
          {isTouched && <Button onClick={undo}>{t.undo}</Button>}
          <p className="text-sm text-soft">{isTouched ? t.unsaved : isSuccess && t.saved}</p>
        </div>
        <Announcer message={isSuccess && !isTouched ? t.saved : ''} />
      </div>
    </form>
  )
}
