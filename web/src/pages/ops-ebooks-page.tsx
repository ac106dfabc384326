import { useInfiniteQuery } from '@tanstack/react-query'
import { ebookPages } from '../api/pages.ts'
import { EbookList } from '../features/ebooks/ebook-list.tsx'
import { UploadForm } from '../features/ebooks/upload-form.tsx'
import { StaffFrame } from '../features/staff/staff-frame.tsx'
import { Paged } from '../parts/paged.tsx'
import { texts } from '../texts.ts'
import { ebookTexts } from '../texts/ebooks.ts'
import { Empty } from '../ui/empty.tsx'
import { Page } from '../ui/page.tsx'
import { Skeleton } from '../ui/skeleton.tsx'

const t = ebookTexts

/** For staff: our ebooks, and another one to hand in. */
export function Component() {
  return (
    <Page title={t.title} heading={t.title}>
      <StaffFrame>
        <p className="mb-6 max-w-reading text-soft">{t.lead}</p>
        <div className="items-start gap-x-12 gap-y-10 lg:grid lg:grid-cols-[minmax(0,1fr)_24rem]">
          <section aria-label={t.title}>
            <Ebooks />
          </section>
          <div className="mt-10 lg:mt-0">
            <UploadForm />
          </div>
        </div>
      </StaffFrame>
    </Page>
  )
}

function Ebooks() {
  const query = useInfiniteQuery(ebookPages())
  return (
    <Paged
      query={query}
      items={query.data?.pages.flatMap((page) => page.ebooks)}
      waiting={<Waiting />}
      empty={<Empty title={t.emptyTitle}>{t.emptyText}</Empty>}
    >
      {(ebooks) => <EbookList ebooks={ebooks} />}
    </Paged>
  )
}

function Waiting() {
  return (
    <div aria-busy="true" className="divide-y divide-line border-y border-line">
      <span className="sr-only">{texts.loading}</span>
      {[0, 1, 2].map((row) => (
        <div key={row} className="flex gap-6 py-4">
          <Skeleton className="aspect-2/3 w-14" />
          <div className="flex-1 space-y-3 pt-1">
            <Skeleton className="h-6 w-1/2" />
            <Skeleton className="h-4 w-1/3" />
          </div>
        </div>
      ))}
    </div>
  )
}
