import { CircleAlert } from 'lucide-react'
import { type ComponentProps, type ReactNode, useId } from 'react'

export const inputClass =
  'min-h-touch w-full rounded-md border border-line-strong bg-raised px-3 py-2 text-base text-ink placeholder:text-soft aria-invalid:border-danger aria-invalid:ring-1 aria-invalid:ring-danger'

interface FieldProps {
  label: string
  hint?: string | undefined
  error?: string | undefined
  /** Gets the attributes that tie the control to its label, hint and error. */
  children: (control: {
    id: string
    'aria-describedby': string | undefined
    'aria-invalid': true | undefined
  }) => ReactNode
}

/** A label, a control, and below it what is expected or what is wrong. */
export function Field({ label, hint, error, children }: FieldProps) {
  const id = useId()
  const note = error ?? hint
  return (
    <div>
      <label htmlFor={id} className="mb-1 block text-sm font-medium">
        {label}
      </label>
      {children({ id, 'aria-describedby': note ? `${id}-note` : undefined, 'aria-invalid': error ? true : undefined })}
      {note && (
        <p id={`${id}-note`} className={`mt-1 text-sm ${error ? 'text-danger' : 'text-soft'}`}>
          {error && <CircleAlert aria-hidden className="mr-1 inline size-4 align-[-3px]" />}
          {note}
        </p>
      )}
    </div>
  )
}

/** A field with a plain text input. */
export function TextField({
  label,
  hint,
  error,
  className = '',
  ...input
}: Omit<FieldProps, 'children'> & ComponentProps<'input'>) {
  return (
    <Field label={label} hint={hint} error={error}>
      {(control) => <input {...input} {...control} className={`${inputClass} ${className}`} />}
    </Field>
  )
}
