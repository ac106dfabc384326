import { ChevronRight } from 'lucide-react'
import { useId } from 'react'
import type { EbookReading } from '../../api/shapes.ts'
import { accessibilityTexts as t } from '../../texts/accessibility.ts'
import { Definition, Definitions } from '../../ui/definition.tsx'
import { describeAccessibility } from './describe-accessibility.ts'
import type { Statements } from './describe-accessibility.ts'

/** Who can read an ebook how: what everybody asks first, and the rest on demand. */
export function EbookAccessibility({ reading }: { reading: EbookReading }) {
  const id = useId()
  const { isSilent, main, more } = describeAccessibility(reading)
  const [ways] = main
  return (
    <section aria-labelledby={id} className="mt-5">
      <h3 id={id} className="font-serif text-lg">
        {t.title}
      </h3>
      <p className="mt-1 mb-3 text-sm text-soft">{isSilent ? t.silent : t.by}</p>
      <Table rows={isSilent ? [{ title: ways?.title ?? '', says: ways?.says.slice(0, 1) ?? [] }] : main} />
      {more.length > 0 && (
        <details className="group mt-3">
          <summary className="flex min-h-6 cursor-pointer list-none items-center gap-1.5 text-sm text-accent underline-offset-4 hover:underline [&::-webkit-details-marker]:hidden">
            <ChevronRight aria-hidden className="size-4 group-open:rotate-90" /> {t.more}
          </summary>
          <div className="mt-3">
            <Table rows={more} />
          </div>
        </details>
      )}
    </section>
  )
}

function Table({ rows }: { rows: readonly Statements[] }) {
  return (
    <Definitions>
      {rows.map(({ title, says }) => (
        <Definition key={title} name={title}>
          {says.map((sentence) => (
            <span key={sentence} className="block">
              {sentence}
            </span>
          ))}
        </Definition>
      ))}
    </Definitions>
  )
}
