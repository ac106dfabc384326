import { formatTime } from './format.ts'

export interface TimelineEntry {
  key: string | number
  at: string
  text: string
  note?: string | undefined
}

/** What happened, oldest first, each with its time. The last entry breathes while `isRunning`. */
export function Timeline({
  entries,
  isRunning,
  format = formatTime,
}: {
  entries: readonly TimelineEntry[]
  isRunning: boolean
  /** How times are written: to the second by default. */
  format?: (iso: string) => string
}) {
  return (
    <ol className="relative">
      {entries.map(({ key, at, text, note }, index) => {
        const isLast = index === entries.length - 1
        return (
          <li key={key} className="arrive relative flex gap-4 pb-5 last:pb-0">
            {!isLast && <span aria-hidden className="absolute top-4 bottom-0 left-[5px] w-px bg-line" />}
            <span
              aria-hidden
              className={`relative mt-[7px] size-[11px] shrink-0 rounded-full border-2 ${isLast ? 'border-accent bg-accent' : 'border-line-strong bg-paper'} ${isLast && isRunning ? 'working' : ''}`}
            />
            <div className="min-w-0 flex-1 sm:flex sm:justify-between sm:gap-6">
              <p className={isLast ? 'font-medium' : ''}>
                {text}
                {note && <span className="block text-sm font-normal text-soft">{note}</span>}
              </p>
              <time dateTime={at} className="price mt-0.5 block shrink-0 text-sm text-soft">
                {format(at)}
              </time>
            </div>
          </li>
        )
      })}
    </ol>
  )
}
