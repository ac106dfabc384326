import { Check } from 'lucide-react'
import type { SellerState } from '../../api/shapes.ts'
import { deskTexts } from '../../texts/desk.ts'

const t = deskTexts.way

/** The four steps of a seller's way in; the one that is next stands out. */
export function WayIn({ state }: { state: SellerState }) {
  const done = stepsDone(state)
  return (
    <ol aria-label={t.title} className="grid grid-cols-2 gap-x-1.5 gap-y-4 sm:grid-cols-4 sm:gap-3">
      {t.steps.map((step, index) => {
        const isDone = index < done
        const isNow = index === done
        return (
          <li key={step} aria-current={isNow ? 'step' : undefined} className="min-w-0">
            <span
              aria-hidden
              className={`block h-1 rounded-full ${isDone ? 'bg-accent' : isNow ? 'bg-caution' : 'bg-line'}`}
            />
            <span
              className={`mt-2 flex items-start gap-1 text-sm leading-tight ${isDone || isNow ? 'text-ink' : 'text-soft'} ${isNow ? 'font-medium' : ''}`}
            >
              {isDone && <Check aria-hidden className="mt-px size-3.5 shrink-0 text-accent" />}
              {step}
              <span className="sr-only">: {isDone ? t.done : isNow ? t.now : t.ahead}</span>
            </span>
          </li>
        )
      })}
    </ol>
  )
}

/** A suspended seller has its address proven and its tests to pass again. */
function stepsDone(state: SellerState): number {
  return { PENDING: 1, TESTING: 2, SUSPENDED: 2, LIVE: 4, UNSPECIFIED: 1 }[state]
}
