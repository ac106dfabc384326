import { useQuery } from '@tanstack/react-query'
import { trpc } from '../api/trpc.ts'
import { DeadJobs } from '../features/ops/dead-jobs.tsx'
import { StaffFrame } from '../features/staff/staff-frame.tsx'
import { QueueTable } from '../features/ops/queue-table.tsx'
import { SearchIndex } from '../features/ops/search-index.tsx'
import { Problem } from '../parts/problem.tsx'
import { texts } from '../texts.ts'
import { opsTexts } from '../texts/ops.ts'
import { staffTexts } from '../texts/staff.ts'
import { buttonClass } from '../ui/button.tsx'
import { Page } from '../ui/page.tsx'

const t = opsTexts.jobs
const dashboard = '/ops/queues' // a page of the server's own, not of this app
const lookMs = 10_000

/** For staff: the queues, and what has failed for good. */
export function Component() {
  return (
    <Page title={`${staffTexts.tabs.jobs} · ${opsTexts.title}`} heading={opsTexts.title}>
      <StaffFrame>
        <Jobs />
      </StaffFrame>
    </Page>
  )
}

function Jobs() {
  const { data, error, isPending, refetch } = useQuery(
    trpc.ops.listQueues.queryOptions(undefined, { staleTime: 1_000, refetchInterval: lookMs }),
  )
  const { data: index } = useQuery(
    trpc.ops.readSearchIndex.queryOptions(undefined, { staleTime: 1_000, refetchInterval: lookMs }),
  )
  return (
    <>
      <div className="mb-8 flex flex-wrap items-center justify-between gap-4">
        <p className="min-w-0 flex-1 basis-72 text-soft">{t.lead}</p>
        <a href={dashboard} className={buttonClass('plain')}>
          {t.dashboard}
        </a>
      </div>
      <Problem error={error} onRetry={refetch} />
      {isPending && <p aria-busy="true">{texts.loading}</p>}
      {data && (
        <>
          <DeadJobs deadLetters={data.deadLetters} />
          <QueueTable queues={data.queues} />
        </>
      )}
      {index && <SearchIndex index={index} />}
    </>
  )
}
