import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import type { LicencePool } from '../../api/shapes.ts'
import { queryClient, trpc } from '../../api/trpc.ts'
import { randomKey } from '../../local/random-key.ts'
import { Problem } from '../../parts/problem.tsx'
import { ebookTexts } from '../../texts/ebooks.ts'
import { Button } from '../../ui/button.tsx'
import { TextField } from '../../ui/field.tsx'
import { Notice } from '../../ui/notice.tsx'
import { type PoolDraft, emptyPool, readDraft, toDraft } from './pool-draft.ts'

const t = ebookTexts.licences

/** The terms of a pool: of this one, or of a new one. Pressed again after a lost answer it is the same change. */
export function PoolForm({
  isbn13,
  pool,
  onSaved,
}: {
  isbn13: string
  pool: LicencePool | null
  onSaved?: () => void
}) {
  const [draft, setDraft] = useState(pool ? toDraft(pool) : emptyPool)
  const [poolId] = useState(() => pool?.id ?? randomKey())
  const [key, setKey] = useState(randomKey)
  const [wrong, setWrong] = useState<readonly (keyof PoolDraft)[]>([])
  const { mutate, isPending, isSuccess, error, reset } = useMutation(
    trpc.ebooks.setLicences.mutationOptions({
      onSuccess: async () => {
        setKey(randomKey())
        await queryClient.invalidateQueries(trpc.ebooks.pathFilter())
        onSaved?.()
      },
    }),
  )

  function onSubmit(event: FormEvent) {
    event.preventDefault()
    const terms = readDraft(draft)
    setWrong('wrong' in terms ? terms.wrong : [])
    if (!('wrong' in terms) && !isPending) mutate({ isbn13, poolId, key, ...terms })
  }

  const bind = (field: keyof PoolDraft, problem: string) => ({
    name: field,
    value: draft[field],
    error: wrong.includes(field) ? problem : undefined,
    onChange: ({ target }: { target: HTMLInputElement }) => {
      setDraft({ ...draft, [field]: target.value })
      setKey(randomKey()) // other terms are another change
      reset()
    },
  })
  return (
    <form noValidate onSubmit={onSubmit} className="space-y-4">
      <div className="grid gap-4 sm:grid-cols-2">
        <TextField
          label={t.concurrent}
          hint={pool ? t.concurrentHint : undefined}
          inputMode="numeric"
          {...bind('concurrent', t.badConcurrent)}
        />
        <TextField label={t.days} inputMode="numeric" {...bind('days', t.badDays)} />
        <TextField label={t.total} hint={t.totalHint} inputMode="numeric" {...bind('total', t.badTotal)} />
        <TextField label={t.until} hint={t.untilHint} type="date" {...bind('until', t.badUntil)} />
      </div>
      <Problem error={error} />
      {isSuccess && <Notice announce>{t.done}</Notice>}
      <Button type="submit" look="primary" busy={isPending}>
        {isPending ? t.busy : t.submit}
      </Button>
    </form>
  )
}
