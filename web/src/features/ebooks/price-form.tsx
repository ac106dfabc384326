import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import type { StaffEbook } from '../../api/shapes.ts'
import { queryClient, trpc } from '../../api/trpc.ts'
import { randomKey } from '../../local/random-key.ts'
import { Problem } from '../../parts/problem.tsx'
import { readPrice } from '../../parts/read-input.ts'
import { ebookTexts } from '../../texts/ebooks.ts'
import { Button } from '../../ui/button.tsx'
import { TextField } from '../../ui/field.tsx'
import { plainAmount } from '../../ui/format.ts'
import { Notice } from '../../ui/notice.tsx'

const t = ebookTexts.price
const usual = 'USD'

/** What it costs to own it, one currency at a time. */
export function PriceForm({ ebook: { isbn13, prices } }: { ebook: StaffEbook }) {
  const amountIn = (code: string) => {
    const known = prices.find((price) => price.currency === code)
    return known ? plainAmount(known) : ''
  }
  const [currency, setCurrency] = useState(prices[0]?.currency ?? usual)
  const [amount, setAmount] = useState(() => amountIn(currency))
  const [key, setKey] = useState(randomKey)
  const [wrong, setWrong] = useState<{ currency?: string; amount?: string }>({})
  const { mutate, isPending, isSuccess, error, reset } = useMutation(
    trpc.ebooks.setPrice.mutationOptions({
      onSuccess: () => {
        setKey(randomKey())
        void queryClient.invalidateQueries(trpc.ebooks.pathFilter())
      },
    }),
  )
  const change = (set: () => void) => {
    set()
    setKey(randomKey()) // another price
    reset()
  }

  function onSubmit(event: FormEvent) {
    event.preventDefault()
    const isCurrency = /^[A-Z]{3}$/.test(currency)
    const isNone = amount.trim() === ''
    const price = isNone || !isCurrency ? null : readPrice(amount, currency)
    const isBadAmount = isCurrency && !isNone && price === null
    setWrong({ ...(!isCurrency && { currency: t.badCurrency }), ...(isBadAmount && { amount: t.badAmount }) })
    if (isCurrency && !isBadAmount && !isPending) mutate({ isbn13, currency, price, key })
  }

  return (
    <section aria-labelledby="price-title">
      <h2 id="price-title" className="mb-3 font-serif text-2xl">
        {t.title}
      </h2>
      <form noValidate onSubmit={onSubmit} className="space-y-4">
        <div className="grid grid-cols-[7rem_minmax(0,1fr)] gap-4">
          <TextField
            name="currency"
            label={t.currency}
            error={wrong.currency}
            maxLength={3}
            autoCapitalize="characters"
            autoComplete="off"
            value={currency}
            onChange={({ target }) =>
              change(() => {
                const code = target.value.toUpperCase()
                setCurrency(code)
                if (code.length === 3) setAmount(amountIn(code))
              })
            }
          />
          <TextField
            name="amount"
            label={t.amount}
            hint={t.amountHint}
            error={wrong.amount}
            inputMode="decimal"
            autoComplete="off"
            value={amount}
            onChange={({ target }) => change(() => setAmount(target.value))}
          />
        </div>
        <Problem error={error} />
        {isSuccess && <Notice announce>{t.done}</Notice>}
        <Button type="submit" busy={isPending}>
          {isPending ? t.busy : t.submit}
        </Button>
      </form>
    </section>
  )
}
