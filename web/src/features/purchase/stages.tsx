import { Check } from 'lucide-react'
import type { PurchaseState } from '../../api/shapes.ts'
import { texts } from '../../texts.ts'
import { currentStage } from './purchase-view.ts'

const t = texts.purchase

/** The four stages of a purchase as a line to follow. Hidden once a purchase has left the way to success. */
export function Stages({ state }: { state: PurchaseState }) {
  const current = currentStage(state)
  if (current === null) return null
  return (
    <ol className="grid grid-cols-4 gap-1.5 sm:gap-3">
      {t.stages.map((stage, index) => {
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
              <span className="sr-only">: {isDone ? t.stageDone : isNow ? t.stageNow : t.stageNext}</span>
            </span>
          </li>
        )
      })}
    </ol>
  )
}
