import type { Imports } from '../../api/shapes.ts'
import { importsTexts } from '../../texts/imports.ts'
import { Empty } from '../../ui/empty.tsx'
import { formatDateTime } from '../../ui/format.ts'
import { Progress } from '../../ui/progress.tsx'

const t = importsTexts.list
type Import = Imports['imports'][number]

/** The latest imports: how far each is, and what came of it. */
export function ImportList({ imports }: Pick<Imports, 'imports'>) {
  return (
    <section aria-label={t.title}>
      <h2 className="mb-4 font-serif text-2xl">{t.title}</h2>
      {imports.length === 0 ? (
        <Empty title={t.title}>{t.empty}</Empty>
      ) : (
        <ul className="divide-y divide-line border-y border-line">
          {imports.map((each) => (
            <ImportItem key={each.id} item={each} />
          ))}
        </ul>
      )}
    </section>
  )
}

function ImportItem({ item }: { item: Import }) {
  const { id, fileName, format, state, bytes, bytesRead, records, editions, rejected, quarantined, withdrawn } = item
  const percent = state === 'DONE' ? 100 : bytes === 0 ? 0 : Math.min(99, Math.floor((bytesRead / bytes) * 100))
  return (
    <li className="py-4">
      <div className="flex flex-wrap items-baseline justify-between gap-x-6">
        <h3 className="font-medium wrap-anywhere">{fileName}</h3>
        <p className="text-sm text-soft">
          {importsTexts.start.formats[format]}, <time dateTime={item.createdAt}>{formatDateTime(item.createdAt)}</time>
        </p>
      </div>
      <div className="mt-2 flex items-center gap-3">
        <Progress label={t.progressOf(fileName)} percent={percent} />
        <span className={`text-sm ${state === 'FAILED' ? 'font-medium text-danger' : ''}`}>
          {t.states[state]}
          {state === 'RUNNING' && ` ${percent} %`}
        </span>
      </div>
      <p className="mt-1 flex flex-wrap items-baseline gap-x-4 text-sm">
        <span>{t.counts(editions, records)}</span>
        {withdrawn > 0 && <span>{t.withdrawn(withdrawn)}</span>}
        {rejected > 0 && (
          <span>
            {t.rejected(rejected)}
            {quarantined > 0 && `, ${t.quarantined(quarantined)}`}
          </span>
        )}
        {rejected > 0 && (
          <a
            href={`/api/imports/${id}/rejects.csv`}
            download
            aria-label={t.rejectsOf(fileName)}
            className="font-medium text-accent underline"
          >
            {t.rejects}
          </a>
        )}
      </p>
      {item.problem !== undefined && <p className="mt-1 text-sm text-danger">{t.problem(item.problem)}</p>}
    </li>
  )
}
