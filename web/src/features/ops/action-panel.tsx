import type { OpsAction, OpsPurchase, Sides } from '../../api/shapes.ts'
import { client, queryClient, trpc } from '../../api/trpc.ts'
import type { Given } from '../../parts/reason-dialog.tsx'
import { opsTexts } from '../../texts/ops.ts'
import { ActionList } from './action-list.tsx'
import { isEnded } from './follow.ts'

const t = opsTexts

/** What can be done with a purchase: in review what both sides allow, and a note at any time. */
export function ActionPanel({ purchase, sides }: { purchase: OpsPurchase; sides: Sides | undefined }) {
  const { id: purchaseId, state } = purchase
  const act = async (action: OpsAction, given: Given) => {
    try {
      const after = await client.ops.act.mutate({ ...given, purchaseId, action })
      queryClient.setQueryData(trpc.ops.getPurchase.queryKey({ purchaseId }), after)
      // What both sides said was said before this; it is asked again when it is needed.
      if (action !== 'note') queryClient.removeQueries(trpc.ops.readSides.queryFilter({ purchaseId }))
    } finally {
      void queryClient.invalidateQueries(trpc.ops.listReviews.infiniteQueryFilter())
      void queryClient.invalidateQueries(trpc.ops.getPurchase.queryFilter({ purchaseId }))
    }
  }
  return (
    <ActionList
      lead={leadOf(purchase, sides)}
      names={t.actions}
      actions={state === 'NEEDS_REVIEW' ? (sides?.actions ?? []) : []}
      act={act}
    />
  )
}

function leadOf({ state }: OpsPurchase, sides: Sides | undefined): string {
  if (state !== 'NEEDS_REVIEW') return isEnded(state) ? t.purchase.nothingToDo : t.purchase.underWay
  if (!sides) return t.purchase.asking
  return sides.actions.length === 0 ? t.purchase.noActions : t.purchase.actionsLead
}
