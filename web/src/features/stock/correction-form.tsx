import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { toTrouble } from '../../api/errors.ts'
import type { StockItem } from '../../api/shapes.ts'
import { queryClient, trpc } from '../../api/trpc.ts'
import { randomKey } from '../../local/random-key.ts'
import { stockTexts } from '../../texts/stock.ts'
import { Button } from '../../ui/button.tsx'
import { Field, TextField, inputClass } from '../../ui/field.tsx'
import { Notice } from '../../ui/notice.tsx'
import { readWhole } from '../../parts/read-input.ts'

const t = stockTexts.correct
const reasons = ['RECOUNTED', 'DAMAGED', 'LOST'] as const
const copiesMax = 10_000 // the server's
const empty = { change: '', reason: 'RECOUNTED' as (typeof reasons)[number], note: '' }

/** Changes the number of copies, with the reason. What was typed stays until it is done; a second press is the same correction. */
export function CorrectionForm({ item: { isbn13, condition } }: { item: StockItem }) {
  const [draft, setDraft] = useState(empty)
  const [key, setKey] = useState(randomKey)
  const [wrong, setWrong] = useState<{ change?: string; note?: string }>({})
  const { mutate, isPending, error, data } = useMutation(
    trpc.stock.adjust.mutationOptions({
      onSuccess: () => {
        setDraft(empty)
        setKey(randomKey())
        void queryClient.invalidateQueries(trpc.stock.pathFilter())
      },
    }),
  )
  const update = (change: Partial<typeof empty>) => {
    setDraft({ ...draft, ...change })
    setKey(randomKey()) // another content is another correction
  }

  function onSubmit(event: FormEvent) {
    event.preventDefault()
    const typed = readWhole(draft.change, -copiesMax, copiesMax)
    // Damaged and lost copies go, whichever sign was typed.
    const change = typed !== null && draft.reason !== 'RECOUNTED' ? -Math.abs(typed) : typed
    const isNoted = draft.note.trim().length >= 3
    setWrong({ ...(!change && { change: t.badChange }), ...(!isNoted && { note: t.badNote }) })
    if (change && isNoted && !isPending)
      mutate({ isbn13, condition, key, change, reason: draft.reason, note: draft.note })
  }

  const trouble = error && toTrouble(error)
  return (
    <form noValidate onSubmit={onSubmit} className="space-y-4">
      <h3 className="font-serif text-xl">{t.title}</h3>
      <p className="text-sm text-soft">{t.text}</p>
      <div className="grid gap-4 sm:grid-cols-2">
        <TextField
          name="change"
          label={t.change}
          hint={t.changeHint}
          error={wrong.change ?? trouble?.fields['change']}
          value={draft.change}
          onChange={(event) => update({ change: event.target.value })}
        />
        <Field label={t.reason}>
          {(control) => (
            <select
              {...control}
              name="reason"
              className={inputClass}
              value={draft.reason}
              onChange={(event) =>
                update({ reason: reasons.find((each) => each === event.target.value) ?? 'RECOUNTED' })
              }
            >
              {reasons.map((reason) => (
                <option key={reason} value={reason}>
                  {t.reasons[reason]}
                </option>
              ))}
            </select>
          )}
        </Field>
      </div>
      <TextField
        name="note"
        label={t.note}
        error={wrong.note ?? trouble?.fields['note']}
        maxLength={500}
        value={draft.note}
        onChange={(event) => update({ note: event.target.value })}
      />
      {trouble && Object.keys(trouble.fields).length === 0 && (
        <Notice tone="danger" announce>
          {trouble.sentence}
        </Notice>
      )}
      {data && !error && <Notice announce>{t.done(data.onHand)}</Notice>}
      <Button type="submit" busy={isPending}>
        {isPending ? t.busy : t.submit}
      </Button>
    </form>
  )
}
