import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { useMe } from '../api/session.ts'
import { queryClient, trpc } from '../api/trpc.ts'
import { ClaimList } from '../features/imports/claim-list.tsx'
import { Grouping } from '../features/imports/grouping.tsx'
import { ImportList } from '../features/imports/import-list.tsx'
import { StartImport } from '../features/imports/start-import.tsx'
import { StaffFrame } from '../features/staff/staff-frame.tsx'
import { Problem } from '../parts/problem.tsx'
import { importsTexts } from '../texts/imports.ts'
import { Page } from '../ui/page.tsx'

const t = importsTexts
const lookEveryMs = { whileRunning: 1_000, else: 15_000 }

/** Files of books for staff: in, how far, what was left out; numbers that two books claim; editions in the wrong work. */
export function Component() {
  const me = useMe()
  const { data, error } = useQuery(
    trpc.catalog.imports.queryOptions(undefined, {
      enabled: me?.role === 'staff',
      refetchInterval: ({ state }) =>
        state.data?.imports.some(({ finishedAt }) => finishedAt === undefined)
          ? lookEveryMs.whileRunning
          : lookEveryMs.else,
    }),
  )
  const held = data?.imports.reduce((sum, { quarantined }) => sum + quarantined, 0)
  useEffect(() => {
    void queryClient.invalidateQueries(trpc.catalog.claims.queryFilter())
  }, [held]) // what an import has just held is there to decide
  return (
    <Page title={t.title} heading={t.title}>
      <StaffFrame>
        <p className="mb-6 max-w-reading text-soft">{t.lead}</p>
        <Problem error={error} />
        {data && (
          <div className="grid items-start gap-8 lg:grid-cols-2">
            <StartImport files={data.files} hasFolder={data.hasFolder} />
            <ImportList imports={data.imports} />
          </div>
        )}
        <ClaimList />
        <Grouping />
      </StaffFrame>
    </Page>
  )
}
