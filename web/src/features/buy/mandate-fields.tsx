import { useQuery } from '@tanstack/react-query'
import { trpc } from '../../api/trpc.ts'
import { watchTexts } from '../../texts/watches.ts'
import { Field, TextField, inputClass } from '../../ui/field.tsx'
import { plainAmount } from '../../ui/format.ts'
import { type WatchDraft, type WatchProblems, amountsOf, countMax, sellerRules, untilRange } from './watch-draft.ts'

const t = watchTexts.ask

/** The limits of what may be bought. Amounts left empty follow from the price waited for, and say so. */
export function MandateFields({
  draft,
  currency,
  problems,
  onChange,
}: {
  draft: WatchDraft
  currency: string
  problems: WatchProblems
  onChange: (change: Partial<WatchDraft>) => void
}) {
  const { cap, budget } = amountsOf(draft, currency)
  const placeholder = (minor: number | null) => (minor === null ? '' : plainAmount({ currency, minor }))
  const amount = { inputMode: 'decimal', autoComplete: 'off', maxLength: 16, className: 'price' } as const
  return (
    <>
      <div className="grid grid-cols-2 items-start gap-3">
        <Field label={t.count}>
          {(control) => (
            <select
              {...control}
              name="count"
              className={inputClass}
              value={draft.count}
              onChange={({ target }) => onChange({ count: Number(target.value) })}
            >
              {Array.from({ length: countMax }, (_, index) => (
                <option key={index}>{index + 1}</option>
              ))}
            </select>
          )}
        </Field>
        <TextField
          {...amount}
          name="budget"
          label={t.budget}
          error={problems.budget}
          placeholder={placeholder(budget)}
          value={draft.budget}
          onChange={({ target }) => onChange({ budget: target.value })}
        />
        <TextField
          {...amount}
          name="cap"
          label={t.cap}
          error={problems.cap}
          placeholder={placeholder(cap)}
          value={draft.cap}
          onChange={({ target }) => onChange({ cap: target.value })}
        />
        <TextField
          type="date"
          name="until"
          label={t.until}
          error={problems.until}
          {...untilRange()}
          value={draft.until}
          onChange={({ target }) => onChange({ until: target.value })}
        />
      </div>
      <SellerRule draft={draft} error={problems.sellers} onChange={onChange} />
    </>
  )
}

function SellerRule({
  draft,
  error,
  onChange,
}: {
  draft: WatchDraft
  error: string | undefined
  onChange: (change: Partial<WatchDraft>) => void
}) {
  const { data } = useQuery(trpc.sellers.list.queryOptions(undefined, { staleTime: 600_000 }))
  const sellers = data?.sellers.filter(({ buyable }) => buyable) ?? []
  function toggle(id: string, isChosen: boolean) {
    onChange({ sellers: isChosen ? [...draft.sellers, id] : draft.sellers.filter((chosen) => chosen !== id) })
  }
  return (
    <div>
      <Field label={t.sellers} error={error}>
        {(control) => (
          <select
            {...control}
            name="sellerRule"
            className={inputClass}
            value={draft.sellerRule}
            onChange={({ target }) =>
              onChange({ sellerRule: sellerRules.find((rule) => rule === target.value) ?? 'any' })
            }
          >
            {sellerRules.map((rule) => (
              <option key={rule} value={rule}>
                {t.sellerRules[rule]}
              </option>
            ))}
          </select>
        )}
      </Field>
      {draft.sellerRule !== 'any' && (
        <fieldset className="mt-2 grid gap-x-3 sm:grid-cols-2">
          <legend className="sr-only">{t.sellerRules[draft.sellerRule]}</legend>
          {sellers.map(({ id, name }) => (
            <label key={id} className="flex min-h-9 items-center gap-2 text-[0.9375rem]">
              <input
                type="checkbox"
                className="size-4.5 shrink-0 accent-accent"
                checked={draft.sellers.includes(id)}
                onChange={({ target }) => toggle(id, target.checked)}
              />
              {name}
            </label>
          ))}
        </fieldset>
      )}
    </div>
  )
}

/** Money is spent without asking again: a click is too easily made. */
export function ConfirmWords({
  value,
  error,
  onChange,
}: {
  value: string
  error: string | undefined
  onChange: (value: string) => void
}) {
  return (
    <TextField
      name="confirm"
      label={t.confirm}
      error={error}
      autoComplete="off"
      autoCapitalize="characters"
      maxLength={20}
      value={value}
      onChange={({ target }) => onChange(target.value)}
    />
  )
}
