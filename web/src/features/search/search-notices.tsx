// What is to be said about a search before its results: a number that was not quite right, another spelling, reduced means.
import { Link } from 'react-router'
import type { FoundBooks } from '../../api/shapes.ts'
import { paths } from '../../paths.ts'
import { texts } from '../../texts.ts'
import { Notice } from '../../ui/notice.tsx'
import { type Search, toParams } from './search-params.ts'

const t = texts.search
const linkClass = 'font-serif text-lg text-accent italic underline underline-offset-4'

export function SearchNotices({ search, found }: { search: Search; found: FoundBooks }) {
  const { isbnNotice, didYouMean, degraded } = found
  return (
    <>
      {isbnNotice && <Notice tone="caution">{isbnNotice.say}</Notice>}
      {didYouMean && (
        <p>
          {t.didYouMean}{' '}
          <Link to={paths.search(toParams({ ...search, text: didYouMean }))} className={linkClass}>
            {didYouMean}
          </Link>
          ?
        </p>
      )}
      {degraded && <Notice tone="caution">{t.degraded}</Notice>}
    </>
  )
}
