import { texts } from '../texts.ts'
import { Skeleton } from '../ui/skeleton.tsx'

/** Shown only while the first page's code and data are on their way. */
export function WaitingPage() {
  return (
    <div aria-busy="true" className="mx-auto max-w-page space-y-4 px-4 pt-24 sm:px-6">
      <span className="sr-only">{texts.loading}</span>
      <Skeleton className="h-10 w-2/5" />
      <Skeleton className="h-5 w-3/5" />
      <Skeleton className="h-5 w-1/2" />
    </div>
  )
}
