// What is chosen on the checkout page. It survives an error and a reload, and goes when the order has begun. It holds the idempotency key from the
// moment the page opens, so that a double click or a retry is one order.
import { useEffect, useState } from 'react'
import type { Cart, PlaceCheckout } from '../../api/shapes.ts'
import { randomKey } from '../../local/random-key.ts'
import { readTab, writeTab } from '../../local/tab-storage.ts'
import { checkoutTexts } from '../../texts/checkout.ts'
import { texts } from '../../texts.ts'

export interface CheckoutDraft {
  key: string
  addressId: string | null
  paymentMethod: string | null
  /** What was first sent under this key and may have become an order; sent again unchanged it leads to that order. */
  sent: PlaceCheckout | null
}

export interface CheckoutProblems {
  address?: string
  payment?: string
}

const storageKey = 'quire.checkout'

export function useCheckoutDraft() {
  const [draft, setDraft] = useState<CheckoutDraft>(() => ({
    key: randomKey(),
    addressId: null,
    paymentMethod: null,
    sent: null,
    ...readTab<CheckoutDraft>(storageKey),
  }))
  useEffect(() => writeTab(storageKey, draft), [draft])
  return {
    draft,
    update: (change: Partial<CheckoutDraft>) => setDraft((before) => ({ ...before, ...change })),
    /** The order has begun: the next one from this page is another one. */
    forget: () => sessionStorage.removeItem(storageKey),
  }
}

/** The request that the draft and what was shown amount to, or what is missing. Pure. */
export function toPlaceCheckout(
  { key, paymentMethod }: CheckoutDraft,
  { fingerprint, address }: Pick<Cart, 'fingerprint'> & { address: PlaceCheckout['address'] | null },
): { ok: true; input: PlaceCheckout } | { ok: false; problems: CheckoutProblems } {
  if (address !== null && paymentMethod !== null)
    return { ok: true, input: { key, fingerprint, address, paymentMethod } }
  return {
    ok: false,
    problems: {
      ...(address === null && { address: checkoutTexts.address.choose }),
      ...(paymentMethod === null && { payment: texts.buy.required.payment }),
    },
  }
}

/** The address chosen, while it is in the book; else the default one, which stands first. */
export function chosenOf<A extends { id: string }>(addresses: readonly A[], addressId: string | null): A | null {
  return addresses.find(({ id }) => id === addressId) ?? addresses[0] ?? null
}
