import { type Given, ReasonDialog } from '../../parts/reason-dialog.tsx'
import { opsTexts } from '../../texts/ops.ts'
import { Button } from '../../ui/button.tsx'

const t = opsTexts

/** The safe actions, each with what it will do, and a note that changes nothing. Each asks why before it does anything. */
export function ActionList<A extends string>({
  lead,
  names,
  actions,
  act,
}: {
  lead: string
  names: Readonly<Record<A | 'note', string>>
  actions: readonly { action: A; does: string }[]
  act: (action: A | 'note', given: Given) => Promise<unknown>
}) {
  return (
    <section aria-labelledby="actions-title">
      <h2 id="actions-title" className="font-serif text-2xl">
        {t.purchase.actions}
      </h2>
      <p className="mt-1 mb-4 text-soft">{lead}</p>
      <ul className="divide-y divide-line border-y border-line">
        {[...actions, { action: 'note' as const, does: t.noteDoes }].map(({ action, does }) => (
          <li key={action} className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3 py-4">
            <p className="min-w-0 flex-1 basis-64">{does}</p>
            <ReasonDialog
              trigger={<Button look={action === 'note' ? 'quiet' : 'plain'}>{names[action]}</Button>}
              title={names[action]}
              text={does}
              yes={names[action]}
              onYes={(given) => act(action, given)}
            />
          </li>
        ))}
      </ul>
    </section>
  )
}
