// From the cart to an order: where to, how it is paid, what exactly it costs and is agreed to. Sends one order however often it is pressed.
import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { Link } from 'react-router'
import { useMe } from '../api/session.ts'
import type { Cart, PlaceCheckout, SavedAddress } from '../api/shapes.ts'
import { queryClient, trpc } from '../api/trpc.ts'
import { AddressChoice } from '../features/addresses/address-choice.tsx'
import { PaymentRow } from '../features/buy/payment-row.tsx'
import { CartChanges } from '../features/cart/cart-changes.tsx'
import { Totals } from '../features/cart/cart-totals.tsx'
import { type Look, toLook, useCart, useCartChanges } from '../features/cart/use-cart.ts'
import { type CheckoutProblems, chosenOf, toPlaceCheckout, useCheckoutDraft } from '../features/checkout/draft.ts'
import { PlaceButton, PlaceError } from '../features/checkout/place-button.tsx'
import { ReviewLines } from '../features/checkout/review-lines.tsx'
import { SumCard } from '../features/checkout/sum-card.tsx'
import { usePlace } from '../features/checkout/use-place.ts'
import { DestinationBar } from '../features/offers/destination-bar.tsx'
import { usePreferences } from '../local/preferences.ts'
import { useSettled } from '../local/use-settled.ts'
import { Problem } from '../parts/problem.tsx'
import { paths } from '../paths.ts'
import { texts } from '../texts.ts'
import { cartTexts } from '../texts/cart.ts'
import { checkoutTexts } from '../texts/checkout.ts'
import { Announcer } from '../ui/announcer.tsx'
import { Button, buttonClass } from '../ui/button.tsx'
import { Empty } from '../ui/empty.tsx'
import { countryName } from '../ui/format.ts'
import { Notice } from '../ui/notice.tsx'
import { Page } from '../ui/page.tsx'
import { Skeleton } from '../ui/skeleton.tsx'

const t = checkoutTexts
const typingPauseMs = 400 // a postal code is typed in one go

export function loader(): null {
  void queryClient.prefetchQuery(trpc.accounts.paymentMethods.queryOptions()) // needed as soon as the cart is there
  return null
}

export function Component() {
  const me = useMe()
  return (
    <Page title={t.title} heading={t.title}>
      {me === undefined && <Waiting />}
      {me === null && <SignInFirst />}
      {me && <WithBook />}
    </Page>
  )
}

/** The address book comes first: what the cart costs depends on where it goes. */
function WithBook() {
  const book = useQuery(trpc.addresses.list.queryOptions())
  const drafting = useCheckoutDraft()
  if (book.error && !book.data) return <Problem error={book.error} onRetry={() => void book.refetch()} />
  if (!book.data) return <Waiting />
  return <WithCart addresses={book.data.addresses} drafting={drafting} />
}

interface Drafting {
  drafting: ReturnType<typeof useCheckoutDraft>
}

function WithCart({ addresses, drafting }: Drafting & { addresses: readonly SavedAddress[] }) {
  const address = chosenOf(addresses, drafting.draft.addressId)
  const [home, setHome] = usePreferences()
  const sent = address ? toLook(address) : {}
  const { data: first } = useCart(sent)
  const isDigital = first !== undefined && first.lines.length > 0 && first.lines.every(({ kind }) => kind === 'ebook')
  const taxed = toLook(useSettled(home, typingPauseMs))
  const look = isDigital ? taxed : sent
  const { data: cart, error, isPlaceholderData, refetch } = useCart(look) // the same question, unless nothing is sent
  if (!cart) return error ? <Problem error={error} onRetry={refetch} /> : <Waiting />
  const where = isDigital && taxed.destination ? { taxedIn: taxed.destination } : address && { id: address.id }
  return (
    <Form
      cart={cart}
      look={look}
      where={where}
      place={isDigital ? countryName(home.country) : address && placeOf(address)}
      isDigital={isDigital}
      drafting={drafting}
      isReckoning={
        isPlaceholderData || (isDigital && toLook(home).destination?.postalCode !== taxed.destination?.postalCode)
      }
    >
      {(problem) =>
        isDigital ? (
          <Part title={t.tax.title}>
            <p className="mb-3 max-w-reading text-sm text-soft">{t.tax.note}</p>
            <DestinationBar value={home} onChange={setHome} isCurrencyAsked={false} label={t.tax.label} />
          </Part>
        ) : (
          <Part title={t.address.title}>
            <AddressChoice
              addresses={addresses}
              value={address?.id ?? null}
              error={problem}
              onChange={(addressId) => drafting.update({ addressId })}
            />
          </Part>
        )
      }
    </Form>
  )
}

/** "Ada Byron, New York, United States": enough to see that it is the right one. */
function placeOf({ recipient, lines: [street], city, country }: SavedAddress): string {
  return [recipient, street, city, countryName(country)].filter(Boolean).join(', ')
}

