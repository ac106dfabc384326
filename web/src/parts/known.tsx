import type { ReactNode } from 'react'
import { texts } from '../texts.ts'
import { PageHeading } from '../ui/page.tsx'
import { Problem } from './problem.tsx'

/**
 * What a page's query found, once it is known; until then that it is asked, or why there is no answer, under a heading of its own. What was known stays
 * while it is asked again.
 */
export function Known<T>({
  heading,
  query: { data, error, refetch },
  children,
}: {
  heading: string
  query: { data: T | undefined; error: unknown; refetch: () => unknown }
  children: (data: T) => ReactNode
}) {
  if (data !== undefined) return children(data)
  return (
    <>
      <PageHeading className="mb-4 font-serif text-4xl">{heading}</PageHeading>
      {error ? <Problem error={error} onRetry={refetch} /> : <p aria-busy="true">{texts.loading}</p>}
    </>
  )
}
