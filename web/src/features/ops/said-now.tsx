import { RefreshCw } from 'lucide-react'
import type { ReactNode } from 'react'
import type { Sides } from '../../api/shapes.ts'
import { opsTexts } from '../../texts/ops.ts'
import { Button } from '../../ui/button.tsx'
import { Definition, Definitions } from '../../ui/definition.tsx'
import { formatMoney, formatTime } from '../../ui/format.ts'

const t = opsTexts.purchase

/** What the seller and the provider say when they are asked, and when that was. */
export function SaidNow({
  sides,
  isAsking,
  problem,
  onLook,
}: {
  sides: Sides | undefined
  isAsking: boolean
  problem: ReactNode
  onLook: () => void
}) {
  return (
    <section aria-labelledby="now-title" aria-busy={isAsking} className="rounded-lg border border-line bg-raised p-5">
      <div className="mb-4 flex flex-wrap items-center justify-between gap-3">
        <h2 id="now-title" className="font-serif text-2xl">
          {t.now}
        </h2>
        <Button busy={isAsking} onClick={onLook}>
          {!isAsking && <RefreshCw aria-hidden className="size-4" />}
          {isAsking ? t.asking : sides ? t.look : t.lookFirst}
        </Button>
      </div>
      {problem}
      {sides && (
        <>
          <Order order={sides.order} />
          <Payment payment={sides.payment} />
          <p className="mt-4 text-sm text-soft">
            {t.askedAt} <time dateTime={sides.at}>{formatTime(sides.at)}</time>
          </p>
        </>
      )}
    </section>
  )
}

function Order({ order }: { order: Sides['order'] }) {
  if (!order) return <p className="mb-5">{t.noOrder}</p>
  const { sellerName, text, says, reference, sellerOrderId, state, isbn13, total } = order
  return (
    <div className="mb-5">
      <h3 className="font-medium">{sellerName}</h3>
      <p className="mb-3">{text}</p>
      <Definitions>
        <Definition name={t.attempt}>{state ?? says}</Definition>
        <Definition name={t.reference}>
          <code className="font-mono text-sm">{reference}</code>
        </Definition>
        {sellerOrderId && <Definition name={t.sellerOrder}>{sellerOrderId}</Definition>}
        {isbn13 && <Definition name="ISBN">{isbn13}</Definition>}
        {total && <Definition name={t.sellerTotal}>{formatMoney(total)}</Definition>}
      </Definitions>
    </div>
  )
}

function Payment({ payment }: { payment: Sides['payment'] }) {
  if (!payment) return <p>{t.noPayment}</p>
  const { text, says, status, ref, capturable, captured } = payment
  return (
    <div>
      <h3 className="font-medium">{t.provider}</h3>
      <p className="mb-3">{text}</p>
      <Definitions>
        <Definition name={t.payment}>{status ?? says}</Definition>
        {ref && (
          <Definition name={t.intent}>
            <code className="font-mono text-sm">{ref}</code>
          </Definition>
        )}
        {capturable && <Definition name={t.held}>{formatMoney(capturable)}</Definition>}
        {captured && <Definition name={t.taken}>{formatMoney(captured)}</Definition>}
      </Definitions>
    </div>
  )
}
