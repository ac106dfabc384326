import type { Money } from '../../api/shapes.ts'
import { texts } from '../../texts.ts'
import { watchTexts } from '../../texts/watches.ts'
import { Field, inputClass } from '../../ui/field.tsx'
import { currencySign, formatMoney, plainAmount } from '../../ui/format.ts'

const t = texts.buy

/** An amount, typed as people type amounts. Suggestions fill it in; nothing does so by itself. */
export function AmountField({
  label,
  hint,
  name,
  value,
  currency,
  error,
  suggestions,
  onChange,
}: {
  label: string
  hint?: string | undefined
  name: string
  value: string
  currency: string
  error: string | undefined
  suggestions: readonly { text: string; money: Money }[]
  onChange: (value: string) => void
}) {
  return (
    <div>
      <Field label={label} hint={hint} error={error}>
        {(control) => (
          <div className="relative">
            <span
              aria-hidden
              className="pointer-events-none absolute inset-y-0 left-0 flex w-12 items-center justify-center text-xl text-soft"
            >
              {currencySign(currency)}
            </span>
            <input
              {...control}
              name={name}
              inputMode="decimal"
              autoComplete="off"
              maxLength={16}
              placeholder="14.00"
              value={value}
              onChange={(event) => onChange(event.target.value)}
              className={`${inputClass} price h-14 pl-12 text-2xl font-semibold placeholder:font-normal`}
            />
          </div>
        )}
      </Field>
      {/* Kept open in height, so that the form does not jump when the first price arrives. */}
      <div className="mt-2 flex min-h-8 flex-wrap items-center gap-1.5">
        {suggestions.map(({ text, money }) => (
          <button
            key={text}
            type="button"
            onClick={() => onChange(plainAmount(money))}
            className="price min-h-8 rounded-full border border-line px-2.5 py-0.5 text-[0.8125rem] text-soft transition-colors hover:border-accent hover:text-accent"
          >
            <span className="sr-only">{t.suggest}: </span>
            {text}
          </button>
        ))}
      </div>
    </div>
  )
}

/** For a maximum: the lowest price now, and a tenth more, as a price may move a little between the quote and the order. */
export function toBuyNow(lowest: Money | null): { text: string; money: Money }[] {
  if (!lowest) return []
  const more = { ...lowest, minor: Math.ceil(lowest.minor * 1.1) }
  return [
    { text: t.lowestNow(formatMoney(lowest)), money: lowest },
    { text: t.alittleMore(formatMoney(more)), money: more },
  ]
}

/** For a price to wait for: a tenth and a fifth below the lowest now. */
export function toWaitFor(lowest: Money | null): { text: string; money: Money }[] {
  if (!lowest) return []
  const tenth = { ...lowest, minor: Math.floor(lowest.minor * 0.9) }
  const fifth = { ...lowest, minor: Math.floor(lowest.minor * 0.8) }
  return [
    { text: watchTexts.ask.tenthLess(formatMoney(tenth)), money: tenth },
    { text: watchTexts.ask.fifthLess(formatMoney(fifth)), money: fifth },
  ]
}
