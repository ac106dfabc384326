import { AArrowDown, AArrowUp } from 'lucide-react'
import { readerTexts } from '../../texts/reader.ts'
import { Button } from '../../ui/button.tsx'
import { Segmented } from '../../ui/segmented.tsx'
import { fontSizes, papers } from './reader-settings.ts'
import type { ReaderSettings } from './reader-settings.ts'

const t = readerTexts

/** How the book looks. `isFixed`: its pages are pictures of pages, and have a size of their own. */
export function SettingsPanel({
  settings,
  isFixed,
  onChange,
}: {
  settings: ReaderSettings
  isFixed: boolean
  onChange: (change: Partial<ReaderSettings>) => void
}) {
  const { fontSize, isScrolled, paper } = settings
  const size = (step: number) => Math.round(Math.min(fontSizes.max, Math.max(fontSizes.min, fontSize + step)) * 10) / 10
  return (
    <div className="space-y-5">
      {!isFixed && (
        <div>
          <p className="mb-1 text-sm font-medium">{t.size}</p>
          <div className="flex items-center gap-2">
            <Button aria-label={t.smaller} onClick={() => onChange({ fontSize: size(-fontSizes.step) })}>
              <AArrowDown aria-hidden className="size-5" />
            </Button>
            <output className="price w-16 text-center">{t.percent(fontSize)}</output>
            <Button aria-label={t.larger} onClick={() => onChange({ fontSize: size(fontSizes.step) })}>
              <AArrowUp aria-hidden className="size-5" />
            </Button>
          </div>
        </div>
      )}
      {!isFixed && (
        <Segmented
          name="reader-flow"
          legend={t.flow}
          options={[
            { value: 'pages', label: t.pages },
            { value: 'scroll', label: t.scroll },
          ]}
          value={isScrolled ? 'scroll' : 'pages'}
          onChange={(flow) => onChange({ isScrolled: flow === 'scroll' })}
        />
      )}
      <Segmented
        name="reader-paper"
        legend={t.paper}
        options={papers.map((value) => ({ value, label: t.papers[value] }))}
        value={paper}
        onChange={(value) => onChange({ paper: value })}
      />
      <p className="text-sm text-soft">{t.keys}</p>
    </div>
  )
}
