import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { client, trpc } from '../api/trpc.ts'
import { CaseList } from '../features/ops/case-list.tsx'
import { StaffFrame } from '../features/staff/staff-frame.tsx'
import { Problem } from '../parts/problem.tsx'
import { ReasonDialog } from '../parts/reason-dialog.tsx'
import { texts } from '../texts.ts'
import { opsTexts } from '../texts/ops.ts'
import { staffTexts } from '../texts/staff.ts'
import { Button } from '../ui/button.tsx'
import { Empty } from '../ui/empty.tsx'
import { formatDateTime } from '../ui/format.ts'
import { Notice } from '../ui/notice.tsx'
import { Page } from '../ui/page.tsx'

const t = opsTexts.cases

/** For staff: differences between our books and everybody else's. */
export function Component() {
  return (
    <Page title={`${staffTexts.tabs.cases} · ${opsTexts.title}`} heading={opsTexts.title}>
      <StaffFrame>
        <Cases />
      </StaffFrame>
    </Page>
  )
}

function Cases() {
  const [isOpen, setOpen] = useState(true)
  const [skip, setSkip] = useState(0)
  const [isAsked, setAsked] = useState(false)
  const { data, error, isPending, refetch } = useQuery(
    trpc.ops.listCases.queryOptions({ isOpen, skip }, { staleTime: 1_000, placeholderData: keepPreviousData }),
  )
  return (
    <>
      <p className="mb-2 max-w-reading text-soft">{t.lead}</p>
      {data && <LastRun run={data.lastRun} />}
      <div className="my-6 flex flex-wrap items-center justify-between gap-3">
        <div role="group" aria-label={t.which} className="flex gap-2">
          {[true, false].map((each) => (
            <Button
              key={String(each)}
              aria-pressed={isOpen === each}
              look={isOpen === each ? 'primary' : 'plain'}
              onClick={() => {
                setOpen(each)
                setSkip(0)
              }}
            >
              {each ? t.open : t.closed}
            </Button>
          ))}
        </div>
        <ReasonDialog
          trigger={<Button>{t.compare}</Button>}
          title={t.compareTitle}
          text={t.compareText}
          yes={t.compareYes}
          onYes={async (given) => {
            await client.ops.compareBooks.mutate(given)
            setAsked(true)
          }}
        />
      </div>
      {isAsked && (
        <div className="mb-6">
          <Notice announce>{t.compareAsked}</Notice>
        </div>
      )}
      <Problem error={error} onRetry={refetch} />
      {isPending && <p aria-busy="true">{texts.loading}</p>}
      {data?.cases.length === 0 && (
        <Empty title={isOpen ? t.emptyTitle : t.closed}>{isOpen ? t.emptyText : t.noneClosed}</Empty>
      )}
      {data && data.cases.length > 0 && <CaseList cases={data.cases} />}
      {data && data.next !== null && (
        <div className="pt-6 text-center">
          <Button onClick={() => setSkip(data.next ?? 0)}>{texts.showMore}</Button>
        </div>
      )}
    </>
  )
}

type LastRunView = { finishedAt: string | null; payments: number; orders: number; unanswered: number }

function LastRun({ run }: { run: LastRunView | null }) {
  if (!run) return <p className="text-sm text-soft">{t.neverRun}</p>
  if (run.finishedAt === null) return <p className="text-sm text-soft">{t.running}</p>
  return (
    <p className="text-sm text-soft">
      {t.lastRun(formatDateTime(run.finishedAt), run.payments, run.orders)}
      {run.unanswered > 0 && ` ${t.unanswered(run.unanswered)}`}
    </p>
  )
}
