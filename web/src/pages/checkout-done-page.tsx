// A checkout, followed to its end. Everything shown comes from the server by the id in the address, so a reload, the way back from the bank or
// another device shows the same.
import { Link, type LoaderFunctionArgs, replace, useLoaderData } from 'react-router'
import { toTrouble } from '../api/errors.ts'
import { queryClient, trpc } from '../api/trpc.ts'
import { BegunPurchases } from '../features/checkout/begun-purchases.tsx'
import { CheckoutStatus } from '../features/checkout/checkout-status.tsx'
import { headlineOf } from '../features/checkout/checkout-view.ts'
import { OrderedBooks } from '../features/checkout/ordered-books.tsx'
import { useCheckout } from '../features/checkout/use-checkout.ts'
import { paths } from '../paths.ts'
import { texts } from '../texts.ts'
import { checkoutTexts } from '../texts/checkout.ts'
import { Button, buttonClass } from '../ui/button.tsx'
import { Notice } from '../ui/notice.tsx'
import { Page } from '../ui/page.tsx'

const t = checkoutTexts.done

export async function loader({ params, request }: LoaderFunctionArgs): Promise<{ checkoutId: string } | Response> {
  const checkoutId = params.checkoutId ?? ''
  // A bank sends people back with secrets of the payment in the address. They have no business in the history.
  if (new URL(request.url).search) return replace(paths.checkoutDone({ id: checkoutId }))
  await queryClient.ensureQueryData(trpc.checkout.get.queryOptions({ checkoutId }))
  return { checkoutId }
}

export function Component() {
  const { checkoutId } = useLoaderData<{ checkoutId: string }>()
  const { data: checkout, error, refetch } = useCheckout(checkoutId)
  if (!checkout) return null // the loader has asked for it; this is only for a sign-out under way
  return (
    <Page title={headlineOf(checkout)}>
      <div className="mx-auto max-w-4xl pt-8">
        {error && <LostNotice checkoutId={checkoutId} error={error} onRetry={() => void refetch()} />}
        <CheckoutStatus checkout={checkout} />
        <div className="mt-10 grid gap-10 has-[section:nth-child(2)]:lg:grid-cols-2">
          <OrderedBooks checkout={checkout} />
          <BegunPurchases checkout={checkout} />
        </div>
      </div>
    </Page>
  )
}

/** What is shown may be old: because the server is silent, or because the session has ended meanwhile. */
function LostNotice({ checkoutId, error, onRetry }: { checkoutId: string; error: unknown; onRetry: () => void }) {
  const isSignedOut = toTrouble(error).kind === 'signed-out'
  return (
    <div className="mb-4">
      <Notice
        tone="caution"
        announce
        action={
          isSignedOut ? (
            <Link to={paths.signIn({ next: paths.checkoutDone({ id: checkoutId }) })} className={buttonClass('plain')}>
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
