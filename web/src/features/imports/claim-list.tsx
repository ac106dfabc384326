import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Claim, ClaimVerdict } from '../../api/shapes.ts'
import { queryClient, trpc } from '../../api/trpc.ts'
import { Problem } from '../../parts/problem.tsx'
import { texts } from '../../texts.ts'
import { importsTexts } from '../../texts/imports.ts'
import { Button } from '../../ui/button.tsx'
import { TextField } from '../../ui/field.tsx'
import { languageName } from '../../ui/format.ts'
import { Notice } from '../../ui/notice.tsx'

const t = importsTexts.claims
const shown = 5
const whyMin = 3 // characters, as the server has it

/** Numbers that two books claim, the oldest first, each with both books and what may be decided. */
export function ClaimList() {
  const { data, error } = useQuery(trpc.catalog.claims.queryOptions({ limit: shown }))
  return (
    <section aria-label={t.title} className="mt-12">
      <h2 className="font-serif text-2xl">{t.title}</h2>
      <p className="mt-1 mb-4 max-w-reading text-soft">{t.text}</p>
      <Problem error={error} />
      {data?.claims.length === 0 && <Notice>{t.none}</Notice>}
      <ul className="space-y-6">
        {data?.claims.map((claim) => (
          <ClaimItem key={claim.id} claim={claim} />
        ))}
      </ul>
      {data && data.open > data.claims.length && (
        <p className="mt-4 text-soft">{t.more(data.open - data.claims.length)}</p>
      )}
    </section>
  )
}

function ClaimItem({ claim: { id, isbn13, holder, claimant } }: { claim: Claim }) {
  const [why, setWhy] = useState('')
  const [isWrong, setWrong] = useState(false)
  const { mutate, isPending, error } = useMutation(
    trpc.catalog.settleClaim.mutationOptions({
      onSettled: () => queryClient.invalidateQueries(trpc.catalog.claims.queryFilter()),
    }),
  )
  function decide(verdict: ClaimVerdict) {
    const isSaid = why.trim().length >= whyMin
    setWrong(!isSaid)
    if (isSaid && !isPending) mutate({ id, verdict, why })
  }
  return (
    <li className="rounded-lg border border-line bg-raised p-5">
      <h3 className="price mb-3 font-medium">{t.isbn(isbn13)}</h3>
      <div className="grid gap-5 sm:grid-cols-2">
        <Claimant title={t.holder} book={holder} />
        <Claimant title={t.claimant} book={claimant} />
      </div>
      <div className="mt-4 space-y-4">
        <TextField
          name={`why-${id}`}
          label={t.why}
          error={isWrong ? t.badWhy : undefined}
          maxLength={500}
          value={why}
          onChange={(event) => setWhy(event.target.value)}
        />
        <Problem error={error} />
        <div className="flex flex-wrap gap-3">
          <Button busy={isPending} onClick={() => decide('KEPT')}>
            {isPending ? t.busy : t.keep}
          </Button>
          <Button busy={isPending} onClick={() => decide('REPLACED')}>
            {t.replace}
          </Button>
          <Button busy={isPending} onClick={() => decide('SAME_BOOK')}>
            {t.same}
          </Button>
        </div>
      </div>
    </li>
  )
}

function Claimant({ title, book }: { title: string; book: Claim['holder'] }) {
  const facts = [
    texts.formats[book.format] ?? book.format,
    languageName(book.language),
    book.publisher,
    book.publishedYear,
  ]
  return (
    <div>
      <h4 className="text-sm text-soft">{title}</h4>
      <p className="font-serif text-xl wrap-anywhere">{book.title}</p>
      <p>{book.authors.join(', ') || t.noAuthor}</p>
      <p className="text-sm text-soft">{facts.filter((fact) => fact !== undefined).join(', ')}</p>
    </div>
  )
}
