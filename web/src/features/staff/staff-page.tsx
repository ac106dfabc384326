import type { ReactNode } from 'react'
import { NavLink } from 'react-router'
import { useMe } from '../../api/session.ts'
import { paths } from '../../paths.ts'
import { careTexts } from '../../texts/care.ts'
import { Notice } from '../../ui/notice.tsx'
import { Page } from '../../ui/page.tsx'

const t = careTexts.staff
const link =
  'flex min-h-touch items-center border-b-2 border-transparent px-1 hover:border-line-strong aria-[current=page]:border-accent aria-[current=page]:font-medium'

/** The frame of the staff's pages: where to go, and who may. The server refuses everybody else whatever is shown here. */
export function StaffPage({ title, children }: { title: string; children: ReactNode }) {
  const me = useMe()
  return (
    <Page title={title} heading={title} width="reading">
      {me !== undefined && me?.role !== 'staff' && (
        <Notice tone="caution" announce>
          {t.notStaff}
        </Notice>
      )}
      {me?.role === 'staff' && (
        <>
          <nav aria-label={t.navLabel} className="-mt-3 mb-6 flex gap-6 border-b border-line text-[0.9375rem]">
            <NavLink to={paths.staffOrders()} className={link}>
              {t.orders}
            </NavLink>
            <NavLink to={paths.staffRefunds()} className={link}>
              {t.refunds}
            </NavLink>
          </nav>
          {children}
        </>
      )}
    </Page>
  )
}
