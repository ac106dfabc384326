import { PageHeading } from '../../ui/page.tsx'

/** What a review is of, what is the matter, and what to do about it, in words and as the books have it. */
export function ReviewHead({
  title,
  of: { id, state, reason, what, advice },
}: {
  title: string
  of: { id: string; state: string; reason: string | null; what: string; advice: string | null }
}) {
  return (
    <>
      <PageHeading className="font-serif text-4xl wrap-anywhere">{title}</PageHeading>
      <p className="mt-2 text-lg">{what}</p>
      {advice && <p className="mt-1 text-soft">{advice}</p>}
      <p className="mt-2 mb-8 font-mono text-sm wrap-anywhere text-soft" data-testid="state">
        {state}
        {reason && ` · ${reason}`} · {id}
      </p>
    </>
  )
}
