import { useQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import { trpc } from '../../api/trpc.ts'
import { paths } from '../../paths.ts'
import { texts } from '../../texts.ts'
import { Cover } from '../../ui/cover.tsx'
import { listNames } from '../../ui/format.ts'
import { Skeleton } from '../../ui/skeleton.tsx'

const books = 6

/** A few books to start from. It is an extra: where it cannot be had, the page is whole without it. */
export function Shelf() {
  const { data, isError } = useQuery(trpc.search.find.queryOptions({ text: '', limit: books }, { staleTime: 600_000 }))
  if (isError || data?.hits.length === 0) return null
  return (
    <section aria-labelledby="shelf-title" className="mt-16">
      <h2 id="shelf-title" className="mb-5 font-serif text-2xl">
        {texts.search.shelf}
      </h2>
      <ul className="grid grid-cols-3 gap-x-4 gap-y-8 sm:grid-cols-6 sm:gap-x-7">
        {data
          ? data.hits.map(({ workId, isbn13, title, authors }) => (
              <li key={workId} className="group relative min-w-0">
                <Cover
                  title={title}
                  authors={authors}
                  className="w-full transition-transform group-hover:-translate-y-1"
                />
                <h3 className="mt-3 font-serif text-[1.0625rem]">
                  <Link
                    to={paths.book({ isbn: isbn13 })}
                    className="block min-w-6 truncate after:absolute after:inset-0 group-hover:text-accent"
                  >
                    {title}
                  </Link>
                </h3>
                <p className="truncate text-sm text-soft">{listNames(authors)}</p>
              </li>
            ))
          : Array.from({ length: books }, (_, index) => (
              <li key={index} aria-hidden>
                <Skeleton className="aspect-2/3 w-full" />
                <Skeleton className="mt-4 h-5 w-4/5" />
                <Skeleton className="mt-2 h-4 w-3/5" />
              </li>
            ))}
      </ul>
    </section>
  )
}
