import type { ReactNode } from 'react'
import { Link, NavLink, useLocation } from 'react-router'
import { useMe } from '../../api/session.ts'
import { paths } from '../../paths.ts'
import { texts } from '../../texts.ts'
import { staffTexts } from '../../texts/staff.ts'
import { buttonClass } from '../../ui/button.tsx'
import { Notice } from '../../ui/notice.tsx'

const t = staffTexts
const tab =
  'flex min-h-touch items-center border-b-2 border-transparent px-3 text-[0.9375rem] hover:border-line-strong aria-[current=page]:border-accent aria-[current=page]:font-medium'

/** What every page for staff stands in: where to go, and a word to those who are not staff. The server refuses them anyway. */
export function StaffFrame({ children }: { children: ReactNode }) {
  const me = useMe()
  const { pathname, search } = useLocation()
  if (me === undefined) return <p aria-busy="true">{texts.loading}</p>
  if (me?.role !== 'staff') {
    const action = me === null && (
      <Link to={paths.signIn({ next: pathname + search })} className={buttonClass('primary')}>
        {texts.nav.signIn}
      </Link>
    )
    return <Notice action={action}>{t.staffOnly}</Notice>
  }
  return (
    <>
      <nav aria-label={t.tabs.label} className="mb-8 flex flex-wrap border-b border-line">
        <NavLink to={paths.ops()} end className={tab}>
          {t.tabs.reviews}
        </NavLink>
        <NavLink to={paths.opsCheckouts()} className={tab}>
          {t.tabs.checkouts}
        </NavLink>
        <NavLink to={paths.staffOrders()} className={tab}>
          {t.tabs.orders}
        </NavLink>
        <NavLink to={paths.staffRefunds()} className={tab}>
          {t.tabs.refunds}
        </NavLink>
        <NavLink to={paths.staffStock()} className={tab}>
          {t.tabs.stock}
        </NavLink>
        <NavLink to={paths.opsEbooks()} className={tab}>
          {t.tabs.ebooks}
        </NavLink>
        <NavLink to={paths.staffRates()} className={tab}>
          {t.tabs.rates}
        </NavLink>
        <NavLink to={paths.staffImports()} className={tab}>
          {t.tabs.imports}
        </NavLink>
        <NavLink to={paths.opsJobs()} className={tab}>
          {t.tabs.jobs}
        </NavLink>
        <NavLink to={paths.opsCases()} className={tab}>
          {t.tabs.cases}
        </NavLink>
      </nav>
      {children}
    </>
  )
}
