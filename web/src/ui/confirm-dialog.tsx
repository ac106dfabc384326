import { AlertDialog } from 'radix-ui'
import type { ReactNode } from 'react'
import { buttonClass } from './button.tsx'

/** Asks once before a destructive act. `trigger` is the button that opens it. */
export function ConfirmDialog({
  trigger,
  title,
  text,
  yes,
  no,
  onYes,
}: {
  trigger: ReactNode
  title: string
  text: string
  yes: string
  no: string
  onYes: () => void
}) {
  return (
    <AlertDialog.Root>
      <AlertDialog.Trigger asChild>{trigger}</AlertDialog.Trigger>
      <AlertDialog.Portal>
        <AlertDialog.Overlay className="fixed inset-0 bg-ink/40 dark:bg-paper/70" />
        <AlertDialog.Content className="arrive fixed inset-x-4 top-1/4 mx-auto max-w-md rounded-lg border border-line bg-raised p-6 text-ink shadow-card">
          <AlertDialog.Title className="font-serif text-2xl">{title}</AlertDialog.Title>
          <AlertDialog.Description className="mt-2 text-soft">{text}</AlertDialog.Description>
          <div className="mt-6 flex flex-wrap justify-end gap-3">
            <AlertDialog.Cancel className={buttonClass('plain')}>{no}</AlertDialog.Cancel>
            <AlertDialog.Action className={buttonClass('danger')} onClick={onYes}>
              {yes}
            </AlertDialog.Action>
          </div>
        </AlertDialog.Content>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  )
}
