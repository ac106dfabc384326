import { useMutation } from '@tanstack/react-query'
import { Download } from 'lucide-react'
import { Dialog } from 'radix-ui'
import { type FormEvent, useState } from 'react'
import { toTrouble } from '../../api/errors.ts'
import { client } from '../../api/trpc.ts'
import { libraryTexts } from '../../texts/library.ts'
import { Button, buttonClass } from '../../ui/button.tsx'
import { TextField } from '../../ui/field.tsx'
import { Notice } from '../../ui/notice.tsx'

const t = libraryTexts.download
const needsPassphrase = 'drm.passphrase_invalid'

/** Gets the file for another reading app. One that is encrypted asks for a passphrase once: the app will ask for the same one. */
export function DownloadDialog({ isbn13, title }: { isbn13: string; title: string }) {
  const [asks, setAsks] = useState(false)
  const open = useMutation({
    mutationFn: (passphrase: { text: string; hint: string } | undefined) =>
      client.ebooks.open.mutate({ isbn13, ...(passphrase && { passphrase }) }),
    onSuccess: ({ scheme, licenceId, link }) => {
      // An app that knows LCP takes the licence, and fetches the book by itself.
      location.assign(scheme === 'LCP' ? `/drm/licences/${licenceId}` : link)
    },
    onError: (error) => {
      if (toTrouble(error).refusal === needsPassphrase) setAsks(true)
    },
  })
  const trouble = open.error && toTrouble(open.error)
  const fault = trouble && !(trouble.refusal === needsPassphrase && !open.variables) ? trouble : null
  function onSubmit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const data = new FormData(event.currentTarget)
    const [text, hint] = [data.get('passphrase'), data.get('hint')]
    open.mutate(typeof text === 'string' && typeof hint === 'string' ? { text, hint } : undefined)
  }
  return (
    <Dialog.Root>
      <Dialog.Trigger asChild>
        <Button>
          <Download aria-hidden className="size-4" /> {t.action}
        </Button>
      </Dialog.Trigger>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 bg-ink/40 dark:bg-paper/70" />
        <Dialog.Content className="arrive fixed inset-x-4 top-1/5 mx-auto max-w-md rounded-lg border border-line bg-raised p-6 text-ink shadow-card">
          <Dialog.Title className="font-serif text-2xl">{t.title(title)}</Dialog.Title>
          <Dialog.Description className="mt-2 text-soft">{asks ? t.passphraseText : t.text}</Dialog.Description>
          <form onSubmit={onSubmit} className="mt-5 space-y-4">
            {asks && (
              <>
                <TextField
                  name="passphrase"
                  label={t.passphrase}
                  hint={t.passphraseHint}
                  error={fault?.fields['passphrase.text']}
                  minLength={8}
                  maxLength={200}
                  required
                  autoFocus
                  autoComplete="off"
                />
                <TextField
                  name="hint"
                  label={t.reminder}
                  hint={t.reminderHint}
                  error={fault?.fields['passphrase.hint']}
                  maxLength={200}
                  required
                  autoComplete="off"
                />
              </>
            )}
            {fault && (
              <Notice tone="danger" announce>
                {fault.sentence}
              </Notice>
            )}
            <div className="flex flex-wrap justify-end gap-3">
              <Dialog.Close className={buttonClass('plain')}>{t.close}</Dialog.Close>
              <Button type="submit" look="primary" busy={open.isPending}>
                {t.yes}
              </Button>
            </div>
          </form>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  )
}
