// One watch: where its price stands, what it cost over time and what was paid, and what Quire may buy by it.
import { useSuspenseQuery } from '@tanstack/react-query'
import { Link, type LoaderFunctionArgs, useLoaderData } from 'react-router'
import type { Watch } from '../api/shapes.ts'
import { queryClient, trpc } from '../api/trpc.ts'
import { ConsentStep } from '../features/watches/consent-step.tsx'
import { MandatePanel } from '../features/watches/mandate-panel.tsx'
import { PriceChart } from '../features/watches/price-chart.tsx'
import { StopWatch } from '../features/watches/stop-watch.tsx'
import { WatchKind } from '../features/watches/watch-list.tsx'
import { ageMs, standingOf } from '../features/watches/watch-view.ts'
import { useNow } from '../local/use-now.ts'
import { paths } from '../paths.ts'
import { texts } from '../texts.ts'
import { watchTexts } from '../texts/watches.ts'
import { buttonClass } from '../ui/button.tsx'
import { Definition, Definitions } from '../ui/definition.tsx'
import { countryName, formatAge, formatDate, listNames, plainAmount } from '../ui/format.ts'
import { Page, PageHeading } from '../ui/page.tsx'
import { Price } from '../ui/price.tsx'

const t = watchTexts.watches
const refreshMs = 60_000
const refreshNearMs = 10_000 // at its price: it may buy at any moment
const refreshSoonMs = 3_000 // before the first look, until the bank has agreed, and while something is bought

export async function loader({ params }: LoaderFunctionArgs): Promise<{ watchId: string }> {
  const watchId = params.watchId ?? ''
  await Promise.all([
    queryClient.ensureQueryData(trpc.watches.get.queryOptions({ watchId })),
    queryClient.ensureQueryData(trpc.watches.history.queryOptions({ watchId })),
  ])
  return { watchId }
}

export function Component() {
  const { watchId } = useLoaderData<{ watchId: string }>()
  const { data: watch } = useSuspenseQuery({
    ...trpc.watches.get.queryOptions({ watchId }),
    refetchInterval: ({ state }) => pollEvery(state.data),
  })
  const { data: history } = useSuspenseQuery({
    ...trpc.watches.history.queryOptions({ watchId }),
    refetchInterval: pollEvery(watch),
  })
  const { title, mandate, state, isbn13 } = watch
  const isActive = state === 'ACTIVE'
  return (
    <Page title={title}>
      <div className="pt-8">
        <Link to={paths.watches()} className="text-sm text-accent underline underline-offset-4">
          {t.back}
        </Link>
        <PageHeading className="mt-2 font-serif text-4xl sm:text-5xl">
          <Link to={paths.book({ isbn: isbn13 })} className="underline-offset-6 hover:underline">
            {title}
          </Link>
        </PageHeading>
        {isActive ? <WatchKind watch={watch} /> : <Ended watch={watch} />}
        {mandate && (isActive || state === 'UNCONFIRMED') && <ConsentStep consent={mandate.consent} />}
      </div>
      <div className="mt-8 items-start gap-12 lg:grid lg:grid-cols-[minmax(0,1fr)_22rem]">
        <div className="min-w-0">
          <PriceChart history={history} endedAt={watch.endedAt} />
          {mandate && (
            <div className="mt-12">
              <MandatePanel mandate={mandate} />
            </div>
          )}
        </div>
        <aside className="mt-10 rounded-lg border border-line bg-raised p-5 shadow-card lg:mt-0">
          <Standing watch={watch} />
          <Terms watch={watch} />
          <div className="mt-5 flex flex-wrap gap-3">
            {isActive && <StopWatch watch={watch} />}
            <Link to={paths.book({ isbn: isbn13, watch: plainAmount(watch.target) })} className={buttonClass('plain')}>
              {t.change}
            </Link>
          </div>
        </aside>
      </div>
    </Page>
  )
}

function pollEvery(watch: Watch | undefined): number | false {
  if (!watch) return refreshMs
  const { state, mandate, lowest, target } = watch
  if (mandate && mandate.underWay > 0) return refreshSoonMs
  if (state !== 'ACTIVE') return false
  const isConfirmed = !mandate || mandate.consent.state === 'ACTIVE'
  if (!lowest || !isConfirmed) return refreshSoonMs
  return mandate && lowest.total.minor <= target.minor ? refreshNearMs : refreshMs
}

function Standing({ watch }: { watch: Watch }) {
  const now = useNow(ageMs)
  const { lowest, state } = watch
  return (
    <div role="status">
      <p className="text-sm text-soft">{t.now}</p>
      {lowest ? (
        <>
          <Price money={lowest.total} size="huge" className="mt-5 block" />
          <p className="mt-2 text-soft">
            {t.from(lowest.sellerName)}, {t.asked(formatAge(lowest.at, now))}
          </p>
          {state === 'ACTIVE' && <p className="mt-1 font-medium">{standingOf(watch, now)}</p>}
        </>
      ) : (
        <p className="mt-1">{t.noLookOrNone}</p>
      )}
    </div>
  )
}

function Terms({ watch: { target, conditions, destination, expiresAt } }: { watch: Watch }) {
  const place = [destination.postalCode, countryName(destination.country)].filter(Boolean).join(', ')
  return (
    <div className="mt-5 border-t border-line pt-4">
      <Definitions>
        <Definition name={t.yourPrice}>
          <Price money={target} />
        </Definition>
        <Definition name={t.condition}>
          {listNames(conditions.map((condition) => texts.conditions[condition]))}
        </Definition>
        <Definition name={t.deliverTo}>{place}</Definition>
        <Definition name={t.end}>{formatDate(expiresAt)}</Definition>
      </Definitions>
    </div>
  )
}

function Ended({ watch: { state, endedAt, expiresAt } }: { watch: Watch }) {
  return (
    <p className="mt-1 font-medium text-soft">
      {t.states[state]} · {t.endedOn(formatDate(endedAt ?? expiresAt))}
    </p>
  )
}
