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
    <div className="flex flex-col gap-6 pt-8 sm:flex-row sm:gap-10 sm:pt-12">
      <Cover title={work.title} authors={work.authors} className="w-32 shrink-0 self-start sm:w-48" />
      <div className="min-w-0">
        <PageHeading className="font-serif text-4xl leading-[1.08] tracking-[-0.015em] sm:text-6xl">
          {book.title}
        </PageHeading>
        {work.subtitle && <p className="mt-2 font-serif text-2xl text-soft italic">{work.subtitle}</p>}
        <p className="mt-3 text-lg">
          {t.by} {listNames(work.authors)}
        </p>
        {facts.length > 0 && <p className="mt-1 text-soft">{facts.join(' · ')}</p>}
        {work.description && (
          <p className="mt-5 max-w-reading font-serif text-xl leading-relaxed">{work.description}</p>
        )}
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
