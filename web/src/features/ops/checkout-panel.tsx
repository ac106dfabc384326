import { Link } from 'react-router'
import type { CheckoutAction, OpsCheckout } from '../../api/shapes.ts'
import { client, queryClient, trpc } from '../../api/trpc.ts'
import { paths } from '../../paths.ts'
import { opsTexts } from '../../texts/ops.ts'
import { Definition, Definitions } from '../../ui/definition.tsx'
import { formatMoney } from '../../ui/format.ts'
import { ActionList } from './action-list.tsx'
import { isEnded } from './follow.ts'
import { Payment } from './known-facts.tsx'
import type { Given } from '../../parts/reason-dialog.tsx'

const t = opsTexts.checkouts

/** What is written down here: whose, of what, the money, what came of it. */
export function CheckoutFacts({ checkout }: { checkout: OpsCheckout }) {
  const { shopper, total, copies, ebooks, orderId, ebookOrderId, purchases, payment } = checkout
  return (
    <section aria-labelledby="known-title" className="rounded-lg border border-line bg-raised p-5">
      <h2 id="known-title" className="mb-4 font-serif text-2xl">
        {opsTexts.purchase.known}
      </h2>
      <Definitions>
        <Definition name={opsTexts.purchase.shopper}>
          {shopper ? `${shopper.name}, ${shopper.email}` : opsTexts.purchase.none}
        </Definition>
        <Definition name={t.total}>{total ? formatMoney(total) : opsTexts.purchase.none}</Definition>
        {copies.length > 0 && (
          <Definition name={t.copies}>
            {copies.map(({ isbn13, condition, title, quantity }) => (
              <span key={`${isbn13} ${condition}`} className="block">
                {t.copy(title, quantity)}
              </span>
            ))}
          </Definition>
        )}
        {ebooks.length > 0 && (
          <Definition name={t.ebooks}>
            {ebooks.map(({ isbn13, title }) => (
              <span key={isbn13} className="block">
                {title}
              </span>
            ))}
          </Definition>
        )}
        <Payment payment={payment} />
        {orderId && (
          <Definition name={t.order}>
            <code className="font-mono text-sm">{orderId}</code>
          </Definition>
        )}
        {ebookOrderId && (
          <Definition name={t.ebookOrder}>
            <code className="font-mono text-sm">{ebookOrderId}</code>
          </Definition>
        )}
        {purchases.length > 0 && (
          <Definition name={t.purchases}>
            {purchases.map(({ isbn13, purchaseId }) => (
              <span key={isbn13} className="block">
                {purchaseId ? (
                  <Link to={paths.opsPurchase({ id: purchaseId })} className="text-accent underline underline-offset-4">
                    {isbn13}
                  </Link>
                ) : (
                  isbn13
                )}
              </span>
            ))}
          </Definition>
        )}
      </Definitions>
    </section>
  )
}

/** What can be done with a checkout: in review what is safe, and a note at any time. */
export function CheckoutActions({ checkout: { id: checkoutId, state, actions } }: { checkout: OpsCheckout }) {
  const act = async (action: CheckoutAction, given: Given) => {
    try {
      const after = await client.ops.actOnCheckout.mutate({ ...given, checkoutId, action })
      queryClient.setQueryData(trpc.ops.getCheckout.queryKey({ checkoutId }), after)
    } finally {
      void queryClient.invalidateQueries(trpc.ops.listCheckouts.infiniteQueryFilter())
      void queryClient.invalidateQueries(trpc.ops.getCheckout.queryFilter({ checkoutId }))
    }
  }
  return <ActionList lead={leadOf(state)} names={t.actions} actions={actions} act={act} />
}

function leadOf(state: string): string {
  if (state === 'NEEDS_REVIEW') return t.actionsLead
  return isEnded(state) ? opsTexts.purchase.nothingToDo : opsTexts.purchase.underWay
}
