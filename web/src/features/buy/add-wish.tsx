import { useMutation } from '@tanstack/react-query'
import { ShoppingBag } from 'lucide-react'
import { useRef } from 'react'
import { Link } from 'react-router'
import { toTrouble } from '../../api/errors.ts'
import type { Money } from '../../api/shapes.ts'
import { queryClient, trpc } from '../../api/trpc.ts'
import { randomKey } from '../../local/random-key.ts'
import { paths } from '../../paths.ts'
import { texts } from '../../texts.ts'
import { Announcer } from '../../ui/announcer.tsx'
import { Button } from '../../ui/button.tsx'
import { formatMoney } from '../../ui/format.ts'
import { type Floor, floors } from './draft.ts'

const t = texts.buy.wish

/** Puts "the cheapest within my maximum" into the cart, beside other books, instead of buying it now. A new maximum replaces the one before. */
export function AddWish({
  isbn13,
  title,
  floor,
  max,
  onMissing,
}: {
  isbn13: string
  title: string
  floor: Floor
  /** Null while none is typed that can be read. */
  max: Money | null
  onMissing: () => void
}) {
  const key = useRef(randomKey()) // of one press: after a lost answer the same press is tried again
  const { mutate, isPending, isSuccess, variables, error } = useMutation(
    trpc.cart.add.mutationOptions({
      onSuccess: ({ count }) => {
        key.current = randomKey()
        queryClient.setQueryData(trpc.cart.count.queryKey(), { count })
        void queryClient.invalidateQueries(trpc.cart.get.pathFilter())
      },
    }),
  )
  const line = variables?.line
  const added = isSuccess && line?.kind === 'cheapest' ? t.added(title, formatMoney(line.maxTotal)) : ''

  function onClick() {
    if (max === null) onMissing()
    else mutate({ key: key.current, line: { kind: 'cheapest', isbn13, conditions: [...floors[floor]], maxTotal: max } })
  }

  return (
    <div className="text-center">
      <Button look="quiet" busy={isPending} onClick={onClick}>
        {!isPending && <ShoppingBag aria-hidden className="size-4" />} {isPending ? t.adding : t.add}
      </Button>
      <Announcer message={added} />
      {added && (
        <p className="text-sm">
          {added}{' '}
          <Link to={paths.cart()} className="text-accent underline underline-offset-4">
            {t.toCart}
          </Link>
        </p>
      )}
      {error && (
        <p role="alert" className="text-sm text-danger">
          {toTrouble(error).sentence}
        </p>
      )}
    </div>
  )
}
