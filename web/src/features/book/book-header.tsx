import { Link } from 'react-router'
import type { Book } from '../../api/shapes.ts'
import { paths } from '../../paths.ts'
import { texts } from '../../texts.ts'
import { Cover } from '../../ui/cover.tsx'
import { listNames } from '../../ui/format.ts'
import { PageHeading } from '../../ui/page.tsx'
import { describeEdition } from './describe-edition.ts'

const t = texts.book

export function BookHeader({ book }: { book: Book }) {
  const { work } = book
  const facts = [
    work.series && t.series(work.series, work.seriesNumber),
    work.originalYear !== undefined && t.firstPublished(work.originalYear),
  ].filter(Boolean)
  return (
    <div className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-5 gap-y-5 pt-8 sm:grid-rows-[auto_1fr] sm:gap-x-9 sm:pt-12">
      <Cover title={work.title} authors={work.authors} className="w-26 self-start sm:row-span-2 sm:w-44" />
      <div>
        <PageHeading className="font-serif text-3xl leading-[1.08] tracking-[-0.015em] sm:text-5xl">
          {book.title}
        </PageHeading>
        {work.subtitle && <p className="mt-1 font-serif text-xl text-soft italic sm:text-2xl">{work.subtitle}</p>}
        <p className="mt-3 text-lg">
          {t.by} {listNames(work.authors)}
        </p>
        {facts.length > 0 && <p className="mt-1 text-soft">{facts.join(' · ')}</p>}
      </div>
      <div className="col-span-2 sm:col-span-1">
        {work.description && <p className="max-w-reading font-serif text-xl leading-relaxed">{work.description}</p>}
        <ul aria-label={t.subjects} className="mt-5 flex flex-wrap gap-x-4 gap-y-1 text-[0.9375rem] empty:hidden">
          {work.subjects.map((subject) => (
            <li key={subject}>
              <Link
                to={paths.search(new URLSearchParams({ subject }))}
                className="inline-block min-h-6 text-accent underline-offset-4 hover:underline"
              >
                {subject}
              </Link>
            </li>
          ))}
        </ul>
        <p className="mt-5 text-sm text-soft">
          {t.thisEdition}: {describeEdition(book)} · {t.isbn} <span className="price">{book.isbn13}</span>
        </p>
      </div>
    </div>
  )
}
