import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useId, useState } from 'react'
import { toTrouble } from '../../api/errors.ts'
import { queryClient, trpc } from '../../api/trpc.ts'
import { deskTexts } from '../../texts/desk.ts'
import { Button } from '../../ui/button.tsx'
import { TextField } from '../../ui/field.tsx'

const t = deskTexts.connect

/** Puts a seller on the desk by one of its keys. The key is forgotten here as soon as the server has it. */
export function ConnectForm({ onConnected }: { onConnected: (sellerId: string) => void }) {
  const [apiKey, setApiKey] = useState('')
  const [isEmpty, setEmpty] = useState(false)
  const titleId = useId()
  const { mutate, isPending, error } = useMutation(
    trpc.desk.connect.mutationOptions({
      onSuccess: ({ sellerId }) => {
        setApiKey('')
        void queryClient.invalidateQueries(trpc.desk.pathFilter())
        onConnected(sellerId)
      },
    }),
  )

  function onSubmit(event: FormEvent) {
    event.preventDefault()
    setEmpty(apiKey.trim() === '')
    if (apiKey.trim() !== '' && !isPending) mutate({ apiKey: apiKey.trim() })
  }

  return (
    <form
      noValidate
      onSubmit={onSubmit}
      aria-labelledby={titleId}
      className="rounded-lg border border-line bg-raised p-5"
    >
      <h2 id={titleId} className="font-serif text-xl">
        {t.title}
      </h2>
      <p className="mt-1 mb-4 text-[0.9375rem] text-soft">{t.text}</p>
      <TextField
        name="apiKey"
        label={t.label}
        hint={t.hint}
        error={isEmpty ? t.empty : error ? toTrouble(error).sentence : undefined}
        autoComplete="off"
        spellCheck={false}
        className="font-mono"
        maxLength={300}
        value={apiKey}
        onChange={(event) => setApiKey(event.target.value)}
      />
      <Button type="submit" busy={isPending} className="mt-4">
        {isPending ? t.busy : t.submit}
      </Button>
    </form>
  )
}
