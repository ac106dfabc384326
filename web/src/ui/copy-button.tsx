import { Check, Copy } from 'lucide-react'
import { useState } from 'react'
import { Announcer } from './announcer.tsx'
import { Button } from './button.tsx'

/** Copies `text`, and says that it did; where the browser forbids it, says what to do instead. */
export function CopyButton({
  text,
  labels,
  look = 'plain',
}: {
  text: string
  labels: { copy: string; copied: string; copyFailed: string }
  look?: 'plain' | 'primary'
}) {
  const [said, setSaid] = useState<string | null>(null)
  async function copy() {
    try {
      await navigator.clipboard.writeText(text) // absent where the page is not served securely, which throws as well
      setSaid(labels.copied)
    } catch {
      setSaid(labels.copyFailed)
    }
  }
  const Icon = said === labels.copied ? Check : Copy
  return (
    <>
      <Button look={look} onClick={() => void copy()}>
        <Icon aria-hidden className="size-4" /> {said ?? labels.copy}
      </Button>
      <Announcer message={said ?? ''} />
    </>
  )
}
