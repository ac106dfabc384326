import { Link } from 'react-router'
import type { BooksCase } from '../../api/shapes.ts'
import { client, queryClient, trpc } from '../../api/trpc.ts'
import { paths } from '../../paths.ts'
import { opsTexts } from '../../texts/ops.ts'
import { Button } from '../../ui/button.tsx'
import { Definition, Definitions } from '../../ui/definition.tsx'
import { formatDateTime, formatMoney } from '../../ui/format.ts'
import { ReasonDialog } from '../../parts/reason-dialog.tsx'

const t = opsTexts.cases

/** Differences between two books, each with both sides' figures beside each other. */
export function CaseList({ cases }: { cases: readonly BooksCase[] }) {
  return (
    <ul className="divide-y divide-line border-y border-line">
      {cases.map((each) => (
        <li key={each.id} className="py-6">
          <div className="flex flex-wrap items-start justify-between gap-3">
            <div className="min-w-0 flex-1 basis-72">
              <h2 className="font-serif text-xl">{t.kinds[each.kind]}</h2>
              <p className="text-sm text-soft">
                <code className="font-mono wrap-anywhere">
                  {each.kind} · {each.subject}
                </code>
              </p>
            </div>
            {each.closedAt === null && <Close caseId={each.id} />}
          </div>
          <div className="mt-4 grid gap-6 sm:grid-cols-2">
            <Side name={t.ours} figures={each.ours} />
            <Side name={t.theirs} figures={each.theirs} />
          </div>
          <p className="mt-3 text-sm text-soft">
            {each.purchaseId && (
              <>
                <Link to={paths.opsPurchase({ id: each.purchaseId })} className="text-accent underline">
                  {t.purchase}
                </Link>
                {' · '}
              </>
            )}
            {t.opened} {formatDateTime(each.openedAt)}, {t.seen} {formatDateTime(each.lastSeenAt)}
            {each.closedAt && `, ${t.closedBy} ${formatDateTime(each.closedAt)}: ${each.note ?? ''}`}
          </p>
        </li>
      ))}
    </ul>
  )
}

function Side({ name, figures }: { name: string; figures: BooksCase['ours'] }) {
  return (
    <div>
      <h3 className="mb-2 font-medium">{name}</h3>
      <Definitions>
        {Object.entries(figures).map(([figure, value]) => (
          <Definition key={figure} name={figure}>
            {typeof value === 'string' ? value : formatMoney(value)}
          </Definition>
        ))}
      </Definitions>
    </div>
  )
}

function Close({ caseId }: { caseId: string }) {
  return (
    <ReasonDialog
      trigger={<Button>{t.close}</Button>}
      title={t.closeTitle}
      text={t.closeText}
      yes={t.closeYes}
      onYes={async (given) => {
        try {
          await client.ops.closeCase.mutate({ ...given, caseId })
        } finally {
          void queryClient.invalidateQueries(trpc.ops.listCases.queryFilter())
        }
      }}
    />
  )
}
