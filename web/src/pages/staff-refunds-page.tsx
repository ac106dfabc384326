import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { RefundQueue } from '../api/shapes.ts'
import { trpc } from '../api/trpc.ts'
import { QueueTabs, useQueue } from '../features/staff/queue-tabs.tsx'
import { RefundWorkItem } from '../features/staff/refund-work.tsx'
import { StaffFrame } from '../features/staff/staff-frame.tsx'
import { WorkList } from '../features/staff/work-list.tsx'
import { careTexts } from '../texts/care.ts'
import { Announcer } from '../ui/announcer.tsx'
import { Page } from '../ui/page.tsx'

const t = careTexts.staff
const refreshMs = 30_000 // several people work on one queue
const shownMax = 100 // the server's own limit

/** Refunds for those who decide about them and receive what comes back. */
export function Component() {
  const [queue, setQueue] = useQueue(t.refundQueues, 'decide')
  const [said, setSaid] = useState('')
  return (
    <Page title={t.refundsTitle} heading={t.refundsTitle}>
      <StaffFrame>
        <QueueTabs names={t.refundQueues} value={queue} onChange={setQueue} />
        <Announcer message={said} />
        <Waiting queue={queue} onDone={setSaid} />
      </StaffFrame>
    </Page>
  )
}

function Waiting({ queue, onDone }: { queue: RefundQueue; onDone: (said: string) => void }) {
  const { data, error, refetch } = useQuery({
    ...trpc.refunds.work.queryOptions({ queue }),
    refetchInterval: refreshMs,
  })
  const refunds = data?.refunds
  return (
    <>
      <WorkList
        items={refunds?.map((refund) => (
          <RefundWorkItem key={refund.id} refund={refund} onDone={onDone} />
        ))}
        error={error}
        onRetry={() => void refetch()}
      />
      {refunds?.length === shownMax && <p className="pt-4 text-sm text-soft">{t.shown}</p>}
    </>
  )
}
