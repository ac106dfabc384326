import { Link } from 'react-router'
import type { SearchHit } from '../../api/shapes.ts'
import { paths } from '../../paths.ts'
import { texts } from '../../texts.ts'
import { Cover } from '../../ui/cover.tsx'
import { listNames } from '../../ui/format.ts'
import { Price } from '../../ui/price.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'

const t = texts.search

export function ResultList({ hits }: { hits: readonly SearchHit[] }) {
  return (
    <ol className="divide-y divide-line border-y border-line">
      {hits.map((hit) => (
        <Result key={hit.workId} hit={hit} />
      ))}
    </ol>
  )
}

function Result({ hit }: { hit: SearchHit }) {
  return (
    <li className="group relative flex gap-4 py-5 sm:gap-6">
      <Cover title={hit.title} authors={hit.authors} className="w-17 shrink-0 self-start sm:w-20" />
      <div className="min-w-0 flex-1">
        <h2 className="font-serif text-xl leading-snug sm:text-2xl">
          {/* The link covers the whole entry, while its text stays the title alone. */}
          <Link
            to={paths.book({ isbn: hit.isbn13 })}
            className="inline-block min-w-6 after:absolute after:inset-0 group-hover:text-accent"
          >
            {hit.title}
          </Link>
        </h2>
        {hit.subtitle && <p className="font-serif text-lg text-soft italic">{hit.subtitle}</p>}
        <p className="mt-0.5 text-soft">{[listNames(hit.authors), hit.year].filter(Boolean).join(', ')}</p>
        {hit.description && (
          <p className="mt-2 line-clamp-2 hidden max-w-reading text-[0.9375rem] sm:[display:-webkit-box]">
            {hit.description}
          </p>
        )}
        <p className="mt-2 text-sm text-soft">
          {[t.editions(hit.editionCount), hit.series].filter(Boolean).join(' · ')}
        </p>
        <Lowest hit={hit} className="mt-3 sm:hidden" />
      </div>
      <Lowest hit={hit} className="hidden w-36 shrink-0 text-right sm:block" />
    </li>
  )
}

function Lowest({ hit, className }: { hit: SearchHit; className: string }) {
  if (!hit.lowest) return <p className={`text-sm text-accent ${className}`}>{t.noPrice}</p>
  return (
    <p className={className}>
      <span className="block text-xs text-soft">{t.lowest}</span>
      <Price money={hit.lowest.total} size="medium" />
      <span className="block text-sm text-soft">{t.lowestFrom(hit.lowest.sellerName)}</span>
    </p>
  )
}

export function ResultsSkeleton() {
  return (
    <div aria-busy="true" className="divide-y divide-line border-y border-line">
      <span className="sr-only">{texts.loading}</span>
      {[0, 1, 2, 3].map((row) => (
        <div key={row} className="flex gap-6 py-5">
          <Skeleton className="aspect-2/3 w-20" />
          <div className="flex-1 space-y-3 pt-1">
            <Skeleton className="h-6 w-2/5" />
            <Skeleton className="h-4 w-1/4" />
            <Skeleton className="h-4 w-3/5" />
          </div>
        </div>
      ))}
    </div>
  )
}
