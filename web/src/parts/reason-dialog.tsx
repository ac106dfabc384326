import { AlertDialog } from 'radix-ui'
import { type ReactNode, type SubmitEvent, useState } from 'react'
import { toTrouble } from '../api/errors.ts'
import { randomKey } from '../local/random-key.ts'
import { staffTexts } from '../texts/staff.ts'
import { Button } from '../ui/button.tsx'
import { Field, inputClass } from '../ui/field.tsx'
import { Notice } from '../ui/notice.tsx'

const t = staffTexts.dialog

/** What a person gives with a deed: why, and a key that makes pressing twice one press. */
export interface Given {
  readonly key: string
  readonly reason: string
}

/** Says what a button will do, and asks why, before it does it. Stays open with what was typed until the server has said yes. */
export function ReasonDialog({
  trigger,
  title,
  text,
  yes,
  hint = t.hint,
  onYes,
}: {
  trigger: ReactNode
  title: string
  text: string
  yes: string
  /** What becomes of the reason, and how long it has to be. */
  hint?: string
  onYes: (given: Given) => Promise<unknown>
}) {
  const [isOpen, setOpen] = useState(false)
  const [key, setKey] = useState('')
  const [reason, setReason] = useState('')
  const [isBusy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)

  function change(open: boolean): void {
    if (isBusy) return
    setOpen(open)
    setError(null)
    setKey(randomKey())
    setReason('')
  }

  async function submit(event: SubmitEvent<HTMLFormElement>): Promise<void> {
    event.preventDefault()
    if (isBusy) return
    setBusy(true)
    try {
      await onYes({ key, reason })
      setOpen(false)
    } catch (failure) {
      setError(failure)
    } finally {
      setBusy(false)
    }
  }

  const trouble = error === null ? null : toTrouble(error)
  return (
    <AlertDialog.Root open={isOpen} onOpenChange={change}>
      <AlertDialog.Trigger asChild>{trigger}</AlertDialog.Trigger>
      <AlertDialog.Portal>
        <AlertDialog.Overlay className="fixed inset-0 bg-ink/40 dark:bg-paper/70" />
        <AlertDialog.Content className="arrive fixed inset-x-4 top-[12%] mx-auto max-h-[80dvh] max-w-lg overflow-y-auto rounded-lg border border-line bg-raised p-6 text-ink shadow-card">
          <AlertDialog.Title className="font-serif text-2xl">{title}</AlertDialog.Title>
          <AlertDialog.Description className="mt-2">{text}</AlertDialog.Description>
          <form className="mt-5" noValidate onSubmit={(event) => void submit(event)}>
            <Field label={t.reason} hint={hint} error={trouble?.fields['reason']}>
              {(control) => (
                <textarea
                  {...control}
                  rows={3}
                  maxLength={1_000}
                  value={reason}
                  onChange={(event) => setReason(event.currentTarget.value)}
                  className={inputClass}
                />
              )}
            </Field>
            {trouble && trouble.fields['reason'] === undefined && (
              <div className="mt-4">
                <Notice tone="danger" announce>
                  {trouble.sentence}
                </Notice>
              </div>
            )}
            <div className="mt-6 flex flex-wrap justify-end gap-3">
              <AlertDialog.Cancel asChild>
                <Button>{t.no}</Button>
              </AlertDialog.Cancel>
              <Button type="submit" look="primary" busy={isBusy}>
                {isBusy ? t.busy : yes}
              </Button>
            </div>
          </form>
        </AlertDialog.Content>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  )
}
