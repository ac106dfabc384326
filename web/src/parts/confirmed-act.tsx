import { toTrouble } from '../api/errors.ts'
import { Button } from '../ui/button.tsx'
import { ConfirmDialog } from '../ui/confirm-dialog.tsx'
import { Notice } from '../ui/notice.tsx'

/**
 * A button whose act is asked about once, and why it did not happen. Never shown as done before the server says so. While `isOffered` is false
 * there is no button, but the reason of the last no stays.
 */
export function ConfirmedAct({
  words: { action, working, ...asked },
  act: { isPending, error },
  isOffered = true,
  onYes,
}: {
  words: { action: string; working: string; title: string; text: string; yes: string; no: string }
  act: { isPending: boolean; error: unknown }
  isOffered?: boolean
  onYes: () => void
}) {
  return (
    <>
      {Boolean(error) && (
        <Notice tone="caution" announce>
          {toTrouble(error).sentence}
        </Notice>
      )}
      {isOffered && (
        <ConfirmDialog
          trigger={<Button busy={isPending}>{isPending ? working : action}</Button>}
          {...asked}
          onYes={onYes}
        />
      )}
    </>
  )
}
