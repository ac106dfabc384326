// Home and the results of a search. Both are in the first load: they are where people arrive.
import { type InfiniteData, type UseInfiniteQueryResult, useInfiniteQuery } from '@tanstack/react-query'
import { SlidersHorizontal } from 'lucide-react'
import { Link, useNavigate, useSearchParams } from 'react-router'
import { toTrouble } from '../api/errors.ts'
import { searchPages } from '../api/pages.ts'
import type { FoundBooks } from '../api/shapes.ts'
import { ActiveFilters } from '../features/search/active-filters.tsx'
import { Facets } from '../features/search/facets.tsx'
import { ResultList, ResultsSkeleton } from '../features/search/result-list.tsx'
import { Shelf } from '../features/search/shelf.tsx'
import { SearchBox } from '../features/search/search-box.tsx'
import { SearchNotices } from '../features/search/search-notices.tsx'
import { type Search, chosenFilters, searchOf, toFindInput, toParams } from '../features/search/search-params.ts'
import { SortChoice } from '../features/search/sort-choice.tsx'
import { paths } from '../paths.ts'
import { texts } from '../texts.ts'
import { Announcer } from '../ui/announcer.tsx'
import { Button, buttonClass } from '../ui/button.tsx'
import { Empty } from '../ui/empty.tsx'
import { Notice } from '../ui/notice.tsx'
import { Page, PageHeading } from '../ui/page.tsx'

const t = texts.search

export function HomePage() {
  return (
    <Page title={texts.appName}>
      <div className="mx-auto max-w-3xl pt-14 pb-16 text-center sm:pt-24">
        <PageHeading className="font-serif text-[2.6rem] leading-[1.08] tracking-[-0.015em] sm:text-6xl">
          {t.heroTitle}
        </PageHeading>
        <p className="mx-auto mt-5 max-w-xl text-lg text-soft">{t.heroLead}</p>
        <div className="mt-9 text-left">
          <SearchBox large autoFocus />
        </div>
        <p className="mt-4 flex flex-wrap items-center justify-center gap-x-4 gap-y-1 text-[0.9375rem] text-soft">
          {t.tryThese}
          {t.examples.map((example) => (
            <Link
              key={example}
              to={paths.search({ q: example })}
              className="min-h-6 font-serif text-lg text-accent italic underline-offset-4 hover:underline"
            >
              {example}
            </Link>
          ))}
        </p>
      </div>
      <ol className="grid gap-8 border-t border-line pt-10 sm:grid-cols-3">
        {t.steps.map(({ title, text }, index) => (
          <li key={title} className="flex gap-4">
            <span aria-hidden className="font-serif text-4xl leading-none text-accent italic">
              {index + 1}
            </span>
            <div>
              <h2 className="font-serif text-xl">{title}</h2>
              <p className="mt-1 text-[0.9375rem] text-soft">{text}</p>
            </div>
          </li>
        ))}
      </ol>
      <Shelf />
    </Page>
  )
}

export function SearchPage() {
  const [params] = useSearchParams()
  const navigate = useNavigate()
  const search = searchOf(params)
  const results = useInfiniteQuery(searchPages(toFindInput(search)))
  const first = results.data?.pages[0]
  const count = first ? t.count(first.total, first.isTotalExact) : ''
  const change = (next: Search) => void navigate(paths.search(toParams(next)), { preventScrollReset: true })
  return (
    <Page title={t.pageTitle(search.text)}>
      <div className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1 pt-8 pb-5">
        <PageHeading className="font-serif text-3xl">
          {search.text ? t.resultsFor(search.text) : t.allBooks}
        </PageHeading>
        <p className="price text-soft">{count}</p>
        <Announcer message={results.isPlaceholderData ? '' : count} />
      </div>
      <div className="space-y-3 pb-3 empty:hidden">
        {first && <SearchNotices search={search} found={first} />}
        {results.error && (
          <Notice tone="danger" announce action={<Button onClick={() => void results.refetch()}>{texts.retry}</Button>}>
            {toTrouble(results.error).sentence}
          </Notice>
        )}
      </div>
      <div className="gap-10 lg:grid lg:grid-cols-[15rem_1fr]">
        <div>
          {(first || chosenFilters(search).length > 0) && (
            <FacetPanel search={search} facets={first?.facets} onChange={change} />
          )}
        </div>
        <div className={results.isPlaceholderData ? 'opacity-60 transition-opacity' : ''}>
          <div className="flex flex-wrap items-center justify-between gap-3 pb-4">
            <div className="min-w-0 flex-1">
              <ActiveFilters search={search} />
            </div>
            <SortChoice search={search} onChange={change} />
          </div>
          <Results search={search} results={results} />
        </div>
      </div>
    </Page>
  )
}

function Results({ search, results }: { search: Search; results: UseInfiniteQueryResult<InfiniteData<FoundBooks>> }) {
  const { data, isPending, hasNextPage, isFetchingNextPage, fetchNextPage } = results
  const hits = data?.pages.flatMap((page) => page.hits)
  if (isPending) return <ResultsSkeleton />
  if (!hits) return null // the error above says why
  if (hits.length === 0) return <NothingFound search={search} />
  return (
    <>
      <ResultList hits={hits} />
      {hasNextPage && (
        <div className="pt-6 text-center">
          <Button busy={isFetchingNextPage} onClick={() => void fetchNextPage()}>
            {texts.showMore}
          </Button>
        </div>
      )}
    </>
  )
}

/** Beside the results where there is room, behind one button above them where there is not. */
function FacetPanel(props: Parameters<typeof Facets>[0]) {
  const count = chosenFilters(props.search).length
  return (
    <>
      <div className="hidden lg:block">
        <Facets {...props} />
      </div>
      <details className="group mb-5 lg:hidden">
        <summary className={buttonClass('plain', 'list-none [&::-webkit-details-marker]:hidden')}>
          <SlidersHorizontal aria-hidden className="size-4" /> {count > 0 ? t.filtersActive(count) : t.filters}
        </summary>
        <div className="pt-4">
          <Facets {...props} />
        </div>
      </details>
    </>
  )
}

/** No dead end: what narrows the search can be taken away, other words are offered, and there are always books to look at. */
function NothingFound({ search }: { search: Search }) {
  const isFiltered = chosenFilters(search).length > 0
  return (
    <>
      <Empty
        title={t.emptyTitle}
        action={
          <p className="flex flex-wrap justify-center gap-x-4 gap-y-2">
            {isFiltered && (
              <Link to={paths.search({ q: search.text })} className={buttonClass('plain')}>
                {t.clear}
              </Link>
            )}
            <Link to={paths.search({ q: '' })} className={buttonClass('quiet')}>
              {t.allBooks}
            </Link>
          </p>
        }
      >
        {isFiltered ? t.emptyFiltered : t.emptyText}
      </Empty>
      <Shelf />
    </>
  )
}
