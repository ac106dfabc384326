// The bank's part of a standing purchase: until it has said yes, nothing can be bought.
import { ExternalLink, Landmark } from 'lucide-react'
import type { Mandate } from '../../api/shapes.ts'
import { safeActionUrl } from '../../local/safe-action-url.ts'
import { watchTexts } from '../../texts/watches.ts'
import { buttonClass } from '../../ui/button.tsx'
import { formatHour } from '../../ui/format.ts'

const t = watchTexts.watches.consent

/** Nothing once the bank has confirmed it. */
export function ConsentStep({ consent: { state, actionUrl, expiresAt, reason } }: { consent: Mandate['consent'] }) {
  if (state === 'ACTIVE') return null
  const bank = state === 'ACTION_REQUIRED' ? safeActionUrl(actionUrl) : null
  const isOver = state === 'FAILED' || state === 'EXPIRED'
  return (
    <section
      role="status"
      aria-labelledby="consent-title"
      className="mt-6 flex gap-4 rounded-lg border border-caution/40 bg-caution-wash p-5"
    >
      <Landmark aria-hidden className={`mt-1 size-6 shrink-0 text-caution ${state === 'PENDING' ? 'working' : ''}`} />
      <div>
        <h2 id="consent-title" className="font-serif text-2xl">
          {t.title[state]}
        </h2>
        <p className="mt-1 max-w-reading">{isOver ? (reason ?? t.text[state]) : t.text[state]}</p>
        {!isOver && expiresAt && <p className="mt-1 text-sm text-soft">{t.until(formatHour(Date.parse(expiresAt)))}</p>}
        {bank && (
          <a href={bank} rel="noreferrer" className={buttonClass('primary', 'mt-4')}>
            {t.toBank} <ExternalLink aria-hidden className="size-4" />
          </a>
        )}
      </div>
    </section>
  )
}
