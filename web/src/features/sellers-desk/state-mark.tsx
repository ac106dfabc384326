import { CircleAlert, CircleCheck, CircleDashed, CircleHelp, CirclePause } from 'lucide-react'
import type { SellerState } from '../../api/shapes.ts'
import { deskTexts } from '../../texts/desk.ts'

const looks = {
  PENDING: { Icon: CircleDashed, look: 'text-caution' },
  TESTING: { Icon: CircleDashed, look: 'text-caution' },
  LIVE: { Icon: CircleCheck, look: 'text-accent' },
  SUSPENDED: { Icon: CirclePause, look: 'text-danger' },
  UNSPECIFIED: { Icon: CircleHelp, look: 'text-soft' },
} satisfies Record<SellerState, unknown>

/** How a seller stands, as words and a sign; never by colour alone. */
export function StateMark({ state, hasFailedTests }: { state: SellerState | null; hasFailedTests: boolean }) {
  const isFailed = state === 'TESTING' && hasFailedTests
  const { Icon, look } = isFailed ? { Icon: CircleAlert, look: 'text-danger' } : looks[state ?? 'UNSPECIFIED']
  const words = isFailed ? deskTexts.testsFailed : state === null ? deskTexts.troubleMark : deskTexts.states[state]
  return (
    <p className={`inline-flex items-center gap-1.5 text-sm font-medium ${look}`}>
      <Icon aria-hidden className="size-4 shrink-0" />
      {words}
    </p>
  )
}
