import type { ReactNode } from 'react'
import { deskTexts } from '../../texts/desk.ts'
import { CopyButton } from '../../ui/copy-button.tsx'

const t = deskTexts.once

/** A new API key, on the screen this once. */
export function KeyOnce({ apiKey, action }: { apiKey: string; action?: ReactNode }) {
  return (
    <section aria-label={t.title} className="arrive rounded-lg border border-accent/50 bg-accent-wash p-5">
      <h2 className="font-serif text-xl">{t.title}</h2>
      <p className="mt-1 text-[0.9375rem]">{t.text}</p>
      <code
        data-testid="api-key"
        className="mt-3 block rounded-md border border-line bg-raised px-3 py-2.5 font-mono text-sm wrap-anywhere select-all"
      >
        {apiKey}
      </code>
      <div className="mt-4 flex flex-wrap gap-3">
        <CopyButton look="primary" text={apiKey} labels={t} />
        {action}
      </div>
    </section>
  )
}
