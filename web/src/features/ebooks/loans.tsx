import { useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { loanPages } from '../../api/pages.ts'
import type { StaffLoan } from '../../api/shapes.ts'
import { client, queryClient, trpc } from '../../api/trpc.ts'
import { Paged } from '../../parts/paged.tsx'
import { ReasonDialog } from '../../parts/reason-dialog.tsx'
import { ebookTexts } from '../../texts/ebooks.ts'
import { Button } from '../../ui/button.tsx'
import { formatDateTime } from '../../ui/format.ts'
import { Segmented } from '../../ui/segmented.tsx'

const t = ebookTexts.loans
const choices = [
  { value: 'live', label: t.live },
  { value: 'all', label: t.all },
] as const

/** Who has it, or ever had it; a loan that runs can be taken back. */
export function Loans({ isbn13 }: { isbn13: string }) {
  const [which, setWhich] = useState<'live' | 'all'>('live')
  const query = useInfiniteQuery(loanPages({ isbn13, isLive: which === 'live' }))
  return (
    <section aria-labelledby="loans-title">
      <div className="mb-3 flex flex-wrap items-center justify-between gap-3">
        <h2 id="loans-title" className="font-serif text-2xl">
          {t.title}
        </h2>
        <Segmented
          name="loans"
          legend={t.which}
          isLegendShown={false}
          options={choices}
          value={which}
          onChange={setWhich}
        />
      </div>
      <Paged
        query={query}
        items={query.data?.pages.flatMap((page) => page.loans)}
        empty={<p className="text-soft">{which === 'live' ? t.emptyLive : t.emptyAll}</p>}
      >
        {(loans) => (
          <ul className="divide-y divide-line border-y border-line">
            {loans.map((loan) => (
              <LoanItem key={loan.id} loan={loan} />
            ))}
          </ul>
        )}
      </Paged>
    </section>
  )
}

function LoanItem({ loan }: { loan: StaffLoan }) {
  const { id: loanId, reader, state, history } = loan
  const who = reader?.name ?? t.gone
  const why = history.findLast(({ event }) => event === 'revoked')?.reason
  return (
    <li className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3 py-4">
      <div className="min-w-0 flex-1 basis-56">
        <p className="font-medium wrap-anywhere">{who}</p>
        {reader && <p className="text-sm wrap-anywhere text-soft">{reader.email}</p>}
        <p className="text-sm">{standingOf(loan)}</p>
        {why && <p className="text-sm wrap-anywhere text-soft">{t.because(why)}</p>}
      </div>
      {(state === 'READY' || state === 'ACTIVE') && (
        <ReasonDialog
          trigger={
            <Button look="danger" aria-label={t.revokeOf(who)}>
              {t.revoke}
            </Button>
          }
          title={t.revokeTitle(who)}
          text={t.revokeText}
          hint={t.revokeHint}
          yes={t.revokeYes}
          onYes={async (given) => {
            try {
              await client.ebooks.revoke.mutate({ ...given, loanId })
            } finally {
              void queryClient.invalidateQueries(trpc.ebooks.pathFilter())
            }
          }}
        />
      )}
    </li>
  )
}

function standingOf({ state, pickUpBy, dueAt, endedAt }: StaffLoan): string {
  if (state === 'READY' && pickUpBy) return t.ready(formatDateTime(pickUpBy))
  if (state === 'ACTIVE' && dueAt) return t.active(formatDateTime(dueAt))
  return t.over[state]?.(endedAt ? formatDateTime(endedAt) : '') ?? state
}
