import type { OpsPurchase } from '../../api/shapes.ts'
import { opsTexts } from '../../texts/ops.ts'
import { formatDateTime } from '../../ui/format.ts'
import { Timeline } from '../../ui/timeline.tsx'
import { Deeds } from './deeds.tsx'

const t = opsTexts.purchase

/** What happened, what people did, and every call that could change something. */
export function PurchaseRecords({ purchase, isRunning }: { purchase: OpsPurchase; isRunning: boolean }) {
  const { history, deeds, effects } = purchase
  return (
    <div className="mt-12 space-y-12">
      <Deeds deeds={deeds} names={opsTexts.actions} />
      <section aria-labelledby="history-title">
        <h2 id="history-title" className="mb-4 font-serif text-2xl">
          {t.history}
        </h2>
        <Timeline
          isRunning={isRunning}
          format={formatDateTime}
          entries={history.map(({ seq, at, text, event, to, by }) => ({
            key: seq,
            at,
            text,
            note: `${event} → ${to}, by ${by}`,
          }))}
        />
      </section>
      {effects.length > 0 && <Calls effects={effects} />}
    </div>
  )
}

function Calls({ effects }: { effects: OpsPurchase['effects'] }) {
  return (
    <section aria-labelledby="calls-title">
      <h2 id="calls-title" className="mb-4 font-serif text-2xl">
        {t.calls}
      </h2>
      <ul className="divide-y divide-line border-y border-line">
        {effects.map(({ key, kind, state, tries, firstSentAt }) => (
          <li key={key} className="flex flex-wrap justify-between gap-x-6 gap-y-1 py-3">
            <p>
              <span className="font-medium">{kind}</span> · {state} · {t.tries.toLowerCase()} {t.times(tries)}
            </p>
            <p className="text-sm text-soft">
              {firstSentAt && <time dateTime={firstSentAt}>{formatDateTime(firstSentAt)}</time>}{' '}
              <code className="font-mono wrap-anywhere">{key}</code>
            </p>
          </li>
        ))}
      </ul>
    </section>
  )
}
