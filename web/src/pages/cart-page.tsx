// The cart: every look prices it anew, and what changed is said before anything can be ordered.
import { type ReactNode, useRef, useState } from 'react'
import { Link } from 'react-router'
import { toTrouble } from '../api/errors.ts'
import { useMe } from '../api/session.ts'
import type { Cart, CartLine } from '../api/shapes.ts'
import { CartChanges } from '../features/cart/cart-changes.tsx'
import { CartLines } from '../features/cart/cart-lines.tsx'
import { Totals } from '../features/cart/cart-totals.tsx'
import { type Look, toLook, useCart, useCartChanges } from '../features/cart/use-cart.ts'
import { DestinationBar } from '../features/offers/destination-bar.tsx'
import { usePreferences } from '../local/preferences.ts'
import { useSettled } from '../local/use-settled.ts'
import { paths } from '../paths.ts'
import { texts } from '../texts.ts'
import { cartTexts } from '../texts/cart.ts'
import { Announcer } from '../ui/announcer.tsx'
import { Button, buttonClass } from '../ui/button.tsx'
import { Empty } from '../ui/empty.tsx'
import { Notice } from '../ui/notice.tsx'
import { Page } from '../ui/page.tsx'
import { Skeleton } from '../ui/skeleton.tsx'

const t = cartTexts
const typingPauseMs = 400 // a postal code is typed in one go

export function Component() {
  const [place, setPlace] = usePreferences()
  const look = toLook(useSettled(place, typingPauseMs))
  const { data: cart, error, isPending, refetch } = useCart(look)
  return (
    <Page title={t.title} heading={t.title}>
      {error && (
        <div className="mb-6">
          <Notice tone="danger" announce action={<Button onClick={() => void refetch()}>{texts.retry}</Button>}>
            {toTrouble(error).sentence}
          </Notice>
        </div>
      )}
      {isPending && <Waiting />}
      {cart && (
        <Filled cart={cart} look={look}>
          <DestinationBar
            value={place}
            onChange={setPlace}
            isCurrencyAsked={false}
            {...(cart.lines.every(({ kind }) => kind === 'ebook') && { label: t.livesIn })}
          />
        </Filled>
      )}
    </Page>
  )
}

/** `children` asks where to. */
function Filled({ cart, look, children }: { cart: Cart; look: Look; children: ReactNode }) {
  const { update, remove, accept } = useCartChanges(look)
  const [said, setSaid] = useState('')
  const lines = useRef<HTMLDivElement>(null)
  const trouble = [update, remove, accept].find(({ error }) => error)?.error

  function onRemove({ id, title }: CartLine) {
    remove.mutate({ id, ...look }, { onSuccess: () => setSaid(t.removed(title ?? t.noTitle)) })
    lines.current?.focus() // the pressed button goes away with its line
  }

  return (
    <div ref={lines} tabIndex={-1} className="outline-none">
      <Announcer message={said} />
      {trouble && (
        <div className="mb-6">
          <Notice tone="danger" announce>
            {toTrouble(trouble).sentence}
          </Notice>
        </div>
      )}
      {cart.lines.length === 0 ? (
        <Nothing />
      ) : (
        <div className="items-start gap-x-12 lg:grid lg:grid-cols-[minmax(0,1fr)_22rem]">
          <div>
            {cart.lines.some(({ changes }) => changes.length > 0) && (
              <div className="mb-6">
                <CartChanges
                  isBusy={accept.isPending}
                  onAccept={() =>
                    accept.mutate({ fingerprint: cart.fingerprint, ...look }, { onSuccess: () => setSaid(t.accepted) })
                  }
                />
              </div>
            )}
            <CartLines
              lines={cart.lines}
              onQuantity={(id, quantity) => update.mutate({ id, quantity, ...look })}
              onRemove={onRemove}
            />
          </div>
          <div className="mt-8 space-y-6 lg:mt-0">
            <div className="border-y border-line py-3">{children}</div>
            <Totals totals={cart.totals} hasWishes={cart.lines.some(({ kind }) => kind === 'cheapest')} />
            <ToCheckout />
          </div>
        </div>
      )}
    </div>
  )
}

/** Signing in comes first; the cart comes along. */
function ToCheckout() {
  const me = useMe()
  return (
    <div className="space-y-2">
      <Link
        to={me === null ? paths.signIn({ next: paths.checkout() }) : paths.checkout()}
        className={buttonClass('primary', 'w-full py-3 text-base')}
      >
        {me === null ? t.signInToCheckout : t.checkout}
      </Link>
      {me === null && <p className="text-sm text-soft">{t.signInNote}</p>}
    </div>
  )
}

function Nothing() {
  return (
    <Empty
      title={t.emptyTitle}
      action={
        <Link to={paths.home()} className={buttonClass('primary')}>
          {t.emptyAction}
        </Link>
      }
    >
      {t.emptyText}
    </Empty>
  )
}

function Waiting() {
  return (
    <div aria-busy="true" className="divide-y divide-line border-y border-line lg:mr-100">
      <span className="sr-only">{texts.loading}</span>
      {[0, 1].map((row) => (
        <div key={row} className="flex gap-6 py-5">
          <Skeleton className="h-24 w-16" />
          <div className="flex-1 space-y-3">
            <Skeleton className="h-6 w-1/2" />
            <Skeleton className="h-4 w-1/3" />
          </div>
        </div>
      ))}
    </div>
  )
}
