import type { ReactNode } from 'react'
import { Link, useLocation } from 'react-router'
import { useMe } from '../../api/session.ts'
import { paths } from '../../paths.ts'
import { texts } from '../../texts.ts'
import { stockTexts } from '../../texts/stock.ts'
import { buttonClass } from '../../ui/button.tsx'
import { Notice } from '../../ui/notice.tsx'

/** What it holds, for staff; a word to everybody else. The server refuses them anyway. */
export function StaffOnly({ children }: { children: ReactNode }) {
  const me = useMe()
  const { pathname } = useLocation()
  if (me === undefined) return <p aria-busy="true">{texts.loading}</p>
  if (me?.role === 'staff') return children
  const signIn = me === null && (
    <Link to={paths.signIn({ next: pathname })} className={buttonClass('primary')}>
      {texts.nav.signIn}
    </Link>
  )
  return <Notice action={signIn}>{stockTexts.staffOnly}</Notice>
}
