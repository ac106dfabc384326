// The one control that matters: buy the cheapest, at most so much. It says exactly what is agreed to, and starts one purchase
// however often it is pressed.
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useRef, useState } from 'react'
import { useNavigate } from 'react-router'
import { toTrouble } from '../../api/errors.ts'
import { useMe } from '../../api/session.ts'
import type { Money, StartPurchase } from '../../api/shapes.ts'
import { queryClient, trpc } from '../../api/trpc.ts'
import { paths } from '../../paths.ts'
import { texts } from '../../texts.ts'
import { Button } from '../../ui/button.tsx'
import { formatMoney } from '../../ui/format.ts'
import { Notice } from '../../ui/notice.tsx'
import { AddWish } from './add-wish.tsx'
import { AmountField, toBuyNow } from './amount-field.tsx'
import { FloorChoice } from './choices.tsx'
import { DeliveryFields, placeOf } from './delivery-fields.tsx'
import { type AskProps, type DraftProblems, toStartPurchase } from './draft.ts'
import { parseAmount } from './money-input.ts'
import { PaymentRow } from './payment-row.tsx'
import { useFocusOnFirstProblem } from './use-focus-on-first-problem.ts'

const t = texts.buy
const keyReused = 'buying.key_reused' // the server's code: this key has started a purchase with another body

export function BuyForm({ isbn13, title, place, onPlace, drafting, lowest }: AskProps) {
  const { draft, update, forget } = drafting
  const navigate = useNavigate()
  const me = useMe()
  const [problems, setProblems] = useState<DraftProblems>({})
  const [tries, setTries] = useState(0)
  const form = useFocusOnFirstProblem(tries)
  const { start, isStarting, error } = useStartPurchase({
    onStarted(id) {
      forget()
      void navigate(paths.purchase({ id }))
    },
    onRefused: () => update({ sent: null }),
  })

  function onSubmit(event: FormEvent) {
    event.preventDefault()
    if (!me) {
      void navigate(paths.signIn({ next: paths.book({ isbn: isbn13 }) }))
      return
    }
    const request = toStartPurchase(draft, { isbn13, place })
    setProblems(request.ok ? {} : request.problems)
    setTries(tries + 1)
    if (!request.ok) return
    update({ sent: draft.sent ?? request.input })
    start(request.input)
  }

  function askForMax() {
    const request = toStartPurchase(draft, { isbn13, place })
    if (!request.ok && request.problems.max) setProblems({ max: request.problems.max })
    setTries(tries + 1)
  }

  const amount = parseAmount(draft.max, place.currency)
  const max = amount.ok ? { currency: place.currency, minor: amount.minor } : null
  return (
    <form ref={form} noValidate onSubmit={onSubmit} aria-labelledby="buy-title" className="space-y-4">
      <h2 id="buy-title" className="sr-only">
        {t.title}
      </h2>
      <AmountField
        label={t.atMost}
        hint={t.amountHint}
        name="max"
        value={draft.max}
        currency={place.currency}
        error={problems.max}
        suggestions={toBuyNow(lowest)}
        onChange={(value) => update({ max: value })}
      />
      <FloorChoice value={draft.floor} onChange={(floor) => update({ floor })} />
      <DeliveryFields
        address={draft.address}
        place={place}
        problems={problems}
        onAddress={(address) => update({ address })}
        onPlace={onPlace}
      />
      {me && (
        <PaymentRow
          value={draft.paymentMethod}
          error={problems.payment}
          onChange={(paymentMethod) => update({ paymentMethod })}
        />
      )}
      <Consent title={title} floor={draft.floor} max={max} lowest={lowest} place={placeOf(place, draft.address.city)} />
      {Object.keys(problems).length > 0 && (
        <Notice tone="danger" announce>
          {t.checkForm}
        </Notice>
      )}
      {error !== null && (
        <StartError error={error} onOpenEarlier={draft.sent ? () => draft.sent && start(draft.sent) : null} />
      )}
      <Button type="submit" look="primary" busy={isStarting} className="w-full py-3 text-base">
        {!me ? t.signInFirst : isStarting ? t.submitting : max ? t.submitAtMost(formatMoney(max)) : t.submit}
      </Button>
      {me === null && <p className="text-sm text-soft">{t.signInNote}</p>}
      <AddWish isbn13={isbn13} title={title} floor={draft.floor} max={max} onMissing={askForMax} />
    </form>
  )
}

function Consent({
  title,
  floor,
  max,
  lowest,
  place,
}: Pick<AskProps, 'title' | 'lowest'> & {
  place: string
  floor: keyof typeof t.floors
  max: Money | null
}) {
  const said = { title, condition: t.floors[floor].text, place }
  const isBelow = max !== null && lowest !== null && max.currency === lowest.currency && max.minor < lowest.minor
  return (
    <div className="space-y-1.5 border-l-2 border-accent pl-3 text-sm" data-testid="consent">
      <p>{max ? t.consent({ ...said, max: formatMoney(max) }) : t.consentNoAmount(said)}</p>
      {max && <p className="text-soft">{t.hold(formatMoney(max))}</p>}
      {isBelow && <p className="text-caution">{t.belowLowest(formatMoney(lowest))}</p>}
    </div>
  )
}

/** What went wrong when starting. An answer that got lost is no failure: pressing again continues the same purchase. */
function StartError({ error, onOpenEarlier }: { error: unknown; onOpenEarlier: (() => void) | null }) {
  const { kind, sentence, refusal, requestId } = toTrouble(error)
  if (refusal === keyReused && onOpenEarlier) {
    return (
      <Notice tone="caution" announce action={<Button onClick={onOpenEarlier}>{t.openEarlier}</Button>}>
        {t.keyUsed}
      </Notice>
    )
  }
  return (
    <Notice tone="danger" announce>
      {mayHaveStarted(error) && kind !== 'offline' ? t.unheard : sentence}
      {requestId && kind === 'fault' && <span className="block text-sm text-soft">{texts.requestId(requestId)}</span>}
    </Notice>
  )
}

interface StartCallbacks {
  onStarted: (purchaseId: string) => void
  /** Nothing was started, for certain. */
  onRefused: () => void
}

function useStartPurchase({ onStarted, onRefused }: StartCallbacks) {
  const inFlight = useRef(false) // two clicks within one frame, before "busy" is on the screen
  const mutation = useMutation(
    trpc.buying.start.mutationOptions({
      onSuccess: (purchase) => {
        queryClient.setQueryData(trpc.buying.get.queryKey({ purchaseId: purchase.id }), purchase)
        onStarted(purchase.id)
      },
      onError: (error) => {
        if (!mayHaveStarted(error)) onRefused()
      },
      onSettled: () => {
        inFlight.current = false
      },
    }),
  )
  function start(input: StartPurchase) {
    if (inFlight.current) return
    inFlight.current = true
    mutation.mutate(input)
  }
  return { start, isStarting: mutation.isPending, error: mutation.error }
}

/** Whether a purchase may be under way under this key: the answer got lost, or the server says that the key is taken. */
function mayHaveStarted(error: unknown): boolean {
  const { kind, refusal } = toTrouble(error)
  const isLost = kind === 'unreachable' || kind === 'offline' || (kind === 'fault' && refusal === null)
  return isLost || refusal === keyReused
}
