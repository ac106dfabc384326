import { BookOpen } from 'lucide-react'
import { Link } from 'react-router'
import type { Loan } from '../../api/shapes.ts'
import { client } from '../../api/trpc.ts'
import { useNow } from '../../local/use-now.ts'
import { paths } from '../../paths.ts'
import { libraryTexts } from '../../texts/library.ts'
import { Button, buttonClass } from '../../ui/button.tsx'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { formatDateTime } from '../../ui/format.ts'
import { BookRow } from './book-row.tsx'
import { DeedProblem } from './deed-problem.tsx'
import { DownloadDialog } from './download-dialog.tsx'
import { daysLeft, isOver } from './library-view.ts'
import { useDeed } from './use-deed.ts'

const t = libraryTexts
const minuteMs = 60_000

/** A loan: waiting to be picked up, running, or over. */
export function LoanRow({ loan }: { loan: Loan }) {
  const { id: loanId, isbn13, title, state } = loan
  const borrow = useDeed((key) => client.ebooks.borrow.mutate({ isbn13, key }))
  const giveBack = useDeed((key) => client.ebooks.return.mutate({ loanId, key }))
  const renew = useDeed((key) => client.ebooks.renew.mutate({ loanId, key }))
  return (
    <BookRow
      book={loan}
      standing={<Standing loan={loan} />}
      problem={<DeedProblem error={borrow.error ?? giveBack.error ?? renew.error} />}
      actions={
        isOver(loan) ? undefined : (
          <>
            {state === 'READY' ? (
              <Button look="primary" busy={borrow.isBusy} onClick={borrow.run}>
                {t.pickUp}
              </Button>
            ) : (
              <Link to={paths.reader({ isbn: isbn13 })} reloadDocument className={buttonClass('primary')}>
                <BookOpen aria-hidden className="size-4" /> {t.read}
              </Link>
            )}
            {state === 'ACTIVE' && <DownloadDialog isbn13={isbn13} title={title} />}
            {loan.renewable && (
              <Button busy={renew.isBusy} onClick={renew.run}>
                {t.renew}
              </Button>
            )}
            <ConfirmDialog
              trigger={
                <Button look="quiet" busy={giveBack.isBusy}>
                  {state === 'READY' ? t.letGo : t.giveBack}
                </Button>
              }
              title={t.giveBackTitle(title)}
              text={state === 'READY' ? t.letGoText : t.giveBackText}
              yes={t.giveBackYes}
              no={t.giveBackNo}
              onYes={giveBack.run}
            />
          </>
        )
      }
    />
  )
}

function Standing({ loan: { state, dueAt, pickUpBy, endedAt } }: { loan: Loan }) {
  const now = useNow(minuteMs)
  if (state === 'READY') return <p className="text-accent">{t.ready(pickUpBy ? formatDateTime(pickUpBy) : '')}</p>
  if (state === 'ACTIVE' && dueAt) {
    const days = daysLeft(dueAt, now)
    return <p className={days < 3 ? 'text-caution' : 'text-soft'}>{t.due(days, formatDateTime(dueAt))}</p>
  }
  return <p className="text-soft">{t.ended[state]?.(endedAt ? formatDateTime(endedAt) : '') ?? state}</p>
}
