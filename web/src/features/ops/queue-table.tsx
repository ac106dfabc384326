import type { Queues } from '../../api/shapes.ts'
import { useNow } from '../../local/use-now.ts'
import { opsTexts } from '../../texts/ops.ts'
import { formatAge } from '../../ui/format.ts'

const t = opsTexts.jobs
const head = 'py-2 pr-4 text-left text-sm font-medium text-soft'
const cell = 'py-2.5 pr-4 align-top'

/** Every queue with what waits in it; on a phone each is a block of its own. */
export function QueueTable({ queues }: { queues: Queues['queues'] }) {
  const now = useNow(10_000)
  return (
    <table className="block w-full sm:table">
      <caption className="sr-only">{t.caption}</caption>
      <thead className="hidden border-b border-line sm:table-header-group">
        <tr>
          <th className={head}>{t.queue}</th>
          <th className={head}>{t.waiting}</th>
          <th className={head}>{t.later}</th>
          <th className={head}>{t.running}</th>
          <th className={head}>{t.failed}</th>
          <th className={head}>{t.oldest}</th>
        </tr>
      </thead>
      <tbody className="block divide-y divide-line border-b border-line sm:table-row-group">
        {queues.map(({ name, waiting, deferred, running, failed, oldestDueAt, runbook }) => (
          <tr key={name} className="block py-3 sm:table-row sm:py-0">
            <th scope="row" className={`${cell} block text-left font-normal sm:table-cell`}>
              <span className="font-medium wrap-anywhere">{name}</span>
              <span className="block font-mono text-[0.8125rem] wrap-anywhere text-soft">{runbook}</span>
            </th>
            <Count name={t.waiting} value={waiting} />
            <Count name={t.later} value={deferred} />
            <Count name={t.running} value={running} />
            <Count name={t.failed} value={failed} isBad />
            <td className={`${cell} inline-block text-sm sm:table-cell`}>
              {oldestDueAt && <time dateTime={oldestDueAt}>{formatAge(oldestDueAt, now)}</time>}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function Count({ name, value, isBad = false }: { name: string; value: number; isBad?: boolean }) {
  return (
    <td className={`${cell} inline-block sm:table-cell`}>
      <span className="mr-1 text-sm text-soft sm:hidden">{name}</span>
      <span className={`price ${isBad && value > 0 ? 'font-semibold text-danger' : ''}`}>{value}</span>
    </td>
  )
}
