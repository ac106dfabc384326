import { useMutation } from '@tanstack/react-query'
import { useRef } from 'react'
import { Link } from 'react-router'
import { toTrouble } from '../../api/errors.ts'
import type { NewCartLine } from '../../api/shapes.ts'
import { queryClient, trpc } from '../../api/trpc.ts'
import { randomKey } from '../../local/random-key.ts'
import { paths } from '../../paths.ts'
import { cartTexts } from '../../texts/cart.ts'
import { Announcer } from '../../ui/announcer.tsx'
import { rowActionClass } from '../../ui/offer-row.tsx'

const t = cartTexts.own

/** Puts one of our own copies or an ebook into the cart, in its row of the list. `what` says which to who does not see the row. */
export function AddToCart({ line, title, what }: { line: NewCartLine; title: string; what: string }) {
  const key = useRef(randomKey()) // of one press: after a lost answer the same press is tried again
  const { mutate, isPending, isSuccess, error } = useMutation(
    trpc.cart.add.mutationOptions({
      onSuccess: ({ count }) => {
        key.current = randomKey()
        queryClient.setQueryData(trpc.cart.count.queryKey(), { count })
        void queryClient.invalidateQueries(trpc.cart.get.pathFilter())
      },
      onError: () => {
        void queryClient.invalidateQueries(trpc.stock.offers.queryFilter({ isbn13: line.isbn13 }))
        void queryClient.invalidateQueries(trpc.ebooks.offer.pathFilter())
      },
    }),
  )
  return (
    <>
      <button
        type="button"
        disabled={isPending}
        aria-label={t.addThis(title, what)}
        className={rowActionClass}
        onClick={() => mutate({ key: key.current, line })}
      >
        {isPending ? t.adding : t.add}
      </button>
      <Announcer message={isSuccess && !isPending ? t.added(title) : ''} />
      {isSuccess && (
        <Link to={paths.cart()} className={`${rowActionClass} ml-3`}>
          {t.toCart}
        </Link>
      )}
      {error && (
        <span role="alert" className="block text-danger">
          {toTrouble(error).sentence}
        </span>
      )}
    </>
  )
}
