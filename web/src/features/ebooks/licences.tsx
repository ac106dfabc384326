import { useId, useState } from 'react'
import type { LicencePool, StaffEbook } from '../../api/shapes.ts'
import { ebookTexts } from '../../texts/ebooks.ts'
import { Button } from '../../ui/button.tsx'
import { formatDate } from '../../ui/format.ts'
import { Notice } from '../../ui/notice.tsx'
import { PoolForm } from './pool-form.tsx'

const t = ebookTexts.licences

/** The pools that it is lent from, each with its terms to change, and one more to add. */
export function Licences({ ebook: { isbn13, pools, scheme } }: { ebook: StaffEbook }) {
  return (
    <section aria-labelledby="licences-title">
      <h2 id="licences-title" className="mb-3 font-serif text-2xl">
        {t.title}
      </h2>
      {scheme === 'WATERMARK' ? (
        <Notice>{t.marked}</Notice>
      ) : (
        <>
          {pools.length === 0 && <p className="mb-4 text-soft">{t.none}</p>}
          {pools.length > 0 && (
            <ul className="mb-4 divide-y divide-line border-y border-line">
              {pools.map((pool) => (
                <Pool key={pool.id} isbn13={isbn13} pool={pool} />
              ))}
            </ul>
          )}
          <NewPool isbn13={isbn13} />
        </>
      )}
    </section>
  )
}

function Pool({ isbn13, pool }: { isbn13: string; pool: LicencePool }) {
  const [isOpen, setOpen] = useState(false)
  const formId = useId()
  const { concurrentLimit, totalLimit, loanDays, live, drawn, since, endsAt } = pool
  const name = concurrentLimit === 0 ? t.closed : t.pool(concurrentLimit, loanDays)
  return (
    <li className="py-4">
      <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
        <div className="min-w-0 flex-1 basis-56">
          <p className="font-medium">{name}</p>
          <p className="text-sm text-soft">{t.use(live, concurrentLimit)}</p>
          <p className="text-sm text-soft">{t.drawn(drawn, totalLimit)}</p>
          <p className="text-sm text-soft">{t.span(formatDate(since), endsAt && formatDate(endsAt))}</p>
        </div>
        <Button
          aria-expanded={isOpen}
          aria-controls={formId}
          aria-label={isOpen ? undefined : t.changeOf(name)}
          onClick={() => setOpen(!isOpen)}
        >
          {isOpen ? t.close : t.change}
        </Button>
      </div>
      <div id={formId} className={isOpen ? 'mt-4' : ''}>
        {isOpen && <PoolForm isbn13={isbn13} pool={pool} />}
      </div>
    </li>
  )
}

function NewPool({ isbn13 }: { isbn13: string }) {
  const [isOpen, setOpen] = useState(false)
  if (!isOpen) return <Button onClick={() => setOpen(true)}>{t.add}</Button>
  return (
    <div className="rounded-lg border border-line bg-raised p-5">
      <div className="mb-4 flex items-center justify-between gap-4">
        <h3 className="font-serif text-xl">{t.addTitle}</h3>
        <Button look="quiet" onClick={() => setOpen(false)}>
          {t.close}
        </Button>
      </div>
      <PoolForm isbn13={isbn13} pool={null} onSaved={() => setOpen(false)} />
    </div>
  )
}
