import { useQuery } from '@tanstack/react-query'
import { NavLink } from 'react-router'
import { trpc } from '../../api/trpc.ts'
import { paths } from '../../paths.ts'
import { texts } from '../../texts.ts'

const t = texts.nav

/** The way to the cart, with how many copies are in it. */
export function CartLink() {
  const { data } = useQuery(trpc.cart.count.queryOptions())
  const count = data?.count ?? 0
  return (
    <NavLink
      to={paths.cart()}
      className="flex min-h-touch items-center rounded-md px-2 text-[0.9375rem] hover:bg-sunk aria-[current=page]:font-medium sm:px-3"
    >
      {t.cart}
      {count > 0 && (
        <>
          <span
            aria-hidden
            className="price ml-1.5 min-w-5 rounded-full bg-sunk px-1.5 text-center text-xs leading-5 font-medium"
          >
            {count > 99 ? '99+' : count}
          </span>
          <span className="sr-only">, {t.inCart(count)}</span>
        </>
      )}
    </NavLink>
  )
}
