import { type FormEvent, useEffect, useRef, useState } from 'react'
import { toTrouble } from '../../api/errors.ts'
import { deskTexts } from '../../texts/desk.ts'
import { type Problems, type SellerDraft, type SellerInput, toInput } from './seller-draft.ts'

const t = deskTexts.form

/**
 * The state of a seller's form: what is typed, what is wrong with it, and sending it. What was typed stays after every kind of failure;
 * the focus goes to the first field to be mended.
 */
export function useSellerForm(initial: SellerDraft, send: (input: SellerInput) => void) {
  const [draft, setDraft] = useState(initial)
  const [problems, setProblems] = useState<Problems>({})
  const [sentence, setSentence] = useState<string | null>(null)
  const [tries, setTries] = useState(0)
  const form = useRef<HTMLFormElement>(null)
  useEffect(() => {
    if (tries > 0) form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus()
  }, [tries])

  function show(found: Problems, said: string | null) {
    setProblems(found)
    setSentence(said)
    setTries((before) => before + 1)
  }

  return {
    form,
    draft,
    problems,
    sentence,
    update: (change: Partial<SellerDraft>) => setDraft((before) => ({ ...before, ...change })),
    onSubmit(event: FormEvent) {
      event.preventDefault()
      const read = toInput(draft)
      if (!read.ok) return show(read.problems, t.checkForm)
      setProblems({})
      setSentence(null)
      send(read.input)
    },
    /** What the server said to what was sent. */
    onError(error: unknown) {
      const { kind, fields, sentence: said, refusal } = toTrouble(error)
      const isLost = kind === 'unreachable' || (kind === 'fault' && refusal === null)
      const isForm = Object.keys(fields).length > 0
      show(fields, isForm ? t.checkAnswer : isLost ? t.unheard : said)
    },
  }
}
