// A purchase, followed live. Everything shown comes from the server by the id in the address, so a reload or another device
// shows the same.
import { Link, type LoaderFunctionArgs, replace, useLoaderData } from 'react-router'
import { toTrouble } from '../api/errors.ts'
import { queryClient, trpc } from '../api/trpc.ts'
import { PurchaseStatus } from '../features/purchase/purchase-status.tsx'
import { headlineOf, isOver } from '../features/purchase/purchase-view.ts'
import { ReceiptSheet } from '../features/purchase/receipt.tsx'
import { useLivePurchase } from '../features/purchase/use-live-purchase.ts'
import { paths } from '../paths.ts'
import { texts } from '../texts.ts'
import { Button, buttonClass } from '../ui/button.tsx'
import { Notice } from '../ui/notice.tsx'
import { Page } from '../ui/page.tsx'
import { Timeline } from '../ui/timeline.tsx'

const t = texts.purchase

export async function loader({ params, request }: LoaderFunctionArgs): Promise<{ purchaseId: string } | Response> {
  const purchaseId = params.purchaseId ?? ''
  // A bank sends people back with secrets of the payment in the address. They have no business in the history.
  if (new URL(request.url).search) return replace(paths.purchase({ id: purchaseId }))
  await queryClient.ensureQueryData(trpc.buying.get.queryOptions({ purchaseId }))
  return { purchaseId }
}

export function Component() {
  const { purchaseId } = useLoaderData<{ purchaseId: string }>()
  const { data: purchase, isLive, isLost, error, refetch } = useLivePurchase(purchaseId)
  if (!purchase) return null // the loader has asked for it; this is only for a sign-out under way
  const isRunning = !isOver(purchase.state)
  return (
    <Page title={`${headlineOf(purchase)}: ${purchase.title}`}>
      <div className="mx-auto max-w-4xl pt-8">
        {isRunning && (isLost || error) && (
          <LostNotice purchaseId={purchaseId} error={error} onRetry={() => void refetch()} />
        )}
        <PurchaseStatus purchase={purchase} isLive={isLive} />
        {purchase.receipt && (
          <div className="mt-8">
            <ReceiptSheet purchase={purchase} receipt={purchase.receipt} />
          </div>
        )}
        <section aria-labelledby="timeline-title" className="mt-10 print:hidden">
          <h2 id="timeline-title" className="mb-4 font-serif text-2xl">
            {t.timeline}
          </h2>
          <Timeline
            isRunning={isRunning}
            entries={purchase.timeline.map(({ seq, at, text }) => ({ key: seq, at, text }))}
          />
        </section>
      </div>
    </Page>
  )
}

/** What is shown may be old: because the stream broke, or because the session has ended meanwhile. */
function LostNotice({ purchaseId, error, onRetry }: { purchaseId: string; error: unknown; onRetry: () => void }) {
  const isSignedOut = error !== null && toTrouble(error).kind === 'signed-out'
  return (
    <div className="mb-4">
      <Notice
        tone="caution"
        announce
        action={
          isSignedOut ? (
            <Link to={paths.signIn({ next: paths.purchase({ id: purchaseId }) })} className={buttonClass('plain')}>
              {texts.nav.signIn}
            </Link>
          ) : (
            <Button onClick={onRetry}>{texts.retry}</Button>
          )
        }
      >
        {isSignedOut ? t.signedOut : t.lost}
      </Notice>
    </div>
  )
}
