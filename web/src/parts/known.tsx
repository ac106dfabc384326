import type { ReactNode } from 'react'
import { texts } from '../texts.ts'
import { Problem } from './problem.tsx'

/** What a query found, once it is known; until then that it is asked, or why there is no answer. What was known stays while it is asked again. */
export function Known<T>({
  query: { data, error, refetch },
  children,
}: {
  query: { data: T | undefined; error: unknown; refetch: () => unknown }
  children: (data: T) => ReactNode
}) {
  if (data !== undefined) return children(data)
  if (error) return <Problem error={error} onRetry={refetch} />
  return <p aria-busy="true">{texts.loading}</p>
}
