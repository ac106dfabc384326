// What is typed into the buy form. It survives an error, a reload and signing in, and goes when the purchase has started.
// It holds the idempotency key from the moment the form opens, so that a double click or a retry is one purchase.
import { useEffect, useState } from 'react'
import type { Condition, Money, SavedAddress, StartPurchase } from '../../api/shapes.ts'
import type { Preferences } from '../../local/preferences.ts'
import { randomKey } from '../../local/random-key.ts'
import { readTab, writeTab } from '../../local/tab-storage.ts'
import { texts } from '../../texts.ts'
import { parseAmount } from './money-input.ts'

export const floors = {
  new: ['NEW'],
  good: ['NEW', 'LIKE_NEW', 'VERY_GOOD', 'GOOD'],
  any: ['NEW', 'LIKE_NEW', 'VERY_GOOD', 'GOOD', 'ACCEPTABLE'],
} as const satisfies Record<string, readonly Condition[]>
export type Floor = keyof typeof floors

export interface Address {
  recipient: string
  line1: string
  line2: string
  city: string
  region: string
}

export interface BuyDraft {
  key: string
  max: string
  floor: Floor
  address: Address
  paymentMethod: string | null
  /** What was first sent under this key and may have started a purchase; sent again unchanged it leads to that purchase. */
  sent: StartPurchase | null
}

export type DraftField = 'max' | 'recipient' | 'line1' | 'city' | 'postalCode' | 'payment'
export type DraftProblems = Partial<Record<DraftField, string>>

const addressKey = 'quire.address'
export const noAddress: Address = { recipient: '', line1: '', line2: '', city: '', region: '' }

/** The draft of buying one book, kept for this tab. `max` pre-fills the maximum of a new draft, or raises it in an old one. */
export function useBuyDraft(isbn: string, max: string | null) {
  const storageKey = `quire.buy.${isbn}`
  const [draft, setDraft] = useState<BuyDraft>(() => ({
    key: randomKey(),
    max: '',
    floor: 'good',
    paymentMethod: null,
    sent: null,
    address: readTab<Address>(addressKey) ?? noAddress,
    ...readTab<BuyDraft>(storageKey),
    ...(max !== null && { max }),
  }))
  useEffect(() => {
    writeTab(storageKey, draft)
    writeTab(addressKey, draft.address)
  }, [storageKey, draft])

  return {
    draft,
    update: (change: Partial<BuyDraft>) => setDraft((before) => ({ ...before, ...change })),
    /** The purchase has started: the next one from this form is another one. */
    forget: () => sessionStorage.removeItem(storageKey),
  }
}

/** The request that a draft amounts to, or what is missing, by field. Pure. */
export function toStartPurchase(
  draft: BuyDraft,
  { isbn13, place }: { isbn13: string; place: Preferences },
): { ok: true; input: StartPurchase } | { ok: false; problems: DraftProblems } {
  const { paymentMethod } = draft
  const amount = parseAmount(draft.max, place.currency)
  const problems: DraftProblems = {
    ...(!amount.ok && { max: amountSentence(amount) }),
    ...deliveryProblems(draft, place),
  }
  if (!amount.ok || paymentMethod === null || Object.keys(problems).length > 0) return { ok: false, problems }
  return {
    ok: true,
    input: {
      key: draft.key,
      isbn13,
      conditions: [...floors[draft.floor]],
      maxTotal: { currency: place.currency, minor: amount.minor },
      destination: toShipTo(draft.address, place),
      paymentMethod,
    },
  }
}

/** What is missing for a book to be sent and paid, by field. */
export function deliveryProblems(
  { address, paymentMethod }: Pick<BuyDraft, 'address' | 'paymentMethod'>,
  place: Preferences,
): DraftProblems {
  const { required } = texts.buy
  return {
    ...(!address.recipient.trim() && { recipient: required.recipient }),
    ...(!address.line1.trim() && { line1: required.line1 }),
    ...(!address.city.trim() && { city: required.city }),
    ...(!place.postalCode.trim() && { postalCode: required.postalCode }),
    ...(!paymentMethod && { payment: required.payment }),
  }
}

/** An address of the book as it is typed here; a third line, which only other clients give, goes with the second. */
export function toTyped({ recipient, lines: [line1 = '', ...rest], city, region }: SavedAddress): Address {
  return { recipient, line1, line2: rest.join(', '), city, region }
}

/** Whether what is typed, and where prices are asked for, is this address of the book. */
export function isSameAddress(saved: SavedAddress, address: Address, { country, postalCode }: Preferences): boolean {
  const typed = toTyped(saved)
  const fields = Object.keys(typed) as (keyof Address)[]
  return (
    saved.country === country &&
    saved.postalCode === postalCode.trim() &&
    fields.every((field) => typed[field] === address[field].trim())
  )
}

export function toShipTo(address: Address, place: Preferences): StartPurchase['destination'] {
  const region = address.region.trim()
  return {
    country: place.country,
    postalCode: place.postalCode.trim(),
    recipient: address.recipient.trim(),
    lines: [address.line1.trim(), address.line2.trim()].filter(Boolean),
    city: address.city.trim(),
    ...(region && { region }),
  }
}

/** What is wrong with an amount, in words. */
export function amountSentence({ problem, digits }: Extract<ReturnType<typeof parseAmount>, { ok: false }>): string {
  const sentence = texts.buy.amountErrors[problem]
  return typeof sentence === 'function' ? sentence(digits) : sentence
}

/** What the forms beside the prices need to know. */
export interface AskProps {
  isbn13: string
  title: string
  place: Preferences
  onPlace: (place: Preferences) => void
  drafting: ReturnType<typeof useBuyDraft>
  /** The lowest landed total in an accepted condition, as far as it is known. */
  lowest: Money | null
}
