import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { toTrouble } from '../../api/errors.ts'
import type { Order, Refund } from '../../api/shapes.ts'
import { trpc } from '../../api/trpc.ts'
import { careTexts } from '../../texts/care.ts'
import { Announcer } from '../../ui/announcer.tsx'
import { Button } from '../../ui/button.tsx'
import { formatDateTime, formatMoney } from '../../ui/format.ts'
import { Notice } from '../../ui/notice.tsx'
import { Timeline } from '../../ui/timeline.tsx'
import { nameActor } from './name-actor.ts'
import { RefundForm } from './refund-form.tsx'

const t = careTexts.refund
const refreshMs = 5_000 // money on its way is looked at; a refund that waits for a person costs one small query

/** The refunds of an order, each with what happened to it, and the way to ask for one while something is left. */
export function Refunds({ order }: { order: Order }) {
  const [isAsking, setAsking] = useState(false)
  const [said, setSaid] = useState('')
  const { data, error } = useQuery({
    ...trpc.refunds.list.queryOptions({ orderId: order.id }),
    refetchInterval: ({ state }) => (state.data?.refunds.some(isMoving) ? refreshMs : false),
  })
  const refunds = data?.refunds ?? []
  const hasLeft = order.lines.some(({ refundable }) => refundable.minor > 0)
  if (refunds.length === 0 && !hasLeft && !error) return null
  return (
    <section aria-labelledby="refunds-title" className="mt-12">
      <h2 id="refunds-title" className="mb-2 font-serif text-2xl">
        {t.title}
      </h2>
      <Announcer message={said} />
      {error && (
        <Notice tone="caution" announce>
          {toTrouble(error).sentence}
        </Notice>
      )}
      <ul className="space-y-4">
        {refunds.map((refund) => (
          <OneRefund key={refund.id} refund={refund} sellerName={order.sellerName} />
        ))}
      </ul>
      {isAsking && (
        <RefundForm
          order={order}
          onDone={(isSent) => {
            setAsking(false)
            if (isSent) setSaid(t.sent)
          }}
        />
      )}
      {!isAsking && hasLeft && (
        <div className="mt-4 flex flex-wrap items-center gap-x-4 gap-y-2">
          <Button onClick={() => setAsking(true)}>{t.ask}</Button>
          {refunds.length === 0 && (
            <p className="min-w-0 flex-1 basis-56 text-soft">{order.isDigital ? t.noneDigital : t.none}</p>
          )}
        </div>
      )}
    </section>
  )
}

function OneRefund({ refund, sellerName }: { refund: Refund; sellerName: string }) {
  const { total, state, reason, awaitsReturn, returnedAt, history } = refund
  return (
    <li className="rounded-lg border border-line bg-raised p-5">
      <div className="flex flex-wrap items-baseline justify-between gap-x-4">
        <h3 className="font-medium">{t.one(formatMoney(total))}</h3>
        <p className={`text-sm font-medium ${state === 'REJECTED' ? 'text-soft' : 'text-accent'}`}>{t.states[state]}</p>
      </div>
      <p className="mb-4 text-sm text-soft">{t.reasons[reason]}</p>
      {awaitsReturn && !returnedAt && state === 'APPROVED' && <p className="mb-4 text-sm">{t.awaitsReturn}</p>}
      <Timeline
        isRunning={isMoving(refund)}
        format={formatDateTime}
        entries={history.map(({ event, by, reason: why, at }, index) => ({
          key: index,
          at,
          text: t.events[event] ?? event,
          note: [careTexts.byLine(nameActor(by, sellerName)), event === 'failed' ? undefined : why]
            .filter(Boolean)
            .join(': '),
        }))}
      />
    </li>
  )
}

function isMoving({ state }: Refund): boolean {
  return state !== 'REFUNDED' && state !== 'REJECTED'
}
