import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { toTrouble } from '../../api/errors.ts'
import type { StockItem } from '../../api/shapes.ts'
import { queryClient, trpc } from '../../api/trpc.ts'
import { randomKey } from '../../local/random-key.ts'
import { texts } from '../../texts.ts'
import { stockTexts } from '../../texts/stock.ts'
import { Button } from '../../ui/button.tsx'
import { Field, TextField, inputClass } from '../../ui/field.tsx'
import { Notice } from '../../ui/notice.tsx'
import { readIsbn13, readPrice, readWhole } from '../../parts/read-input.ts'

const t = stockTexts.hand
const conditions = ['NEW', 'LIKE_NEW', 'VERY_GOOD', 'GOOD', 'ACCEPTABLE'] as const satisfies StockItem['condition'][]
const copiesMax = 10_000 // the server's
const currency = 'USD'
interface Draft {
  isbn: string
  condition: StockItem['condition']
  quantity: string
  price: string
}
const empty: Draft = { isbn: '', condition: 'NEW', quantity: '1', price: '' }
type Wrong = Partial<Record<keyof Draft, string>>

/** Books copies of one book in. A second press, or one whose answer got lost, is the same goods. */
export function GoodsByHand() {
  const [draft, setDraft] = useState(empty)
  const [key, setKey] = useState(randomKey)
  const [wrong, setWrong] = useState<Wrong>({})
  const [done, setDone] = useState<string | null>(null)
  const { mutate, isPending, error } = useMutation(
    trpc.stock.receive.mutationOptions({
      onSuccess: ({ isNew }, { quantity, isbn13 }) => {
        setDone(isNew ? t.done(quantity, isbn13) : t.repeated)
        setDraft(empty)
        setKey(randomKey())
        void queryClient.invalidateQueries(trpc.stock.pathFilter())
      },
    }),
  )
  const trouble = error && toTrouble(error)
  const update = (change: Partial<Draft>) => {
    setDraft({ ...draft, ...change })
    setDone(null)
    setKey(randomKey()) // other goods
  }

  function onSubmit(event: FormEvent) {
    event.preventDefault()
    const read = readDraft(draft)
    setWrong('wrong' in read ? read.wrong : {})
    if (!('wrong' in read) && !isPending) mutate({ key, ...read })
  }

  return (
    <form noValidate onSubmit={onSubmit} className="space-y-4 rounded-lg border border-line bg-raised p-5">
      <h2 className="font-serif text-2xl">{t.title}</h2>
      <TextField
        name="isbn"
        label={t.isbn}
        error={wrong.isbn ?? trouble?.fields['isbn13']}
        inputMode="numeric"
        value={draft.isbn}
        onChange={(event) => update({ isbn: event.target.value })}
      />
      <div className="grid gap-4 sm:grid-cols-3">
        <Field label={t.condition}>
          {(control) => (
            <select
              {...control}
              name="condition"
              className={inputClass}
              value={draft.condition}
              onChange={(event) =>
                update({ condition: conditions.find((each) => each === event.target.value) ?? 'NEW' })
              }
            >
              {conditions.map((condition) => (
                <option key={condition} value={condition}>
                  {texts.conditions[condition]}
                </option>
              ))}
            </select>
          )}
        </Field>
        <TextField
          name="quantity"
          label={t.quantity}
          error={wrong.quantity ?? trouble?.fields['quantity']}
          inputMode="numeric"
          value={draft.quantity}
          onChange={(event) => update({ quantity: event.target.value })}
        />
        <TextField
          name="price"
          label={t.price}
          hint={t.priceHint}
          error={wrong.price ?? trouble?.fields['price']}
          inputMode="decimal"
          value={draft.price}
          onChange={(event) => update({ price: event.target.value })}
        />
      </div>
      {trouble && Object.keys(trouble.fields).length === 0 && (
        <Notice tone="danger" announce>
          {trouble.sentence}
        </Notice>
      )}
      {done !== null && <Notice announce>{done}</Notice>}
      <Button type="submit" look="primary" busy={isPending}>
        {isPending ? t.busy : t.submit}
      </Button>
    </form>
  )
}

function readDraft({ isbn, condition, quantity: copies, price: amount }: Draft) {
  const isbn13 = readIsbn13(isbn)
  const quantity = readWhole(copies, 1, copiesMax)
  const price = readPrice(amount, currency)
  const isPriced = amount.trim() !== ''
  if (isbn13 !== null && quantity !== null && (price !== null || !isPriced))
    return { isbn13, condition, quantity, ...(price && { price }) }
  const wrong: Wrong = {
    ...(isbn13 === null && { isbn: t.badIsbn }),
    ...(quantity === null && { quantity: t.badQuantity }),
    ...(price === null && isPriced && { price: t.badPrice }),
  }
  return { wrong }
}
