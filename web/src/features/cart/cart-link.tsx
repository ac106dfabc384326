import { useQuery } from '@tanstack/react-query'
import { ShoppingBag } from 'lucide-react'
import { NavLink } from 'react-router'
import { trpc } from '../../api/trpc.ts'
import { paths } from '../../paths.ts'
import { texts } from '../../texts.ts'

const t = texts.nav

/** The way to the cart, with how many copies are in it; on a phone a sign with the number on its corner. */
export function CartLink() {
  const { data } = useQuery(trpc.cart.count.queryOptions())
  const count = data?.count ?? 0
  return (
    <NavLink
      to={paths.cart()}
      className="relative flex min-h-touch items-center rounded-md px-1.5 text-[0.9375rem] hover:bg-sunk aria-[current=page]:font-medium sm:px-3"
    >
      <ShoppingBag aria-hidden className="size-5 sm:hidden" />
      <span className="max-sm:sr-only">{t.cart}</span>
      {count > 0 && (
        <>
          <span
            aria-hidden
            className="price min-w-5 rounded-full bg-accent px-1.5 text-center text-xs leading-5 font-medium text-on-accent max-sm:absolute max-sm:top-0 max-sm:right-0 sm:ml-1.5"
          >
            {count > 99 ? '99+' : count}
          </span>
          <span className="sr-only">, {t.inCart(count)}</span>
        </>
      )}
    </NavLink>
  )
}
