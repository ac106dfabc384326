import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import type { RefundWork } from '../../api/shapes.ts'
import { queryClient, trpc } from '../../api/trpc.ts'
import { randomKey } from '../../local/random-key.ts'
import { Problem } from '../../parts/problem.tsx'
import { texts } from '../../texts.ts'
import { careTexts } from '../../texts/care.ts'
import { Button } from '../../ui/button.tsx'
import { TextField } from '../../ui/field.tsx'
import { formatDateTime, formatMoney } from '../../ui/format.ts'

const t = careTexts.staff
const r = careTexts.refund

/** One refund that waits for a person, with what its shopper says, and what can be decided about it. */
export function RefundWorkItem({ refund, onDone }: { refund: RefundWork; onDone: (said: string) => void }) {
  const { title, total, orderTotal, sellerName, reason, comment, state, createdAt, requestedBy, history } = refund
  const failure = history.findLast(({ event }) => event === 'failed')?.reason
  return (
    <li className="py-5">
      <div className="flex flex-wrap items-baseline justify-between gap-x-6">
        <h2 className="min-w-0 flex-1 basis-56 font-serif text-xl wrap-anywhere">{title}</h2>
        <p className="price font-semibold">{t.ofTotal(formatMoney(total), formatMoney(orderTotal))}</p>
      </div>
      <p className="text-sm text-soft">
        {t.from(sellerName)} · {t.orderIs(stateName(refund.orderState))}
      </p>
      <p className="mt-2">
        <span className="font-medium">{r.reasons[reason]}.</span> {comment && <q>{comment}</q>}
      </p>
      <p className="text-sm text-soft">{t.askedBy(whoAsked(requestedBy, sellerName), formatDateTime(createdAt))}</p>
      {failure && <p className="mt-1 text-sm text-danger">{t.lastNo(failure)}</p>}
      {state === 'REQUESTED' ? (
        <Decide refund={refund} onDone={onDone} />
      ) : (
        <FollowUp refund={refund} onDone={onDone} />
      )}
    </li>
  )
}

interface Doing {
  refund: RefundWork
  onDone: (said: string) => void
}

/** What every act of this page does when it is done. The server's answer is said; the queues are read anew. */
function useDone({ refund, onDone }: Doing) {
  return {
    onSuccess: async ({ state }: Pick<RefundWork, 'state'>) => {
      onDone(t.done(refund.title, r.states[state].toLowerCase()))
      await queryClient.invalidateQueries(trpc.refunds.pathFilter())
    },
  }
}

function Decide({ refund, onDone }: Doing) {
  const [key] = useState(randomKey)
  const [note, setNote] = useState('')
  const [isMissing, setMissing] = useState(false)
  const done = useDone({ refund, onDone })
  const approve = useMutation(trpc.refunds.approve.mutationOptions(done))
  const reject = useMutation(trpc.refunds.reject.mutationOptions(done))
  const of = (act: string) => t.actOn(act, refund.title)
  const isBusy = approve.isPending || reject.isPending
  const said = note.trim()
  const decide = (awaitsReturn: boolean) =>
    approve.mutate({ refundId: refund.id, key, awaitsReturn, ...(said && { note: said }) })
  function refuse() {
    setMissing(said === '')
    if (said !== '') reject.mutate({ refundId: refund.id, key, reason: said })
  }
  return (
    <div className="mt-3 space-y-3">
      <TextField
        label={t.decision(refund.title)}
        name={`note-${refund.id}`}
        autoComplete="off"
        maxLength={300}
        value={note}
        error={isMissing ? t.rejectNeedsReason : undefined}
        onChange={({ target }) => setNote(target.value)}
      />
      <div className="flex flex-wrap gap-3">
        <Button look="primary" busy={isBusy} aria-label={of(t.approve)} onClick={() => decide(false)}>
          {t.approve}
        </Button>
        {!refund.isDigital && (
          <Button busy={isBusy} aria-label={of(t.approveOnReturn)} onClick={() => decide(true)}>
            {t.approveOnReturn}
          </Button>
        )}
        <Button look="danger" busy={isBusy} aria-label={of(t.reject)} onClick={refuse}>
          {t.reject}
        </Button>
      </div>
      <Problem error={approve.error ?? reject.error} />
    </div>
  )
}

/** What can be told of a refund that is decided: its copy is back, try again. */
function FollowUp({ refund, onDone }: Doing) {
  const [key] = useState(randomKey)
  const done = useDone({ refund, onDone })
  const returned = useMutation(trpc.refunds.markReturned.mutationOptions(done))
  const retry = useMutation(trpc.refunds.retry.mutationOptions(done))
  const of = (act: string) => t.actOn(act, refund.title)
  return (
    <div className="mt-3 space-y-3">
      <p className="text-sm">{r.states[refund.state]}</p>
      <div className="flex flex-wrap gap-3">
        {!refund.returnedAt && !refund.isDigital && (
          <Button
            busy={returned.isPending}
            aria-label={of(t.received)}
            onClick={() => returned.mutate({ refundId: refund.id })}
          >
            {t.received}
          </Button>
        )}
        {refund.state === 'FAILED' && (
          <Button
            look="primary"
            busy={retry.isPending}
            aria-label={of(t.retry)}
            onClick={() => retry.mutate({ refundId: refund.id, key })}
          >
            {t.retry}
          </Button>
        )}
      </div>
      <Problem error={returned.error ?? retry.error} />
    </div>
  )
}

function whoAsked(by: string, sellerName: string): string {
  if (by.startsWith('staff:')) return careTexts.by.staff
  return by.startsWith('seller:') ? sellerName : careTexts.by.shopper
}

function stateName(state: string): string {
  const names: Record<string, string> = texts.orders.states
  return names[state] ?? state
}
