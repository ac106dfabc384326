import { CircleAlert, CloudOff, Info } from 'lucide-react'
import type { ReactNode } from 'react'

const tones = {
  info: { look: 'border-line bg-sunk text-ink', Icon: Info, icon: 'text-soft' },
  caution: { look: 'border-caution/40 bg-caution-wash text-ink', Icon: CloudOff, icon: 'text-caution' },
  danger: { look: 'border-danger/40 bg-danger-wash text-ink', Icon: CircleAlert, icon: 'text-danger' },
}

/** A short message in its place on the page. `announce` reads it out when it appears. */
export function Notice({
  tone = 'info',
  announce = false,
  action,
  children,
}: {
  tone?: keyof typeof tones
  announce?: boolean
  action?: ReactNode
  children: ReactNode
}) {
  const { look, Icon, icon } = tones[tone]
  return (
    <div
      role={announce ? (tone === 'danger' ? 'alert' : 'status') : undefined}
      className={`flex flex-wrap items-center gap-x-3 gap-y-2 rounded-md border px-4 py-3 text-[0.9375rem] ${look}`}
    >
      <Icon aria-hidden className={`size-5 shrink-0 ${icon}`} />
      <div className="min-w-48 flex-1">{children}</div>
      {action}
    </div>
  )
}
