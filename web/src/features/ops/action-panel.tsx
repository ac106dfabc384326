import type { OpsAction, OpsPurchase, Sides } from '../../api/shapes.ts'
import { client, queryClient, trpc } from '../../api/trpc.ts'
import { ReasonDialog } from '../../parts/reason-dialog.tsx'
import { opsTexts } from '../../texts/ops.ts'
import { Button } from '../../ui/button.tsx'
import { isEnded } from './follow.ts'

const t = opsTexts

/** The safe actions, each with what it will do. Each asks why before it does anything. */
export function ActionPanel({ purchase, sides }: { purchase: OpsPurchase; sides: Sides | undefined }) {
  const actions = purchase.state === 'NEEDS_REVIEW' ? (sides?.actions ?? []) : []
  return (
    <section aria-labelledby="actions-title">
      <h2 id="actions-title" className="font-serif text-2xl">
        {t.purchase.actions}
      </h2>
      <p className="mt-1 mb-4 text-soft">{leadOf(purchase, sides)}</p>
      <ul className="divide-y divide-line border-y border-line">
        {actions.map(({ action, does }) => (
          <Action key={action} purchaseId={purchase.id} action={action} does={does} />
        ))}
        <Action purchaseId={purchase.id} action="note" does={t.noteDoes} />
      </ul>
    </section>
  )
}

function leadOf({ state }: OpsPurchase, sides: Sides | undefined): string {
  if (state !== 'NEEDS_REVIEW') return isEnded(state) ? t.purchase.nothingToDo : t.purchase.underWay
  if (!sides) return t.purchase.asking
  return sides.actions.length === 0 ? t.purchase.noActions : t.purchase.actionsLead
}

function Action({ purchaseId, action, does }: { purchaseId: string; action: OpsAction; does: string }) {
  const name = t.actions[action]
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3 py-4">
      <p className="min-w-0 flex-1 basis-72">{does}</p>
      <ReasonDialog
        trigger={<Button look={action === 'note' ? 'quiet' : 'plain'}>{name}</Button>}
        title={name}
        text={does}
        yes={name}
        onYes={async (given) => {
          try {
            const after = await client.ops.act.mutate({ ...given, purchaseId, action })
            queryClient.setQueryData(trpc.ops.getPurchase.queryKey({ purchaseId }), after)
            // What both sides said was said before this; it is asked again when it is needed.
            if (action !== 'note') queryClient.removeQueries(trpc.ops.readSides.queryFilter({ purchaseId }))
          } finally {
            void queryClient.invalidateQueries(trpc.ops.listReviews.infiniteQueryFilter())
            void queryClient.invalidateQueries(trpc.ops.getPurchase.queryFilter({ purchaseId }))
          }
        }}
      />
    </li>
  )
}
