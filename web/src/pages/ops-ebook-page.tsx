import { useQuery } from '@tanstack/react-query'
import { useParams } from 'react-router'
import { trpc } from '../api/trpc.ts'
import { EbookHead } from '../features/ebooks/ebook-head.tsx'
import { Licences } from '../features/ebooks/licences.tsx'
import { Loans } from '../features/ebooks/loans.tsx'
import { PriceForm } from '../features/ebooks/price-form.tsx'
import { Queue } from '../features/ebooks/queue.tsx'
import { UploadForm } from '../features/ebooks/upload-form.tsx'
import { StaffPage } from '../features/staff/staff-page.tsx'
import { Known } from '../parts/known.tsx'
import { paths } from '../paths.ts'
import { ebookTexts } from '../texts/ebooks.ts'

const t = ebookTexts
const lookMs = 15_000 // readers borrow and return while it is open

/** For staff: one of our ebooks, what it costs, its licences, who has it and who waits. */
export function Component() {
  const { isbn = '' } = useParams()
  return (
    <StaffPage title={t.title} back={{ to: paths.opsEbooks(), text: t.back }}>
      <Ebook key={isbn} isbn13={isbn} />
    </StaffPage>
  )
}

function Ebook({ isbn13 }: { isbn13: string }) {
  const query = useQuery(trpc.ebooks.get.queryOptions({ isbn13 }, { refetchInterval: lookMs }))
  return (
    <Known heading={t.title} query={query}>
      {({ ebook, queue }) => (
        <div className="space-y-12">
          <EbookHead ebook={ebook} />
          <div className="grid items-start gap-x-12 gap-y-12 lg:grid-cols-2">
            <div className="space-y-12">
              <Licences ebook={ebook} />
              <PriceForm ebook={ebook} />
            </div>
            <div className="space-y-12">
              <Loans isbn13={isbn13} />
              <Queue holds={queue} waiting={ebook.waiting} />
            </div>
          </div>
          <div className="max-w-reading">
            <UploadForm of={ebook} />
          </div>
        </div>
      )}
    </Known>
  )
}
