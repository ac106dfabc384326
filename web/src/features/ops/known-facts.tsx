import type { OpsPurchase } from '../../api/shapes.ts'
import { opsTexts } from '../../texts/ops.ts'
import { Definition, Definitions } from '../../ui/definition.tsx'
import { formatDateTime, formatMoney } from '../../ui/format.ts'

const t = opsTexts.purchase

/** What is written down here: who asked for what, the newest order, the payment, the ledger. */
export function KnownFacts({ purchase }: { purchase: OpsPurchase }) {
  const { shopper, terms, ledger } = purchase
  const attempt = purchase.attempts.at(-1)
  return (
    <section aria-labelledby="known-title" className="rounded-lg border border-line bg-raised p-5">
      <h2 id="known-title" className="mb-4 font-serif text-2xl">
        {t.known}
      </h2>
      <Definitions>
        <Definition name={t.shopper}>{shopper ? `${shopper.name}, ${shopper.email}` : t.none}</Definition>
        <Definition name={t.maximum}>{formatMoney(terms.max)}</Definition>
        <Definition name={t.consent}>{terms.isMandate ? t.byMandate : t.byShopper}</Definition>
        {attempt && <Attempt attempt={attempt} />}
        <Payment payment={purchase.payment} />
        <Definition name={t.ledger}>
          {ledger.length === 0
            ? t.nothing
            : ledger.map(({ account, amount }) => (
                <span key={account} className="block">
                  {account} <span className="price">{formatMoney(amount)}</span>
                </span>
              ))}
        </Definition>
      </Definitions>
    </section>
  )
}

function Attempt({ attempt }: { attempt: OpsPurchase['attempts'][number] }) {
  const { sellerName, total, sellerTotal, charge, state, reason, reference, sellerOrderId, ordinal } = attempt
  return (
    <>
      <Definition name={t.seller}>
        {sellerName}, {formatMoney(total)}
      </Definition>
      <Definition name={`${t.attempt} ${ordinal}`}>
        {state}
        {reason && ` (${reason})`}
      </Definition>
      <Definition name={t.reference}>
        <code className="font-mono text-sm">{reference}</code>
      </Definition>
      <Definition name={t.sellerTotal}>{formatMoney(sellerTotal)}</Definition>
      <Definition name={t.sellerOrder}>{sellerOrderId ?? t.none}</Definition>
      {charge && <Definition name={t.charge}>{formatMoney(charge)}</Definition>}
    </>
  )
}

/** What the payment is by our own books. */
export function Payment({ payment }: { payment: OpsPurchase['payment'] }) {
  if (!payment) return <Definition name={t.payment}>{t.nothing}</Definition>
  const { state, ref, authorized, captured, holdExpiresAt } = payment
  return (
    <>
      <Definition name={t.payment}>{state}</Definition>
      <Definition name={t.intent}>{ref ? <code className="font-mono text-sm">{ref}</code> : t.none}</Definition>
      <Definition name={t.held}>{formatMoney(authorized)}</Definition>
      <Definition name={t.taken}>{formatMoney(captured)}</Definition>
      {holdExpiresAt && <Definition name={t.holdEnds}>{formatDateTime(holdExpiresAt)}</Definition>}
    </>
  )
}
