import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useEffect, useRef, useState } from 'react'
import type { AuthResult } from '../../api/auth.ts'
import { texts } from '../../texts.ts'
import { Button } from '../../ui/button.tsx'
import { Field, TextField, inputClass } from '../../ui/field.tsx'
import { Notice } from '../../ui/notice.tsx'

const t = texts.auth
const passwordMin = 8 // as the server has it

interface Person {
  name: string
  email: string
  password: string
}
type Problems = Partial<Record<keyof Person, string>>

/** Signing in or up. What was typed stays after an error, and the sentence says what to do. */
export function AuthForm({
  kind,
  send,
  onDone,
}: {
  kind: 'sign-in' | 'sign-up'
  send: (person: Person) => Promise<AuthResult>
  onDone: () => Promise<void>
}) {
  const isNew = kind === 'sign-up'
  const [person, setPerson] = useState<Person>({ name: '', email: '', password: '' })
  const [problems, setProblems] = useState<Problems>({})
  const form = useRef<HTMLFormElement>(null)
  const { mutate, isPending, data } = useMutation({
    mutationFn: send,
    onSuccess: (result) => (result.ok ? onDone() : undefined),
  })
  useEffect(() => {
    if (Object.keys(problems).length > 0) form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus()
  }, [problems])

  function onSubmit(event: FormEvent) {
    event.preventDefault()
    const found = problemsOf(person, isNew)
    setProblems(found)
    if (Object.keys(found).length === 0) mutate({ ...person, email: person.email.trim(), name: person.name.trim() })
  }
  const bind = (name: keyof Person) => ({
    name,
    value: person[name],
    onChange: (event: { target: { value: string } }) => setPerson({ ...person, [name]: event.target.value }),
  })

  return (
    <form ref={form} noValidate onSubmit={onSubmit} className="space-y-4">
      {isNew && (
        <TextField {...bind('name')} label={t.name} error={problems.name} autoComplete="name" maxLength={100} />
      )}
      <TextField
        {...bind('email')}
        label={t.email}
        error={problems.email}
        type="email"
        autoComplete="email"
        maxLength={200}
      />
      <PasswordField {...bind('password')} isNew={isNew} error={problems.password} />
      {data?.ok === false && (
        <Notice tone="danger" announce>
          {data.sentence}
        </Notice>
      )}
      <Button type="submit" look="primary" busy={isPending} className="w-full py-3 text-base">
        {isPending ? t.working : isNew ? t.signUp : t.signIn}
      </Button>
    </form>
  )
}

function PasswordField({
  isNew,
  error,
  name,
  value,
  onChange,
}: {
  isNew: boolean
  error: string | undefined
  name: string
  value: string
  onChange: (event: { target: { value: string } }) => void
}) {
  const [isShown, setShown] = useState(false)
  return (
    <Field label={t.password} hint={isNew ? t.passwordHint : undefined} error={error}>
      {(control) => (
        <div className="relative">
          <input
            {...control}
            name={name}
            value={value}
            onChange={onChange}
            type={isShown ? 'text' : 'password'}
            autoComplete={isNew ? 'new-password' : 'current-password'}
            maxLength={128}
            className={`${inputClass} pr-18`}
          />
          <button
            type="button"
            aria-pressed={isShown}
            aria-label={t.showPassword}
            onClick={() => setShown(!isShown)}
            className="absolute inset-y-0 right-0 px-3.5 text-sm text-accent"
          >
            {isShown ? t.hide : t.show}
          </button>
        </div>
      )}
    </Field>
  )
}

function problemsOf({ name, email, password }: Person, isNew: boolean): Problems {
  return {
    ...(isNew && !name.trim() && { name: t.required.name }),
    ...(!email.trim()
      ? { email: t.required.email }
      : !/^\S+@\S+$/.test(email.trim()) && { email: t.errors.INVALID_EMAIL }),
    ...(!password
      ? { password: t.required.password }
      : isNew && password.length < passwordMin && { password: t.shortPassword }),
  }
}
