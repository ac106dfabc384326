// What is typed into the form that waits for a price. What is accepted, the address and the way to pay are those of the buy form.
import { useEffect, useState } from 'react'
import type { CreateWatch } from '../../api/shapes.ts'
import type { Preferences } from '../../local/preferences.ts'
import { randomKey } from '../../local/random-key.ts'
import { readTab, writeTab } from '../../local/tab-storage.ts'
import { watchTexts } from '../../texts/watches.ts'
import { type BuyDraft, type DraftProblems, amountSentence, deliveryProblems, floors, toShipTo } from './draft.ts'
import { parseAmount } from './money-input.ts'

export const sellerRules = ['any', 'only', 'except'] as const

export interface WatchDraft {
  /** Made when the form opens: a double click or a retry is one watch. */
  key: string
  target: string
  action: 'tell' | 'buy'
  count: number
  /** Empty: the target. */
  cap: string
  /** Empty: as much as all copies may cost. */
  budget: string
  /** The last day, as the calendar of this device writes it: 2026-12-31. */
  until: string
  sellerRule: (typeof sellerRules)[number]
  sellers: string[]
  confirm: string
}

export type WatchField = 'target' | 'cap' | 'budget' | 'until' | 'sellers' | 'confirm'
export type WatchProblems = Partial<Record<WatchField, string>> & DraftProblems

/** What a draft amounts to so far, in minor units; null where it is not an amount yet. */
export interface WatchAmounts {
  target: number | null
  cap: number | null
  budget: number | null
}

export const countMax = 20 // the server's limit
const daysMax = 364 // the server's is a year; a day less, so that no time zone goes past it
const daysUsual = 90

/** The draft of watching one book, kept for this tab. `target` opens it with this price. */
export function useWatchDraft(isbn: string, target: string | null) {
  const storageKey = `quire.watch.${isbn}`
  const [draft, setDraft] = useState<WatchDraft>(() => ({
    key: randomKey(),
    target: '',
    action: 'tell',
    count: 1,
    cap: '',
    budget: '',
    until: dayAfter(daysUsual),
    sellerRule: 'any',
    sellers: [],
    confirm: '',
    ...readTab<WatchDraft>(storageKey),
    ...(target !== null && { target }),
  }))
  useEffect(() => writeTab(storageKey, { ...draft, confirm: '' }), [storageKey, draft]) // agreed to anew after a reload
  return {
    draft,
    update: (change: Partial<WatchDraft>) => setDraft((before) => ({ ...before, ...change })),
    forget: () => sessionStorage.removeItem(storageKey),
  }
}

/** The days between which a watch that may buy has to end. */
export function untilRange(): { min: string; max: string } {
  return { min: dayAfter(1), max: dayAfter(daysMax) }
}

export function amountsOf({ target, cap, budget, count }: WatchDraft, currency: string): WatchAmounts {
  const read = (text: string) => {
    const amount = parseAmount(text, currency)
    return amount.ok ? amount.minor : null
  }
  const waitedFor = read(target)
  const each = cap.trim() ? read(cap) : waitedFor
  return { target: waitedFor, cap: each, budget: budget.trim() ? read(budget) : each && each * count }
}

/** The request that a draft amounts to, or what is missing, by field. Pure. */
export function toCreateWatch(
  draft: WatchDraft,
  { isbn13, place, shared }: { isbn13: string; place: Preferences; shared: BuyDraft },
): { ok: true; input: CreateWatch } | { ok: false; problems: WatchProblems } {
  const { currency } = place
  const amounts = amountsOf(draft, currency)
  const isBuying = draft.action === 'buy'
  const problems: WatchProblems = {
    ...amountProblem('target', draft.target, currency),
    ...(isBuying && { ...mandateProblems(draft, amounts, currency), ...deliveryProblems(shared, place) }),
  }
  const { target, cap, budget } = amounts
  if (target === null || Object.keys(problems).length > 0) return { ok: false, problems }
  const postalCode = place.postalCode.trim()
  const watch = { key: draft.key, isbn13, conditions: [...floors[shared.floor]], target: { currency, minor: target } }
  if (!isBuying || cap === null || budget === null || shared.paymentMethod === null)
    return { ok: true, input: { ...watch, destination: { country: place.country, ...(postalCode && { postalCode }) } } }
  return {
    ok: true,
    input: {
      ...watch,
      destination: toShipTo(shared.address, place),
      mandate: {
        capPerCopy: { currency, minor: cap },
        count: draft.count,
        budget: { currency, minor: budget },
        ...(draft.sellerRule === 'only' && { sellersAllowed: draft.sellers }),
        ...(draft.sellerRule === 'except' && { sellersRefused: draft.sellers }),
        expiresAt: endOf(draft.until),
        paymentMethod: shared.paymentMethod,
        confirm: watchTexts.ask.confirmWords,
      },
    },
  }
}

function mandateProblems(draft: WatchDraft, { target, cap, budget }: WatchAmounts, currency: string): WatchProblems {
  const { required } = watchTexts.ask
  const { min, max } = untilRange()
  const isEnd = draft.until >= min && draft.until <= max
  return {
    ...(target !== null && cap !== null && cap < target && { cap: required.capBelow }),
    ...(target !== null && budget !== null && budget < target && { budget: required.budgetBelow }),
    ...(draft.cap.trim() && amountProblem('cap', draft.cap, currency)),
    ...(draft.budget.trim() && amountProblem('budget', draft.budget, currency)),
    ...(!isEnd && { until: required.until }),
    ...(draft.sellerRule !== 'any' && draft.sellers.length === 0 && { sellers: required.sellers }),
    ...(draft.confirm.trim() !== watchTexts.ask.confirmWords && { confirm: required.confirm }),
  }
}

function amountProblem(field: WatchField, text: string, currency: string): WatchProblems {
  const amount = parseAmount(text, currency)
  return amount.ok ? {} : { [field]: amountSentence(amount) }
}

/** The end of the day where the shopper is. */
function endOf(day: string): string {
  return new Date(`${day}T23:59:59`).toISOString()
}

function dayAfter(days: number): string {
  const day = new Date()
  day.setDate(day.getDate() + days)
  const two = (n: number) => String(n).padStart(2, '0')
  return `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}`
}
