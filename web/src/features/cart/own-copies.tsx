import { useMutation, useQuery } from '@tanstack/react-query'
import { useRef } from 'react'
import { Link } from 'react-router'
import { toTrouble } from '../../api/errors.ts'
import type { OwnOffer } from '../../api/shapes.ts'
import { queryClient, trpc } from '../../api/trpc.ts'
import { randomKey } from '../../local/random-key.ts'
import { paths } from '../../paths.ts'
import { texts } from '../../texts.ts'
import { cartTexts } from '../../texts/cart.ts'
import { Announcer } from '../../ui/announcer.tsx'
import { Button } from '../../ui/button.tsx'
import { Price } from '../../ui/price.tsx'

const t = cartTexts.own
const fewLeft = 3

/** The copies that we sell ourselves, beside the sellers'; nothing where we have none. */
export function OwnCopies({ isbn13, title }: { isbn13: string; title: string }) {
  const { data } = useQuery(trpc.stock.offers.queryOptions({ isbn13 }))
  if (!data || data.offers.length === 0) return null
  return (
    <section aria-labelledby="own-title" className="mt-10">
      <h2 id="own-title" className="font-serif text-2xl">
        {t.title}
      </h2>
      <p className="mt-1 mb-2 text-sm text-soft">{t.lead}</p>
      <ul className="divide-y divide-line border-y border-line">
        {data.offers.map((offer) => (
          <OwnCopy key={offer.condition} isbn13={isbn13} title={title} offer={offer} />
        ))}
      </ul>
    </section>
  )
}

function OwnCopy({ isbn13, title, offer }: { isbn13: string; title: string; offer: OwnOffer }) {
  const { condition, price, available } = offer
  const key = useRef(randomKey()) // of one press: after a lost answer the same press is tried again
  const { mutate, isPending, isSuccess, error } = useMutation(
    trpc.cart.add.mutationOptions({
      onSuccess: ({ count }) => {
        key.current = randomKey()
        queryClient.setQueryData(trpc.cart.count.queryKey(), { count })
        void queryClient.invalidateQueries(trpc.cart.get.pathFilter())
      },
      onError: () => void queryClient.invalidateQueries(trpc.stock.offers.queryFilter({ isbn13 })),
    }),
  )
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-1 py-3">
      <p className="min-w-32 flex-1">
        {texts.conditions[condition]}
        {available <= fewLeft && <span className="block text-sm text-soft">{t.left(available)}</span>}
      </p>
      <Price money={price} size="medium" />
      <Button
        busy={isPending}
        aria-label={t.addThis(title, texts.conditions[condition])}
        onClick={() => mutate({ key: key.current, line: { kind: 'copy', isbn13, condition, quantity: 1, price } })}
      >
        {isPending ? t.adding : t.add}
      </Button>
      <Announcer message={isSuccess && !isPending ? t.added(title) : ''} />
      {isSuccess && (
        <p className="w-full text-right text-sm">
          {t.added(title)}{' '}
          <Link to={paths.cart()} className="text-accent underline underline-offset-4">
            {t.toCart}
          </Link>
        </p>
      )}
      {error && (
        <p role="alert" className="w-full text-right text-sm text-danger">
          {toTrouble(error).sentence}
        </p>
      )}
    </li>
  )
}
