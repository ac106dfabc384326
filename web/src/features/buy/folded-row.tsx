import { type ReactNode, useEffect, useRef, useState } from 'react'

/**
 * A part of the form that most people fill in once: a line that says what holds, and a button that opens it. It stays open
 * once it is, so that nothing closes under somebody's hands. The button to buy is in sight from the start because of it.
 */
export function FoldedRow({
  label,
  summary,
  action,
  isForcedOpen,
  children,
}: {
  label: string
  summary: string
  /** What the button says: "Add", "Change". */
  action: string
  /** Something in it has to be mended. */
  isForcedOpen: boolean
  children: ReactNode
}) {
  const [opened, setOpened] = useState<'no' | 'by hand' | 'by need'>('no')
  if (isForcedOpen && opened === 'no') setOpened('by need')
  const inner = useRef<HTMLDivElement>(null)
  useEffect(() => {
    // The button that had the focus is gone; who pressed it wants to type.
    if (opened === 'by hand')
      inner.current?.querySelector<HTMLElement>('input:not([type=radio]), input:checked, input')?.focus()
  }, [opened])
  if (opened !== 'no')
    return (
      <div ref={inner}>
        <p className="mb-2 text-sm font-medium">{label}</p>
        {children}
      </div>
    )
  return (
    <div className="flex items-center justify-between gap-3 border-t border-line pt-2">
      <p className="min-w-0 text-[0.9375rem]">
        <span className="block text-sm font-medium">{label}</span>
        <span className="block truncate text-soft">{summary}</span>
      </p>
      <button
        type="button"
        aria-label={`${action}: ${label}`}
        className="min-h-touch shrink-0 px-1 text-sm text-accent underline underline-offset-4"
        onClick={() => setOpened('by hand')}
      >
        {action}
      </button>
    </div>
  )
}
