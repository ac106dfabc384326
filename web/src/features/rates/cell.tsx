import { type ReactNode, useId } from 'react'
import { inputClass } from '../../ui/field.tsx'

/** One field of a row: with its name above it on a phone; on a wide screen the table's head names it. */
export function Cell({
  label,
  spoken,
  error,
  children,
}: {
  label: string
  /** The name with the row's, for a screen reader. */
  spoken: string
  error: string | undefined
  children: (control: {
    'aria-label': string
    'aria-invalid': true | undefined
    'aria-describedby': string | undefined
  }) => ReactNode
}) {
  const id = useId()
  return (
    <div className="min-w-0">
      <p aria-hidden className="mb-1 text-sm text-soft md:hidden">
        {label}
      </p>
      {children({
        'aria-label': spoken,
        'aria-invalid': error ? true : undefined,
        'aria-describedby': error && id,
      })}
      {error && (
        <p id={id} className="mt-1 text-sm text-danger">
          {error}
        </p>
      )}
    </div>
  )
}

/** A cell with a text input. */
export function TextCell({
  value,
  isNumber = false,
  maxLength,
  onChange,
  ...cell
}: Omit<Parameters<typeof Cell>[0], 'children'> & {
  value: string
  isNumber?: boolean
  maxLength: number
  onChange: (value: string) => void
}) {
  return (
    <Cell {...cell}>
      {(control) => (
        <input
          {...control}
          autoComplete="off"
          maxLength={maxLength}
          inputMode={isNumber ? 'decimal' : 'text'}
          className={`${inputClass} ${isNumber ? 'price md:text-right' : ''}`}
          value={value}
          onChange={({ target }) => onChange(target.value)}
        />
      )}
    </Cell>
  )
}
