import { Check } from 'lucide-react'

const columns = ['', 'grid-cols-1', 'grid-cols-2', 'grid-cols-3', 'grid-cols-4']

/** Up to four stages as a line to follow; `current` of them are done, null for something that has left the way to success. */
export function Stages({
  names,
  current,
  words,
}: {
  names: readonly string[]
  current: number | null
  /** What a screen reader says of a stage. */
  words: { done: string; now: string; next: string }
}) {
  if (current === null) return null
  return (
    <ol className={`grid gap-1.5 sm:gap-3 ${columns[names.length]}`}>
      {names.map((stage, index) => {
        const isDone = index < current
        const isNow = index === current
        return (
          <li key={stage} aria-current={isNow ? 'step' : undefined} className="min-w-0">
            <span
              aria-hidden
              className={`block h-1 rounded-full ${isDone ? 'bg-accent' : isNow ? 'working bg-accent' : 'bg-line'}`}
            />
            <span
              className={`mt-2 flex items-start gap-1 text-xs leading-tight sm:text-sm ${isDone || isNow ? 'text-ink' : 'text-soft'} ${isNow ? 'font-medium' : ''}`}
            >
              {isDone && <Check aria-hidden className="mt-px size-3.5 shrink-0 text-accent" />}
              {stage}
              <span className="sr-only">: {isDone ? words.done : isNow ? words.now : words.next}</span>
            </span>
          </li>
        )
      })}
    </ol>
  )
}
