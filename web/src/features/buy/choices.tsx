import type { PaymentMethod } from '../../api/shapes.ts'
import { texts } from '../../texts.ts'
import { type Floor, floors } from './draft.ts'

const t = texts.buy

export function FloorChoice({ value, onChange }: { value: Floor; onChange: (floor: Floor) => void }) {
  return (
    <fieldset>
      <legend className="mb-1 text-sm font-medium">{t.condition}</legend>
      <div className="flex rounded-md border border-line-strong bg-raised p-1">
        {(Object.keys(floors) as Floor[]).map((floor) => (
          <label
            key={floor}
            className="flex min-h-9 flex-auto items-center justify-center rounded-sm px-2 text-center text-sm leading-tight whitespace-nowrap has-checked:bg-accent has-checked:font-medium has-checked:text-on-accent has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent"
          >
            <input
              type="radio"
              name="floor"
              className="sr-only"
              checked={value === floor}
              onChange={() => onChange(floor)}
            />
            {t.floors[floor].name}
          </label>
        ))}
      </div>
    </fieldset>
  )
}

export function PaymentChoice({
  methods,
  isSandbox,
  value,
  error,
  onChange,
}: {
  methods: readonly PaymentMethod[]
  isSandbox: boolean
  value: string | null
  error: string | undefined
  onChange: (id: string) => void
}) {
  return (
    <fieldset aria-describedby={error ? 'payment-error' : undefined}>
      <legend className="mb-1 text-sm font-medium">{t.payWith}</legend>
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
