import type { OpsPurchase } from '../../api/shapes.ts'
import { opsTexts } from '../../texts/ops.ts'
import { formatDateTime } from '../../ui/format.ts'
import { Timeline } from '../../ui/timeline.tsx'

const t = opsTexts.purchase

/** What people did, and why; nothing where nobody did anything. `names` are the buttons' own. */
export function Deeds({ deeds, names }: { deeds: OpsPurchase['deeds']; names: Readonly<Record<string, string>> }) {
  if (deeds.length === 0) return null
  return (
    <section aria-labelledby="deeds-title">
      <h2 id="deeds-title" className="mb-4 font-serif text-2xl">
        {t.deeds}
      </h2>
      <Timeline
        isRunning={false}
        format={formatDateTime}
        entries={deeds.map(({ key, at, by, action, reason }) => ({
          key,
          at,
          text: `${by}: ${names[action] ?? action}`,
          note: reason,
        }))}
      />
    </section>
  )
}
