// One order: its timeline with times and reasons, and what it is made of.
import { useSuspenseQuery } from '@tanstack/react-query'
import { Link, type LoaderFunctionArgs, useLoaderData } from 'react-router'
import { queryClient, trpc } from '../api/trpc.ts'
import { CancelOrder } from '../features/orders/cancel-order.tsx'
import { nameActor } from '../features/orders/name-actor.ts'
import { isTold, nameState } from '../features/orders/name-state.ts'
import { OrderDetails, sourceOf } from '../features/orders/order-details.tsx'
import { OrderStateMark } from '../features/orders/order-state-mark.tsx'
import { Refunds } from '../features/orders/refunds.tsx'
import { paths } from '../paths.ts'
import { texts } from '../texts.ts'
import { careTexts } from '../texts/care.ts'
import { buttonClass } from '../ui/button.tsx'
import { formatDateTime } from '../ui/format.ts'
import { Page, PageHeading } from '../ui/page.tsx'
import { Timeline } from '../ui/timeline.tsx'

const t = texts.orders
const refreshMs = 20_000 // sellers report in minutes or days; this only spares a reload

export async function loader({ params }: LoaderFunctionArgs): Promise<{ orderId: string }> {
  const orderId = params.orderId ?? ''
  await queryClient.ensureQueryData(trpc.orders.get.queryOptions({ orderId }))
  return { orderId }
}

export function Component() {
  const { orderId } = useLoaderData<{ orderId: string }>()
  const { data: order } = useSuspenseQuery({
    ...trpc.orders.get.queryOptions({ orderId }),
    refetchInterval: ({ state: { data } }) =>
      data?.state === 'DELIVERED' || data?.state === 'CANCELLED' ? false : refreshMs,
  })
  const others = order.lines.length - 1
  const title = others > 0 ? careTexts.several(order.title, others) : order.title
  const isOver = order.state === 'DELIVERED' || order.state === 'CANCELLED'
  return (
    <Page title={title}>
      <div className="pt-8">
        <OrderStateMark state={order.state} isDigital={order.isDigital} />
        <PageHeading className="mt-2 font-serif text-4xl sm:text-5xl">
          {others > 0 ? (
            title
          ) : (
            <Link to={paths.book({ isbn: order.isbn13 })} className="underline-offset-6 hover:underline">
              {title}
            </Link>
          )}
        </PageHeading>
        <p className="mt-2 text-soft">
          {t.placed(formatDateTime(order.placedAt))} {t.from(sourceOf(order))}
          {order.purchaseId !== undefined && (
            <>
              {' · '}
              <Link to={paths.purchase({ id: order.purchaseId })} className="text-accent underline underline-offset-4">
                {t.seePurchase}
              </Link>
            </>
          )}
        </p>
      </div>
      <div className="mt-10 items-start gap-12 lg:grid lg:grid-cols-[minmax(0,1fr)_24rem]">
        <section aria-labelledby="history-title">
          <h2 id="history-title" className="mb-4 font-serif text-2xl">
            {t.history}
          </h2>
          <Timeline
            isRunning={!isOver}
            format={formatDateTime}
            entries={order.history
              .filter(({ to }) => isTold(to, order.isDigital))
              .map(({ to, reason, by, at }, index) => ({
                key: index,
                at,
                text: nameState(to, order.isDigital),
                note: [careTexts.byLine(nameActor(by, order.sellerName)), reason].filter(Boolean).join(': '),
              }))}
          />
          {order.isDigital && order.state === 'DELIVERED' && (
            <Link to={paths.library()} className={buttonClass('primary', 'mt-4')}>
              {careTexts.toLibrary}
            </Link>
          )}
          {order.cancellable && <CancelOrder orderId={order.id} />}
          <Refunds order={order} />
        </section>
        <div className="mt-10 lg:mt-0">
          <OrderDetails order={order} />
        </div>
      </div>
    </Page>
  )
}
