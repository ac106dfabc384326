import { useMutation } from '@tanstack/react-query'
import { NavLink, useLocation, useNavigate } from 'react-router'
import { signOut } from '../../api/auth.ts'
import { forgetPerson, useMe } from '../../api/session.ts'
import { paths, patterns } from '../../paths.ts'
import { texts } from '../../texts.ts'

const t = texts.nav
const link =
  'flex min-h-touch items-center rounded-md px-3 text-[0.9375rem] hover:bg-sunk aria-[current=page]:font-medium'

export function AccountNav({ className = '' }: { className?: string }) {
  const me = useMe()
  const { pathname, search } = useLocation()
  const isSigning = pathname === patterns.signIn || pathname === patterns.signUp
  return (
    <nav aria-label={t.main} className={`flex items-center ${className}`}>
      {me && (
        <>
          {me.role === 'staff' && (
            <NavLink to={paths.staffOrders()} className={link}>
              {t.staff}
            </NavLink>
          )}
          <NavLink to={paths.orders()} className={link}>
            {t.orders}
          </NavLink>
          <SignOut name={me.name} />
        </>
      )}
      {me === null && (
        <NavLink to={isSigning ? paths.signIn() : paths.signIn(nextOf(pathname + search))} className={link}>
          {t.signIn}
        </NavLink>
      )}
    </nav>
  )
}

function SignOut({ name }: { name: string }) {
  const navigate = useNavigate()
  const { mutate, isPending } = useMutation({
    mutationFn: signOut,
    onSuccess: async (result) => {
      if (!result.ok) return
      await navigate(paths.home())
      await forgetPerson()
    },
  })
  return (
    <button type="button" title={name} disabled={isPending} onClick={() => mutate()} className={link}>
      {t.signOut}
    </button>
  )
}

function nextOf(here: string): { next?: string } {
  return here === patterns.home ? {} : { next: here }
}
