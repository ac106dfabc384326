import { Link } from 'react-router'
import type { StaffEbook } from '../../api/shapes.ts'
import { client, queryClient, trpc } from '../../api/trpc.ts'
import { ReasonDialog } from '../../parts/reason-dialog.tsx'
import { paths } from '../../paths.ts'
import { ebookTexts } from '../../texts/ebooks.ts'
import { Button } from '../../ui/button.tsx'
import { Cover } from '../../ui/cover.tsx'
import { Definition, Definitions } from '../../ui/definition.tsx'
import { formatDate, formatMoney, listNames } from '../../ui/format.ts'
import { PageHeading } from '../../ui/page.tsx'
import { lentOf } from './ebook-list.tsx'
import { SuspendedMark } from './suspended-mark.tsx'

const t = ebookTexts

/** What it is: its book, its file, what it costs, and how its lending stands, which can be stopped here. */
export function EbookHead({ ebook }: { ebook: StaffEbook }) {
  const { isbn13, title, authors, scheme, bytes, since, isSuspended, prices, waiting, pools } = ebook
  return (
    <div className="mt-2 flex flex-wrap items-start gap-x-10 gap-y-6">
      <Cover title={title} authors={authors} className="w-28 shrink-0 sm:w-36" />
      <div className="min-w-0 flex-1 basis-72">
        <PageHeading className="font-serif text-4xl wrap-anywhere">{title}</PageHeading>
        <p className="mt-1 text-lg text-soft">{listNames(authors)}</p>
        {isSuspended && <SuspendedMark />}
        <div className="mt-5">
          <Definitions>
            <Definition name={t.facts.isbn}>
              <span className="price">{isbn13}</span>{' '}
              <Link to={paths.book({ isbn: isbn13 })} className="ml-2 text-accent underline underline-offset-4">
                {t.facts.bookPage}
              </Link>
            </Definition>
            <Definition name={t.facts.protection}>{t.schemes[scheme]}</Definition>
            <Definition name={t.facts.size}>{t.size(bytes)}</Definition>
            <Definition name={t.facts.since}>{formatDate(since)}</Definition>
            <Definition name={t.facts.price}>
              <span className="price">{prices.map((price) => formatMoney(price)).join(', ') || t.notSold}</span>
            </Definition>
            <Definition name={t.facts.lending}>{lentOf(ebook)}</Definition>
            {waiting > 0 && <Definition name={t.facts.queue}>{t.waiting(waiting)}</Definition>}
          </Definitions>
        </div>
        {pools.length > 0 && (
          <div className="mt-5">
            <LendingSwitch isbn13={isbn13} isSuspended={isSuspended} />
          </div>
        )}
      </div>
    </div>
  )
}

function LendingSwitch({ isbn13, isSuspended }: { isbn13: string; isSuspended: boolean }) {
  const { suspend, suspendTitle, suspendText, suspendYes, resume, resumeTitle, resumeText, resumeYes, hint } = t.lending
  const words = isSuspended
    ? { title: resumeTitle, text: resumeText, yes: resumeYes }
    : { title: suspendTitle, text: suspendText, yes: suspendYes }
  return (
    <ReasonDialog
      key={String(isSuspended)}
      trigger={<Button look={isSuspended ? 'plain' : 'danger'}>{isSuspended ? resume : suspend}</Button>}
      {...words}
      hint={hint}
      onYes={async (given) => {
        try {
          await client.ebooks[isSuspended ? 'resume' : 'suspend'].mutate({ ...given, isbn13 })
        } finally {
          await queryClient.invalidateQueries(trpc.ebooks.get.queryFilter({ isbn13 }))
          void queryClient.invalidateQueries(trpc.ebooks.catalogue.infiniteQueryFilter())
        }
      }}
    />
  )
}
