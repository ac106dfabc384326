import { CirclePause } from 'lucide-react'
import { ebookTexts } from '../../texts/ebooks.ts'

export function SuspendedMark() {
  return (
    <p className="mt-1 inline-flex items-center gap-1.5 text-sm font-medium text-caution">
      <CirclePause aria-hidden className="size-4 shrink-0" /> {ebookTexts.suspended}
    </p>
  )
}
