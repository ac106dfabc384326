import { BookOpen } from 'lucide-react'
import { Link } from 'react-router'
import type { OwnedBook } from '../../api/shapes.ts'
import { paths } from '../../paths.ts'
import { libraryTexts } from '../../texts/library.ts'
import { buttonClass } from '../../ui/button.tsx'
import { formatDate } from '../../ui/format.ts'
import { BookRow } from './book-row.tsx'
import { DownloadDialog } from './download-dialog.tsx'

const t = libraryTexts

export function OwnedRow({ book }: { book: OwnedBook }) {
  const { isbn13, title, since } = book
  return (
    <BookRow
      book={book}
      standing={<p className="text-soft">{t.since(formatDate(since))}</p>}
      actions={
        <>
          <Link to={paths.reader({ isbn: isbn13 })} reloadDocument className={buttonClass('primary')}>
            <BookOpen aria-hidden className="size-4" /> {t.read}
          </Link>
          <DownloadDialog isbn13={isbn13} title={title} />
        </>
      }
    />
  )
}
