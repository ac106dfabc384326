import { useMutation } from '@tanstack/react-query'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { toTrouble } from '../../api/errors.ts'
import type { Order, RefundRequest } from '../../api/shapes.ts'
import { queryClient, trpc } from '../../api/trpc.ts'
import { randomKey } from '../../local/random-key.ts'
import { careTexts } from '../../texts/care.ts'
import { Button } from '../../ui/button.tsx'
import { Field, TextField, inputClass } from '../../ui/field.tsx'
import { formatMoney, fractionDigits, plainAmount } from '../../ui/format.ts'
import { Notice } from '../../ui/notice.tsx'
import { readDraft } from './refund-draft.ts'
import type { DraftProblems, RefundDraft } from './refund-draft.ts'

const t = careTexts.refund
const askable = ['NOT_ARRIVED', 'DAMAGED', 'NOT_AS_DESCRIBED', 'WRONG_BOOK', 'CHANGED_MIND'] as const

/** What can be wrong with a file: it neither gets lost nor damaged on its way. */
const digital: readonly RefundRequest['reason'][] = ['CHANGED_MIND', 'NOT_AS_DESCRIBED', 'DAMAGED', 'WRONG_BOOK']

const askableOf = ({ isDigital }: Order) => (isDigital ? digital : askable)

/** Asks for money back, line by line. The key stays until the request was heard: pressing again after a lost answer is no second one. */
export function RefundForm({ order, onDone }: { order: Order; onDone: (isSent: boolean) => void }) {
  const [key] = useState(randomKey)
  const [draft, setDraft] = useState<RefundDraft>(() => toDraft(order))
  const [problems, setProblems] = useState<DraftProblems>({ amounts: {} })
  const { mutate, isPending, error } = useMutation(
    trpc.refunds.request.mutationOptions({
      onSuccess: async () => {
        await Promise.all([
          queryClient.invalidateQueries(trpc.refunds.list.queryFilter({ orderId: order.id })),
          queryClient.invalidateQueries(trpc.orders.get.queryFilter({ orderId: order.id })),
        ])
        onDone(true)
      },
    }),
  )
  const form = useRef<HTMLFormElement>(null)
  useEffect(() => {
    form.current?.querySelector<HTMLElement>('[aria-invalid=true]')?.focus() // what is wrong is where one goes on
  }, [problems])
  const trouble = error && toTrouble(error)
  function submit() {
    const read = readDraft(draft, order)
    setProblems(read.ok ? { amounts: {} } : read.problems)
    if (read.ok) mutate({ key, ...read.request })
  }
  return (
    <form
      ref={form}
      noValidate
      className="mt-4 space-y-5 rounded-lg border border-line bg-raised p-5"
      onSubmit={(event) => {
        event.preventDefault()
        if (!isPending) submit()
      }}
    >
      <h3 className="font-serif text-xl">{t.formTitle}</h3>
      <Field label={t.reason} error={problems.reason && t.errors.reason}>
        {(control) => (
          <select
            {...control}
            name="reason"
            value={draft.reason}
            onChange={({ target }) =>
              setDraft({ ...draft, reason: askable.find((each) => each === target.value) ?? '' })
            }
            className={inputClass}
          >
            <option value="">{t.chooseReason}</option>
            {askableOf(order).map((reason) => (
              <option key={reason} value={reason}>
                {t.reasons[reason]}
              </option>
            ))}
          </select>
        )}
      </Field>
      <Lines order={order} draft={draft} problems={problems} onChange={(lines) => setDraft({ ...draft, lines })} />
      <Field label={t.comment}>
        {(control) => (
          <textarea
            {...control}
            name="comment"
            rows={3}
            maxLength={1_000}
            value={draft.comment}
            onChange={({ target }) => setDraft({ ...draft, comment: target.value })}
            className={inputClass}
          />
        )}
      </Field>
      {trouble && (
        <Notice tone={trouble.kind === 'unreachable' ? 'caution' : 'danger'} announce>
          {trouble.kind === 'unreachable' ? t.unheard : trouble.sentence}
        </Notice>
      )}
      <div className="flex flex-wrap gap-3">
        <Button type="submit" look="primary" busy={isPending}>
          {isPending ? t.sending : t.send}
        </Button>
        <Button look="quiet" onClick={() => onDone(false)}>
          {t.close}
        </Button>
      </div>
    </form>
  )
}

/** What is asked back: a single line only its amount, several a choice among them. */
function Lines({
  order,
  draft,
  problems,
  onChange,
}: {
  order: Order
  draft: RefundDraft
  problems: DraftProblems
  onChange: (lines: RefundDraft['lines']) => void
}) {
  const open = order.lines.filter(({ refundable }) => refundable.minor > 0)
  return (
    <fieldset aria-describedby={problems.lines ? 'refund-lines-note' : undefined}>
      <legend className="mb-1 text-sm font-medium">{t.lines}</legend>
      <div className="space-y-3">
        {open.map((line) => {
          const typed = draft.lines[line.line] ?? { isChosen: false, amount: '' }
          const set = (change: Partial<typeof typed>) =>
            onChange({ ...draft.lines, [line.line]: { ...typed, ...change } })
          return (
            <div key={line.line}>
              {open.length > 1 && (
                <label className="flex min-h-touch items-center gap-3">
                  <input
                    type="checkbox"
                    className="size-4.5 shrink-0 accent-accent"
                    checked={typed.isChosen}
                    onChange={({ target }) => set({ isChosen: target.checked })}
                  />
                  {line.title}
                </label>
              )}
              {typed.isChosen && (
                <TextField
                  label={t.amountOf(line.title)}
                  hint={t.left(formatMoney(line.refundable))}
                  error={amountError(problems.amounts[line.line], line)}
                  name={`amount-${line.line}`}
                  inputMode="decimal"
                  autoComplete="off"
                  maxLength={12}
                  value={typed.amount}
                  onChange={({ target }) => set({ amount: target.value })}
                  className="price max-w-40"
                />
              )}
            </div>
          )
        })}
      </div>
      {problems.lines && <Wrong id="refund-lines-note">{t.errors.nothing}</Wrong>}
    </fieldset>
  )
}

function Wrong({ id, children }: { id: string; children: ReactNode }) {
  return (
    <p id={id} role="alert" className="mt-1 text-sm text-danger">
      {children}
    </p>
  )
}

function amountError(
  problem: DraftProblems['amounts'][number] | undefined,
  { refundable }: Order['lines'][number],
): string | undefined {
  if (problem === 'too_precise') return t.errors.too_precise(fractionDigits(refundable.currency))
  if (problem === 'too_much') return t.errors.too_much(formatMoney(refundable))
  return problem && t.errors[problem]
}

/** Everything that is left, to begin with: taking a part away is less work than adding up the whole. */
function toDraft({ lines }: Order): RefundDraft {
  const open = lines.filter(({ refundable }) => refundable.minor > 0)
  return {
    reason: '',
    comment: '',
    lines: Object.fromEntries(
      open.map(({ line, refundable }) => [line, { isChosen: open.length === 1, amount: plainAmount(refundable) }]),
    ),
  }
}
