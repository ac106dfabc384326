import { useMutation, useQuery } from '@tanstack/react-query'
import { Bell, LogOut } from 'lucide-react'
import { NavLink, useLocation, useNavigate } from 'react-router'
import { signOut } from '../../api/auth.ts'
import { forgetPerson, useMe } from '../../api/session.ts'
import { trpc } from '../../api/trpc.ts'
import { paths, patterns } from '../../paths.ts'
import { texts } from '../../texts.ts'

const t = texts.nav
const lookMs = 60_000 // news of a parcel or a price is hours old anyway; a minute more is nothing
const link =
  'flex min-h-touch items-center rounded-md px-1.5 sm:px-3 text-[0.9375rem] hover:bg-sunk aria-[current=page]:font-medium'

export function AccountNav({ className = '' }: { className?: string }) {
  const me = useMe()
  const { pathname, search } = useLocation()
  const isSigning = pathname === patterns.signIn || pathname === patterns.signUp
  return (
    <nav aria-label={t.main} className={`flex items-center ${className}`}>
      {me && (
        <>
          <Messages />
          <NavLink to={paths.orders()} className={link}>
            {t.purchases}
          </NavLink>
          <NavLink to={paths.watches()} className={link}>
            {t.watches}
          </NavLink>
          {/* On a phone it is at the foot of the page. */}
          <NavLink to={paths.library()} className={`${link} max-sm:hidden`}>
            {t.library}
          </NavLink>
          {me.role === 'staff' && (
            <NavLink to={paths.ops()} className={link}>
              {t.staff}
            </NavLink>
          )}
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

/** The way to the messages: a bell, with how many are new on its corner. */
function Messages() {
  const { data } = useQuery(trpc.notify.list.queryOptions(undefined, { refetchInterval: lookMs }))
  const unread = data?.unread ?? 0
  return (
    <NavLink to={paths.messages()} className={`relative ${link}`}>
      <Bell aria-hidden className="size-5" />
      <span className="sr-only">{unread > 0 ? t.newMessages(unread) : t.messages}</span>
      {unread > 0 && (
        <span
          aria-hidden
          className="price absolute top-0 right-0 min-w-5 rounded-full bg-accent px-1.5 text-center text-xs leading-5 font-medium text-on-accent"
        >
          {unread > 99 ? '99+' : unread}
        </span>
      )}
    </NavLink>
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
      <LogOut aria-hidden className="size-5 sm:hidden" />
      <span className="max-sm:sr-only">{t.signOut}</span>
    </button>
  )
}

function nextOf(here: string): { next?: string } {
  return here === patterns.home ? {} : { next: here }
}
