import type { StaffHold } from '../../api/shapes.ts'
import { ebookTexts } from '../../texts/ebooks.ts'
import { formatDate } from '../../ui/format.ts'

const t = ebookTexts.queue

/** Who waits for a copy, the next one first. `waiting`: how many in all. */
export function Queue({ holds, waiting }: { holds: readonly StaffHold[]; waiting: number }) {
  return (
    <section aria-labelledby="queue-title">
      <h2 id="queue-title" className="mb-3 font-serif text-2xl">
        {t.title}
      </h2>
      {holds.length === 0 && <p className="text-soft">{t.none}</p>}
      {holds.length > 0 && (
        <ol className="divide-y divide-line border-y border-line">
          {holds.map(({ id, place, since, reader }) => (
            <li key={id} className="flex items-baseline gap-4 py-3">
              <span className="price w-8 shrink-0 text-right font-medium">{place}.</span>
              <span className="min-w-0 flex-1 wrap-anywhere">
                {reader?.name ?? ebookTexts.loans.gone}
                {reader && <span className="block text-sm text-soft">{reader.email}</span>}
              </span>
              <time dateTime={since} className="shrink-0 text-sm text-soft">
                {t.since(formatDate(since))}
              </time>
            </li>
          ))}
        </ol>
      )}
      {waiting > holds.length && <p className="mt-2 text-sm text-soft">{t.more(waiting - holds.length)}</p>}
    </section>
  )
}
