import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { signIn } from '../../api/auth.ts'
import { useMe } from '../../api/session.ts'
import { watchTexts } from '../../texts/watches.ts'
import { Button } from '../../ui/button.tsx'
import { TextField } from '../../ui/field.tsx'

const t = watchTexts.ask.again

/** A session that is some minutes old may not let money be spent unasked: the password once more, and then what was asked for. */
export function PasswordAgain({ onDone }: { onDone: () => void }) {
  const me = useMe()
  const [password, setPassword] = useState('')
  const { mutate, data, isPending } = useMutation({
    mutationFn: () => signIn({ email: me?.email ?? '', password }),
    onSuccess: (result) => result.ok && onDone(),
  })
  function confirm() {
    if (password && !isPending) mutate()
  }
  return (
    <div
      role="group"
      aria-label={t.title}
      className="space-y-3 rounded-md border border-caution/40 bg-caution-wash p-4"
    >
      <p className="text-[0.9375rem]">{t.text}</p>
      <TextField
        type="password"
        name="passwordAgain"
        label={t.password(me?.email ?? '')}
        autoComplete="current-password"
        autoFocus
        error={data && !data.ok ? data.sentence : undefined}
        value={password}
        onChange={({ target }) => setPassword(target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter') return
          event.preventDefault() // the form around it would be sent, without the new sign-in
          confirm()
        }}
      />
      <Button busy={isPending} onClick={confirm}>
        {t.go}
      </Button>
    </div>
  )
}
