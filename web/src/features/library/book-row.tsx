import type { ReactNode } from 'react'
import { Link } from 'react-router'
import { paths } from '../../paths.ts'
import { Cover } from '../../ui/cover.tsx'
import { listNames } from '../../ui/format.ts'

/** One book in the library: what it is, how it stands, and what can be done with it. */
export function BookRow({
  book: { isbn13, title, authors },
  standing,
  actions,
  problem,
}: {
  book: { isbn13: string; title: string; authors: readonly string[] }
  standing: ReactNode
  actions?: ReactNode
  problem?: ReactNode
}) {
  return (
    <li className="flex gap-4 py-5 sm:gap-6">
      <Cover title={title} authors={authors} className="w-17 shrink-0 self-start sm:w-20" />
      <div className="flex min-w-0 flex-1 flex-wrap items-start justify-between gap-x-6 gap-y-3">
        <div className="min-w-48 flex-1">
          <h3 className="font-serif text-xl leading-snug">
            <Link to={paths.book({ isbn: isbn13 })} className="hover:text-accent hover:underline">
              {title}
            </Link>
          </h3>
          <p className="text-soft">{listNames(authors)}</p>
          <div className="mt-2 text-[0.9375rem]">{standing}</div>
          {problem}
        </div>
        {actions && <div className="flex flex-wrap items-center gap-2">{actions}</div>}
      </div>
    </li>
  )
}
