import type { SearchIndex as View } from '../../api/shapes.ts'
import { useNow } from '../../local/use-now.ts'
import { opsTexts } from '../../texts/ops.ts'
import { formatAge } from '../../ui/format.ts'

const t = opsTexts.searchIndex

/** How far OpenSearch is behind the catalogue. Nothing where there is no OpenSearch. */
export function SearchIndex({ index }: { index: View }) {
  const now = useNow(10_000)
  const { indexes, waiting, refused, waitingSince } = index
  if (indexes.length === 0) return null
  return (
    <section aria-labelledby="search-index" className="mt-10">
      <h2 id="search-index" className="mb-2 text-xl font-semibold">
        {t.title}
      </h2>
      <p className="mb-3 text-soft">
        {t.waiting(waiting)} {waitingSince && `${t.since} ${formatAge(waitingSince, now)}.`}{' '}
        {refused > 0 && <span className="font-semibold text-danger">{t.refused(refused)}</span>}
      </p>
      <ul className="divide-y divide-line border-y border-line">
        {indexes.map(({ name, state, documents, problem, lagMs, indexedAt }) => (
          <li key={name} className="flex flex-wrap gap-x-4 gap-y-1 py-2.5">
            <span className="font-medium wrap-anywhere">{name}</span>
            <span>{t.states[state]}</span>
            {state === 'building' && <span>{t.copied(documents)}</span>}
            {lagMs !== null && indexedAt !== null && <span>{t.lag(lagMs, formatAge(indexedAt, now))}</span>}
            {problem !== null && <span className="w-full text-danger">{problem}</span>}
          </li>
        ))}
      </ul>
    </section>
  )
}
