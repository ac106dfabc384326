import { Link } from 'react-router'
import type { StaffEbook } from '../../api/shapes.ts'
import { paths } from '../../paths.ts'
import { ebookTexts } from '../../texts/ebooks.ts'
import { Cover } from '../../ui/cover.tsx'
import { formatMoney, listNames } from '../../ui/format.ts'
import { SuspendedMark } from './suspended-mark.tsx'

const t = ebookTexts

/** Our ebooks: what each is, what it costs, and how its lending stands. */
export function EbookList({ ebooks }: { ebooks: readonly StaffEbook[] }) {
  return (
    <ul className="divide-y divide-line border-y border-line">
      {ebooks.map((ebook) => (
        <li key={ebook.isbn13} className="group relative flex gap-4 py-4 sm:gap-6">
          <Cover title={ebook.title} authors={ebook.authors} className="w-14 shrink-0 self-start" />
          <div className="flex min-w-0 flex-1 flex-wrap justify-between gap-x-6 gap-y-2">
            <div className="min-w-0 flex-1 basis-56">
              <h2 className="font-serif text-xl leading-snug wrap-anywhere">
                <Link
                  to={paths.opsEbook({ isbn: ebook.isbn13 })}
                  className="inline-block min-h-6 after:absolute after:inset-0 group-hover:text-accent"
                >
                  {ebook.title}
                </Link>
              </h2>
              <p className="text-sm text-soft">{listNames(ebook.authors)}</p>
              <p className="text-sm text-soft">
                <span className="price">{ebook.isbn13}</span> · {t.schemes[ebook.scheme]}
              </p>
              {ebook.isSuspended && <SuspendedMark />}
            </div>
            <div className="text-sm sm:text-right">
              <p className="price text-[0.9375rem] font-medium">
                {ebook.prices.map((price) => formatMoney(price)).join(', ') || t.notSold}
              </p>
              <p className="text-soft">{lentOf(ebook)}</p>
              {ebook.waiting > 0 && <p className="text-soft">{t.waiting(ebook.waiting)}</p>}
            </div>
          </div>
        </li>
      ))}
    </ul>
  )
}

/** How many copies of how many are lent, over all pools. */
export function lentOf({ pools }: Pick<StaffEbook, 'pools'>): string {
  const licences = pools.reduce((sum, { concurrentLimit }) => sum + concurrentLimit, 0)
  const live = pools.reduce((sum, pool) => sum + pool.live, 0)
  return pools.length === 0 ? t.notLent : t.lent(live, licences)
}
