// One seller: its way in with the next action on top, the tests, the promises, the keys, the terms.
import { useSuspenseQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Link, type LoaderFunctionArgs, useLoaderData, useNavigate } from 'react-router'
import { toTrouble } from '../api/errors.ts'
import type { DeskSeller } from '../api/shapes.ts'
import { queryClient, trpc } from '../api/trpc.ts'
import { ConnectForm } from '../features/sellers-desk/connect-form.tsx'
import { KeysPanel } from '../features/sellers-desk/keys-panel.tsx'
import { KitPanel } from '../features/sellers-desk/kit-panel.tsx'
import { ProveAddress } from '../features/sellers-desk/prove-address.tsx'
import { StandingPanel } from '../features/sellers-desk/standing-panel.tsx'
import { StateMark } from '../features/sellers-desk/state-mark.tsx'
import { TermsPanel } from '../features/sellers-desk/terms-panel.tsx'
import { WayIn } from '../features/sellers-desk/way-in.tsx'
import { paths } from '../paths.ts'
import { deskTexts } from '../texts/desk.ts'
import { Announcer } from '../ui/announcer.tsx'
import { Notice } from '../ui/notice.tsx'
import { Page, PageHeading } from '../ui/page.tsx'

const t = deskTexts
const refreshMs = 30_000 // a suspension or another person's change is seen without a reload

/** Whether the seller can be shown; null when the desk's key for it does not work any more. */
export async function loader({ params }: LoaderFunctionArgs): Promise<{ sellerId: string; isLocked: boolean }> {
  const sellerId = params.sellerId ?? ''
  try {
    await queryClient.ensureQueryData(trpc.desk.get.queryOptions({ sellerId }))
    return { sellerId, isLocked: false }
  } catch (error) {
    if (toTrouble(error).refusal !== 'desk.key_refused') throw error
    return { sellerId, isLocked: true }
  }
}

export function Component() {
  const { sellerId, isLocked } = useLoaderData<{ sellerId: string; isLocked: boolean }>()
  return isLocked ? <Locked /> : <Seller key={sellerId} sellerId={sellerId} />
}

function Seller({ sellerId }: { sellerId: string }) {
  const navigate = useNavigate()
  const [said, setSaid] = useState('')
  const { data: seller } = useSuspenseQuery({
    ...trpc.desk.get.queryOptions({ sellerId }),
    refetchInterval: refreshMs,
  })
  const { profile, state, report } = seller
  return (
    <Page title={profile.name}>
      <div className="mx-auto max-w-4xl pt-8">
        <BackLink />
        <PageHeading className="mt-2 font-serif text-4xl wrap-anywhere sm:text-5xl">{profile.name}</PageHeading>
        <div className="mt-2 mb-6">
          <StateMark state={state} hasFailedTests={report !== null && !report.conforms} />
        </div>
        <WayIn state={state} />
        <div className="mt-6 space-y-12">
          {state === 'PENDING' ? (
            <ProveAddress seller={seller} onProven={() => setSaid(t.prove.announce)} />
          ) : (
            <Where seller={seller} />
          )}
          {state === 'LIVE' && <StandingPanel standing={seller.standing} />}
          <KitPanel seller={seller} isNext={state === 'TESTING' || state === 'SUSPENDED'} />
          {state === 'SUSPENDED' && <StandingPanel standing={seller.standing} />}
          <KeysPanel seller={seller} onTakenOff={() => void navigate(paths.desk(), { replace: true })} />
          <TermsPanel seller={seller} />
        </div>
        <Announcer message={said} />
      </div>
    </Page>
  )
}

/** Where a proven seller stands: live, or what keeps it from it. */
function Where({ seller: { state, stateReason } }: { seller: DeskSeller }) {
  if (state === 'LIVE')
    return (
      <Notice>
        <p className="font-medium">{t.live.title}</p>
        <p>{t.live.text}</p>
      </Notice>
    )
  if (state === 'SUSPENDED')
    return (
      <Notice tone="danger">
        <p className="font-medium">{t.suspended.title}</p>
        <p>{stateReason}</p>
        <p>{t.suspended.next}</p>
      </Notice>
    )
  return stateReason === '' ? null : <Notice>{stateReason}</Notice>
}

/** The desk's key for this seller was revoked elsewhere: only another one opens it again. */
function Locked() {
  const navigate = useNavigate()
  return (
    <Page title={t.title} heading={t.title} width="reading">
      <BackLink />
      <div className="mt-4 space-y-6">
        <Notice tone="caution">{t.trouble.key_refused}</Notice>
        <ConnectForm onConnected={(id) => void navigate(paths.deskSeller({ id }), { replace: true })} />
      </div>
    </Page>
  )
}

function BackLink() {
  return (
    <Link to={paths.desk()} className="inline-flex min-h-touch items-center text-accent underline underline-offset-4">
      {t.title}
    </Link>
  )
}
