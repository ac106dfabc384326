import { ArrowLeft } from 'lucide-react'
import type { ReactNode } from 'react'
import { Link } from 'react-router'
import { Page } from '../../ui/page.tsx'
import { StaffFrame } from './staff-frame.tsx'

/** A staff's page of one thing, with the way back to the list of them. It brings its own heading. */
export function StaffPage({
  title,
  back,
  children,
}: {
  title: string
  back: { to: string; text: string }
  children: ReactNode
}) {
  return (
    <Page title={title}>
      <div className="pt-8">
        <StaffFrame>
          <Link to={back.to} className="inline-flex min-h-touch items-center gap-2 text-sm text-soft hover:underline">
            <ArrowLeft aria-hidden className="size-4" /> {back.text}
          </Link>
          {children}
        </StaffFrame>
      </div>
    </Page>
  )
}
