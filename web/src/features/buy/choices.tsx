import type { PaymentMethod } from '../../api/shapes.ts'
import { texts } from '../../texts.ts'
import { Segmented } from '../../ui/segmented.tsx'
import { type Floor, floors } from './draft.ts'
import { FoldedRow } from './folded-row.tsx'

const t = texts.buy

export function FloorChoice({ value, onChange }: { value: Floor; onChange: (floor: Floor) => void }) {
  const options = (Object.keys(floors) as Floor[]).map((floor) => ({ value: floor, label: t.floors[floor].name }))
  return <Segmented name="floor" legend={t.condition} options={options} value={value} onChange={onChange} />
}

interface PaymentProps {
  methods: readonly PaymentMethod[]
  isSandbox: boolean
  value: string | null
  error: string | undefined
  onChange: (id: string) => void
}

/** The ways to pay, folded to the one chosen; opened by itself when none is and one is needed. */
export function PaymentChoice(props: PaymentProps) {
  const chosen = props.methods.find(({ id }) => id === props.value)
  return (
    <FoldedRow
      label={t.payWith}
      summary={chosen ? chosen.label : t.notChosen}
      action={chosen ? t.change : t.choose}
      isForcedOpen={props.error !== undefined}
    >
      <PaymentRadios {...props} />
    </FoldedRow>
  )
}

/** The ways to pay, all in sight. */
export function PaymentRadios({ methods, isSandbox, value, error, onChange }: PaymentProps) {
  return (
    <fieldset aria-describedby={error ? 'payment-error' : undefined}>
      <legend className="sr-only">{t.payWith}</legend>
      <div className="divide-y divide-line rounded-md border border-line-strong bg-raised">
        {methods.map(({ id, label, note }) => (
          <label key={id} className="flex min-h-touch items-center gap-3 px-3 py-2 has-checked:bg-accent-wash">
            <input
              type="radio"
              name="payment"
              className="size-4.5 shrink-0 accent-accent"
              aria-invalid={error ? true : undefined}
              checked={value === id}
              onChange={() => onChange(id)}
            />
            <span>
              <span className="block text-[0.9375rem]">{label}</span>
              {note && <span className="block text-sm text-soft">{note}</span>}
            </span>
          </label>
        ))}
      </div>
      {isSandbox && <p className="mt-1 text-sm text-soft">{t.sandboxNote}</p>}
      {error && (
        <p id="payment-error" className="mt-1 text-sm text-danger">
          {error}
        </p>
      )}
    </fieldset>
  )
}
