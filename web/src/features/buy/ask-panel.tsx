// Beside the prices: buy now, or wait for a price. Both ways share what is accepted, the address and the way to pay.
import { useState } from 'react'
import { watchTexts } from '../../texts/watches.ts'
import { Segmented } from '../../ui/segmented.tsx'
import { BuyForm } from './buy-form.tsx'
import type { AskProps } from './draft.ts'
import { WatchForm } from './watch-form.tsx'

const t = watchTexts.ask

/** `target` opens the waiting side with this price typed in. */
export function AskPanel({ target, ...ask }: AskProps & { target: string | null }) {
  const [mode, setMode] = useState<'now' | 'wait'>(target === null ? 'now' : 'wait')
  return (
    <div className="space-y-4 rounded-lg border border-line bg-raised p-5 shadow-card">
      <Segmented
        name="mode"
        legend={t.mode}
        isLegendShown={false}
        options={[
          { value: 'now', label: t.now },
          { value: 'wait', label: t.wait },
        ]}
        value={mode}
        onChange={setMode}
      />
      {mode === 'now' ? <BuyForm {...ask} /> : <WatchForm {...ask} target={target} />}
    </div>
  )
}
