import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { orderWorkPages } from '../api/pages.ts'
import type { OrderWork } from '../api/shapes.ts'
import { trpc } from '../api/trpc.ts'
import { OrderWorkItem } from '../features/staff/order-work.tsx'
import { QueueTabs, useQueue } from '../features/staff/queue-tabs.tsx'
import { StaffFrame } from '../features/staff/staff-frame.tsx'
import { WorkList } from '../features/staff/work-list.tsx'
import { texts } from '../texts.ts'
import { careTexts } from '../texts/care.ts'
import { Announcer } from '../ui/announcer.tsx'
import { Button } from '../ui/button.tsx'
import { Page } from '../ui/page.tsx'

const t = careTexts.staff
const refreshMs = 30_000 // several people work on one queue

/** Open orders for those who pack and ship them, or hear of them from sellers. */
export function Component() {
  const [queue, setQueue] = useQueue(t.orderQueues, 'PAID')
  const [said, setSaid] = useState('')
  return (
    <Page title={t.ordersTitle} heading={t.ordersTitle}>
      <StaffFrame>
        <QueueTabs names={t.orderQueues} value={queue} onChange={setQueue} />
        <Announcer message={said} />
        {queue === 'stuck' ? <Stuck onDone={setSaid} /> : <Open key={queue} state={queue} onDone={setSaid} />}
      </StaffFrame>
    </Page>
  )
}

function Open({ state, onDone }: { state: 'PAID' | 'PROCESSING' | 'SHIPPED'; onDone: (said: string) => void }) {
  const { data, error, refetch, hasNextPage, isFetchingNextPage, fetchNextPage } = useInfiniteQuery({
    ...orderWorkPages(state),
    refetchInterval: refreshMs,
  })
  const orders = data?.pages.flatMap((page) => page.orders)
  return (
    <>
      <WorkList items={orders && toItems(orders, onDone)} error={error} onRetry={() => void refetch()} />
      {hasNextPage && (
        <div className="pt-6 text-center">
          <Button busy={isFetchingNextPage} onClick={() => void fetchNextPage()}>
            {texts.showMore}
          </Button>
        </div>
      )}
    </>
  )
}

function Stuck({ onDone }: { onDone: (said: string) => void }) {
  const { data, error, refetch } = useQuery({ ...trpc.orders.stuck.queryOptions(), refetchInterval: refreshMs })
  return <WorkList items={data && toItems(data.orders, onDone)} error={error} onRetry={() => void refetch()} />
}

function toItems(orders: readonly OrderWork[], onDone: (said: string) => void) {
  return orders.map((order) => <OrderWorkItem key={order.id} order={order} onDone={onDone} />)
}
