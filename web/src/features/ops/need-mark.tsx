import { CircleAlert, CircleDashed } from 'lucide-react'
import { opsTexts } from '../../texts/ops.ts'

const t = opsTexts.reviews

/** Whether somebody is needed, or it is still being settled by itself; never by colour alone. */
export function NeedMark({ isNeeded }: { isNeeded: boolean }) {
  const Icon = isNeeded ? CircleAlert : CircleDashed
  return (
    <p className={`inline-flex items-center gap-1.5 text-sm font-medium ${isNeeded ? 'text-danger' : 'text-caution'}`}>
      <Icon aria-hidden className="size-4 shrink-0" />
      {isNeeded ? t.needed : t.asking}
    </p>
  )
}