interface FormProps extends Drafting {
  cart: Cart
  look: Look
  /** Where to, as it is ordered and in words; null while it is not said. */
  where: PlaceCheckout['address'] | null
  place: string | null
  /** Ebooks alone. */
  isDigital: boolean
  isReckoning: boolean
  /** Asks where to; given what is wrong with it. */
  children: (problem: string | undefined) => ReactNode
}

function Form({ cart, look, where, place, isDigital, drafting, isReckoning, children }: FormProps) {
  const { draft, update, forget } = drafting
  const [problems, setProblems] = useState<CheckoutProblems>({})
  const [said, setSaid] = useState('')
  const { accept } = useCartChanges(look)
  const { place: send, isPlacing, error } = usePlace({ onPlaced: forget, onRefused: () => update({ sent: null }) })
  const page = useRef<HTMLDivElement>(null)
  useEffect(() => {
    page.current?.querySelector<HTMLElement>('[aria-invalid=true]')?.focus() // what is wrong is where one goes on
  }, [problems])
  const openEarlier = draft.sent && (() => draft.sent && send(draft.sent))

  function onPlace() {
    const request = toPlaceCheckout(draft, { fingerprint: cart.fingerprint, address: where })
    setProblems(request.ok ? {} : request.problems)
    if (!request.ok) return
    update({ sent: draft.sent ?? request.input })
    send(request.input)
  }

  if (cart.lines.length === 0 && !isPlacing) return <Nothing onOpenEarlier={openEarlier} />
  return (
    <div ref={page} className="items-start gap-x-12 lg:grid lg:grid-cols-[minmax(0,1fr)_23rem]">
      <Announcer message={said} />
      <div className="space-y-10">
        {children(problems.address)}
        <Part title={t.payment.title}>
          <PaymentRow
            isFolded={false}
            value={draft.paymentMethod}
            error={problems.payment}
            onChange={(paymentMethod) => update({ paymentMethod })}
          />
        </Part>
        <Part title={t.books.title} action={<CartLink />}>
          {cart.lines.some(({ changes }) => changes.length > 0) && (
            <div className="mb-6">
              <CartChanges
                isBusy={accept.isPending}
                onAccept={() =>
                  accept.mutate(
                    { fingerprint: cart.fingerprint, ...look },
                    { onSuccess: () => setSaid(cartTexts.accepted) },
                  )
                }
              />
            </div>
          )}
          <ReviewLines cart={cart} />
        </Part>
      </div>
      <div className="mt-10 lg:mt-0">
        <SumCard cart={cart} place={place} totals={cart.totals && <Totals totals={cart.totals} hasWishes={false} />}>
          {Object.keys(problems).length > 0 && (
            <Notice tone="danger" announce>
              {t.checkForm}
            </Notice>
          )}
          {error !== null && <PlaceError error={error} onOpenEarlier={openEarlier} />}
          <PlaceButton
            cart={cart}
            hasAddress={where !== null}
            isDigital={isDigital}
            isReckoning={isReckoning}
            isPlacing={isPlacing}
            onPlace={onPlace}
          />
        </SumCard>
      </div>
    </div>
  )
}

function Part({ title, action, children }: { title: string; action?: ReactNode; children: ReactNode }) {
  return (
    <section>
      <div className="mb-3 flex flex-wrap items-baseline justify-between gap-x-4">
        <h2 className="font-serif text-2xl">{title}</h2>
        {action}
      </div>
      {children}
    </section>
  )
}

function CartLink() {
  return (
    <Link
      to={paths.cart()}
      className="inline-flex min-h-6 items-center text-sm text-accent underline underline-offset-4"
    >
      {t.toCart}
    </Link>
  )
}

/** An empty cart; where an order was sent and not heard of, it is asked for again under its key. */
function Nothing({ onOpenEarlier }: { onOpenEarlier: (() => void) | null }) {
  if (onOpenEarlier)
    return (
      <Notice tone="caution" action={<Button onClick={onOpenEarlier}>{t.openEarlier}</Button>}>
        {t.mayBePlaced}
      </Notice>
    )
  const action = (
    <Link to={paths.home()} className={buttonClass('primary')}>
      {t.emptyAction}
    </Link>
  )
  return (
    <Empty title={t.emptyTitle} action={action}>
      {t.emptyText}
    </Empty>
  )
}

function SignInFirst() {
  const action = (
    <Link to={paths.signIn({ next: paths.checkout() })} className={buttonClass('primary')}>
      {texts.nav.signIn}
    </Link>
  )
  return (
    <Empty title={t.signInTitle} action={action}>
      {t.signInText}
    </Empty>
  )
}

function Waiting() {
  return (
    <div aria-busy="true" className="items-start gap-x-12 lg:grid lg:grid-cols-[minmax(0,1fr)_23rem]">
      <span className="sr-only">{texts.loading}</span>
      <div className="space-y-4">
        <Skeleton className="h-8 w-1/3" />
        <Skeleton className="h-28" />
        <Skeleton className="h-28" />
      </div>
      <Skeleton className="mt-10 h-64 lg:mt-0" />
    </div>
  )
}
