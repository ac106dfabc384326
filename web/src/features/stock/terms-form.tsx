import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { toTrouble } from '../../api/errors.ts'
import type { StockItem } from '../../api/shapes.ts'
import { queryClient, trpc } from '../../api/trpc.ts'
import { stockTexts } from '../../texts/stock.ts'
import { Button } from '../../ui/button.tsx'
import { TextField } from '../../ui/field.tsx'
import { plainAmount } from '../../ui/format.ts'
import { Notice } from '../../ui/notice.tsx'
import { readPrice, readWhole } from '../../parts/read-input.ts'

const t = stockTexts.terms
const copiesMax = 10_000 // the server's

/** What a copy costs from now on, and when the item counts as low. */
export function TermsForm({ item }: { item: StockItem }) {
  const { isbn13, condition } = item
  const [price, setPrice] = useState(plainAmount(item.price))
  const [lowAt, setLowAt] = useState(String(item.lowAt))
  const [wrong, setWrong] = useState<{ price?: string; lowAt?: string }>({})
  const { mutate, isPending, isSuccess, error } = useMutation(
    trpc.stock.update.mutationOptions({
      onSuccess: () => void queryClient.invalidateQueries(trpc.stock.pathFilter()),
    }),
  )

  function onSubmit(event: FormEvent) {
    event.preventDefault()
    const read = { price: readPrice(price, item.price.currency), lowAt: readWhole(lowAt, 0, copiesMax) }
    setWrong({ ...(!read.price && { price: t.badPrice }), ...(read.lowAt === null && { lowAt: t.badLowAt }) })
    if (read.price && read.lowAt !== null && !isPending)
      mutate({ isbn13, condition, price: read.price, lowAt: read.lowAt })
  }

  return (
    <form noValidate onSubmit={onSubmit} className="space-y-4 border-t border-line pt-6">
      <h3 className="font-serif text-xl">{t.title}</h3>
      <div className="grid gap-4 sm:grid-cols-2">
        <TextField
          name="price"
          label={t.price(item.price.currency)}
          hint={t.priceHint}
          error={wrong.price}
          inputMode="decimal"
          value={price}
          onChange={(event) => setPrice(event.target.value)}
        />
        <TextField
          name="lowAt"
          label={t.lowAt}
          error={wrong.lowAt}
          inputMode="numeric"
          value={lowAt}
          onChange={(event) => setLowAt(event.target.value)}
        />
      </div>
      {error && (
        <Notice tone="danger" announce>
          {toTrouble(error).sentence}
        </Notice>
      )}
      {isSuccess && <Notice announce>{t.done}</Notice>}
      <Button type="submit" busy={isPending}>
        {isPending ? t.busy : t.submit}
      </Button>
    </form>
  )
}
