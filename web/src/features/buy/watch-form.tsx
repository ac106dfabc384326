// Waiting for a price: being told of it, or letting Quire buy. It says exactly what is agreed to, and makes one watch however
// often it is pressed.
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { Link, useNavigate } from 'react-router'
import { toTrouble } from '../../api/errors.ts'
import { useMe } from '../../api/session.ts'
import { queryClient, trpc } from '../../api/trpc.ts'
import { randomKey } from '../../local/random-key.ts'
import { paths } from '../../paths.ts'
import { texts } from '../../texts.ts'
import { watchTexts } from '../../texts/watches.ts'
import { Button, buttonClass } from '../../ui/button.tsx'
import { Notice } from '../../ui/notice.tsx'
import { AmountField, toWaitFor } from './amount-field.tsx'
import { FloorChoice } from './choices.tsx'
import { DeliveryFields } from './delivery-fields.tsx'
import type { AskProps } from './draft.ts'
import { ConfirmWords, MandateFields } from './mandate-fields.tsx'
import { PasswordAgain } from './password-again.tsx'
import { PaymentRow } from './payment-row.tsx'
import { useFocusOnFirstProblem } from './use-focus-on-first-problem.ts'
import { WatchConsent } from './watch-consent.tsx'
import { type WatchDraft, type WatchProblems, toCreateWatch, useWatchDraft } from './watch-draft.ts'

const t = watchTexts.ask
const notFresh = 'auth.fresh_sign_in_required' // the server's code: the password was typed too long ago
const keyReused = 'watches.key_reused' // the server's code: this key has made a watch with another body

export function WatchForm({
  isbn13,
  title,
  place,
  onPlace,
  drafting,
  lowest,
  target,
}: AskProps & { target: string | null }) {
  const { draft: shared, update: updateShared } = drafting
  const { draft, update, forget } = useWatchDraft(isbn13, target)
  const me = useMe()
  const navigate = useNavigate()
  const [problems, setProblems] = useState<WatchProblems>({})
  const [tries, setTries] = useState(0)
  const form = useFocusOnFirstProblem(tries)
  const { mutate, variables, isPending, error } = useMutation(
    trpc.watches.create.mutationOptions({
      onSuccess(watch) {
        forget()
        queryClient.setQueryData(trpc.watches.get.queryKey({ watchId: watch.id }), watch)
        void queryClient.invalidateQueries(trpc.watches.list.queryFilter())
        void navigate(paths.watch({ id: watch.id }))
      },
      onError: (problem) => toTrouble(problem).refusal === keyReused && update({ key: randomKey() }),
    }),
  )

  function onSubmit(event: FormEvent) {
    event.preventDefault()
    if (!me) {
      void navigate(paths.signIn({ next: paths.book({ isbn: isbn13, watch: draft.target }) }))
      return
    }
    const request = toCreateWatch(draft, { isbn13, place, shared })
    setProblems(request.ok ? {} : request.problems)
    setTries(tries + 1)
    if (request.ok && !isPending) mutate(request.input)
  }

  const isBuying = draft.action === 'buy'
  return (
    <form ref={form} noValidate onSubmit={onSubmit} aria-label={t.wait} className="space-y-4">
      <AmountField
        label={isBuying ? t.targetBuy : t.targetTell}
        hint={t.targetHint}
        name="target"
        value={draft.target}
        currency={place.currency}
        error={problems.target}
        suggestions={toWaitFor(lowest)}
        onChange={(value) => update({ target: value })}
      />
      <FloorChoice value={shared.floor} onChange={(floor) => updateShared({ floor })} />
      <ActionChoice value={draft.action} onChange={(action) => update({ action })} />
      {isBuying && (
        <>
          <MandateFields draft={draft} currency={place.currency} problems={problems} onChange={update} />
          <DeliveryFields
            address={shared.address}
            place={place}
            problems={problems}
            onAddress={(address) => updateShared({ address })}
            onPlace={onPlace}
          />
          {me && (
            <PaymentRow
              value={shared.paymentMethod}
              error={problems.payment}
              onChange={(paymentMethod) => updateShared({ paymentMethod })}
            />
          )}
        </>
      )}
      <WatchConsent draft={draft} title={title} floor={shared.floor} place={place} />
      {isBuying && (
        <ConfirmWords value={draft.confirm} error={problems.confirm} onChange={(confirm) => update({ confirm })} />
      )}
      {Object.keys(problems).length > 0 && (
        <Notice tone="danger" announce>
          {t.checkForm}
        </Notice>
      )}
      {error && toTrouble(error).refusal === notFresh ? (
        <PasswordAgain onDone={() => variables && mutate(variables)} />
      ) : (
        error && <CreateError error={error} />
      )}
      <Button type="submit" look="primary" busy={isPending} className="w-full py-3 text-base">
        {!me ? t.signIn : isPending ? t.submitting : isBuying ? t.submitBuy : t.submitTell}
      </Button>
    </form>
  )
}

function ActionChoice({
  value,
  onChange,
}: {
  value: WatchDraft['action']
  onChange: (action: WatchDraft['action']) => void
}) {
  return (
    <fieldset>
      <legend className="mb-1 text-sm font-medium">{t.action}</legend>
      <div className="grid grid-cols-2 divide-x divide-line rounded-md border border-line-strong bg-raised">
        {(['tell', 'buy'] as const).map((action) => (
          <label key={action} className="flex items-start gap-2.5 px-3 py-2 has-checked:bg-accent-wash">
            <input
              type="radio"
              name="action"
              className="mt-0.5 size-4.5 shrink-0 accent-accent"
              checked={value === action}
              onChange={() => onChange(action)}
            />
            <span>
              <span className="block text-[0.9375rem]">{t[action].name}</span>
              <span className="block text-sm text-soft">{t[action].note}</span>
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  )
}

/** What went wrong. An answer that got lost is no failure: pressing again makes the same watch. */
function CreateError({ error }: { error: unknown }) {
  const { kind, sentence, refusal, requestId } = toTrouble(error)
  if (refusal === keyReused) {
    const see = (
      <Link to={paths.watches()} className={buttonClass('plain')}>
        {t.seeWatches}
      </Link>
    )
    return (
      <Notice tone="caution" announce action={see}>
        {t.keyUsed}
      </Notice>
    )
  }
  const isLost = kind === 'unreachable' || (kind === 'fault' && refusal === null)
  return (
    <Notice tone="danger" announce>
      {isLost ? t.unheard : sentence}
      {requestId && kind === 'fault' && <span className="block text-sm text-soft">{texts.requestId(requestId)}</span>}
    </Notice>
  )
}
