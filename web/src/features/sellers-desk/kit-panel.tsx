import { Download } from 'lucide-react'
import type { DeskSeller, KitReport } from '../../api/shapes.ts'
import { deskTexts } from '../../texts/desk.ts'
import { Announcer } from '../../ui/announcer.tsx'
import { Button, buttonClass } from '../../ui/button.tsx'
import { formatDateTime } from '../../ui/format.ts'
import { Notice } from '../../ui/notice.tsx'
import { CheckList } from './check-list.tsx'
import { toReportText } from './report-text.ts'
import { useRun } from './use-run.ts'

const t = deskTexts.kit

type Run = ReturnType<typeof useRun>

/** The conformance tests: run them, watch them, read the last report. `isNext` puts the button forward. */
export function KitPanel({ seller, isNext }: { seller: DeskSeller; isNext: boolean }) {
  const run = useRun(seller.sellerId)
  return (
    <section aria-labelledby="kit-title">
      <Head seller={seller} run={run} isNext={isNext} />
      {run.isRunning && (
        <Progress done={run.results.length} expected={seller.report?.results.length ?? null} isLost={run.isLost} />
      )}
      {run.ended !== null && (
        <div className="mt-4">
          <Notice tone="caution" announce>
            {run.ended}
          </Notice>
        </div>
      )}
      <Results seller={seller} run={run} />
      <Announcer message={spoken(run)} />
    </section>
  )
}

function Head({ seller: { state, report }, run, isNext }: { seller: DeskSeller; run: Run; isNext: boolean }) {
  return (
    <div className="flex flex-wrap items-end justify-between gap-x-6 gap-y-3">
      <div className="min-w-0 flex-1 basis-72">
        <h2 id="kit-title" className="font-serif text-2xl">
          {t.title}
        </h2>
        <p className="mt-1 text-[0.9375rem] text-soft">{state === 'PENDING' ? t.afterProof : t.lead}</p>
      </div>
      {state !== 'PENDING' && (
        <Button look={isNext ? 'primary' : 'plain'} busy={run.isRunning} onClick={run.start}>
          {run.isRunning ? t.running : (report ?? run.ended) === null ? t.run : t.runAgain}
        </Button>
      )}
    </div>
  )
}

/** The checks of the run under way, or the report of the last one. */
function Results({ seller: { profile, report: last, state }, run }: { seller: DeskSeller; run: Run }) {
  const report = run.isRunning ? null : (run.report ?? last)
  const results = report?.results ?? run.results
  if (results.length === 0 && !report)
    return run.isRunning || state === 'PENDING' ? null : <p className="mt-4 text-soft">{t.never}</p>
  return (
    <>
      {report && <Summary report={report} sellerName={profile.name} />}
      <div className="mt-4">
        <CheckList results={results} isRunning={run.isRunning} />
      </div>
    </>
  )
}

/** Read out at the beginning and at the end, not at each check. */
function spoken({ isRunning, report }: Run): string {
  if (isRunning) return t.starting
  return report ? t.summary(report.passed, report.failed, report.skipped) : ''
}

/** How many checks have ended. How many there will be is known from the run before, or not at all. */
function Progress({ done, expected, isLost }: { done: number; expected: number | null; isLost: boolean }) {
  const share = expected === null ? null : Math.min(1, done / Math.max(1, expected))
  return (
    <div className="mt-4">
      <div aria-hidden className="h-1.5 overflow-hidden rounded-full bg-line">
        <div
          className="working h-full rounded-full bg-accent transition-[width]"
          style={{ width: share === null ? '100%' : `${Math.round(share * 100)}%` }}
        />
      </div>
      <p className="price mt-1.5 text-sm text-soft">{isLost ? t.lost : t.progress(done, expected)}</p>
    </div>
  )
}

function Summary({ report, sellerName }: { report: KitReport; sellerName: string }) {
  const { conforms, passed, failed, skipped, endedAt, kitVersion } = report
  return (
    <div
      className={`mt-4 flex flex-wrap items-center justify-between gap-x-6 gap-y-3 rounded-md border px-4 py-3 ${conforms ? 'border-accent/40 bg-accent-wash' : 'border-danger/40 bg-danger-wash'}`}
    >
      <div>
        <p className="font-medium">{conforms ? t.passedAll : t.notYet}</p>
        <p className="price text-sm whitespace-normal text-soft">
          {t.summary(passed, failed, skipped)}. {t.lastRun(formatDateTime(endedAt), kitVersion)}
        </p>
      </div>
      <a
        href={`data:text/plain;charset=utf-8,${encodeURIComponent(toReportText(sellerName, report))}`}
        download="conformance-report.txt"
        className={buttonClass('plain')}
      >
        <Download aria-hidden className="size-4" /> {t.download}
      </a>
    </div>
  )
}
