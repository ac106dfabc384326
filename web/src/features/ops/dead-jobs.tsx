import { useQuery } from '@tanstack/react-query'
import { toTrouble } from '../../api/errors.ts'
import type { DeadJob, Queues } from '../../api/shapes.ts'
import { client, queryClient, trpc } from '../../api/trpc.ts'
import { texts } from '../../texts.ts'
import { opsTexts } from '../../texts/ops.ts'
import { Button } from '../../ui/button.tsx'
import { formatDateTime } from '../../ui/format.ts'
import { Notice } from '../../ui/notice.tsx'
import { ReasonDialog } from '../../parts/reason-dialog.tsx'

const t = opsTexts.jobs

/** The queues of jobs that failed for good; those that hold any show them. */
export function DeadJobs({ deadLetters }: { deadLetters: Queues['deadLetters'] }) {
  const filled = deadLetters.filter(({ count }) => count > 0)
  return (
    <section aria-labelledby="dead-title" className="mb-12">
      <h2 id="dead-title" className="font-serif text-2xl">
        {t.dead}
      </h2>
      <p className="mt-1 mb-4 text-soft">{filled.length === 0 ? t.noDead : t.deadLead}</p>
      <div className="space-y-6">
        {filled.map(({ name, count, runbook }) => (
          <DeadQueue key={name} name={name} count={count} runbook={runbook} />
        ))}
      </div>
    </section>
  )
}

function DeadQueue({ name, count, runbook }: { name: string; count: number; runbook: string }) {
  const { data, error } = useQuery(trpc.ops.listDeadJobs.queryOptions({ queue: name }, { staleTime: 5_000 }))
  return (
    <section aria-label={name} className="rounded-lg border border-danger/40 bg-raised p-5">
      <div className="flex flex-wrap items-start justify-between gap-3">
        <h3 className="font-medium">
          {name}, {t.count(count)}
          <span className="block font-mono text-[0.8125rem] font-normal wrap-anywhere text-soft">{runbook}</span>
        </h3>
        {data && data.jobs.length > 0 && <Redrive queue={name} jobs={data.jobs} />}
      </div>
      {error && (
        <div className="mt-3">
          <Notice tone="danger">{toTrouble(error).sentence}</Notice>
        </div>
      )}
      {!data && !error && <p aria-busy="true">{texts.loading}</p>}
      <ul className="mt-3 divide-y divide-line">
        {data?.jobs.map((job) => (
          <Job key={job.id} job={job} />
        ))}
      </ul>
    </section>
  )
}

function Job({ job: { source, error, tries, at, data } }: { job: DeadJob }) {
  return (
    <li className="py-3">
      <p className="flex flex-wrap justify-between gap-x-6">
        <span className="font-medium">{source}</span>
        <span className="text-sm text-soft">
          {t.tries(tries)}, <time dateTime={at}>{formatDateTime(at)}</time>
        </span>
      </p>
      <p className="wrap-anywhere">{error ?? t.noError}</p>
      <code className="font-mono text-[0.8125rem] wrap-anywhere text-soft">{data}</code>
    </li>
  )
}

function Redrive({ queue, jobs }: { queue: string; jobs: readonly DeadJob[] }) {
  return (
    <ReasonDialog
      trigger={<Button>{t.redriveAll(jobs.length)}</Button>}
      title={t.redriveTitle}
      text={t.redriveText(jobs.length, queue)}
      yes={t.redriveYes}
      onYes={async (given) => {
        try {
          const after = await client.ops.redriveJobs.mutate({ ...given, queue, jobIds: jobs.map(({ id }) => id) })
          queryClient.setQueryData(trpc.ops.listDeadJobs.queryKey({ queue }), after)
        } finally {
          void queryClient.invalidateQueries(trpc.ops.listQueues.queryFilter())
        }
      }}
    />
  )
}
