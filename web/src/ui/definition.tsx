import type { ReactNode } from 'react'

/** Names and values in two columns; on a phone one below the other. */
export function Definitions({ children }: { children: ReactNode }) {
  return (
    <dl className="grid gap-x-6 text-[0.9375rem] sm:grid-cols-[minmax(9rem,auto)_minmax(0,1fr)] sm:gap-y-2.5">
      {children}
    </dl>
  )
}

export function Definition({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-soft">{name}</dt>
      <dd className="mb-2.5 min-w-0 wrap-anywhere sm:mb-0">{children}</dd>
    </>
  )
}
