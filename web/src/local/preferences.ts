// Where the shopper wants books delivered and in which currency prices are shown. Kept on this device; no address, only
// what prices depend on.
import { useSyncExternalStore } from 'react'

export interface Preferences {
  country: string
  postalCode: string
  currency: string
}

/** Countries offered, each with the currency that its shoppers usually pay in. */
export const countries: Readonly<Record<string, string>> = {
  AU: 'AUD',
  AT: 'EUR',
  BE: 'EUR',
  CA: 'CAD',
  DK: 'DKK',
  FI: 'EUR',
  FR: 'EUR',
  DE: 'EUR',
  IE: 'EUR',
  IT: 'EUR',
  JP: 'JPY',
  NL: 'EUR',
  NZ: 'NZD',
  NO: 'NOK',
  PL: 'PLN',
  PT: 'EUR',
  ES: 'EUR',
  SE: 'SEK',
  CH: 'CHF',
  GB: 'GBP',
  US: 'USD',
}

export const currencies: readonly string[] = [...new Set(Object.values(countries))].toSorted()

const storageKey = 'quire.preferences'
const listeners = new Set<() => void>()
let current: Preferences | null = null

export function usePreferences(): [Preferences, (next: Preferences) => void] {
  return [useSyncExternalStore(subscribe, readPreferences), write]
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** As they are now: for what is asked before a page is there. */
export function readPreferences(): Preferences {
  return (current ??= stored() ?? guess())
}

function write(next: Preferences): void {
  current = next
  try {
    localStorage.setItem(storageKey, JSON.stringify(next))
  } catch {
    // Storage is blocked or full: the choice holds until the page is closed.
  }
  for (const listener of listeners) listener()
}

function stored(): Preferences | null {
  try {
    const found: unknown = JSON.parse(localStorage.getItem(storageKey) ?? 'null')
    return isPreferences(found) ? found : null
  } catch {
    return null
  }
}

function isPreferences(value: unknown): value is Preferences {
  if (typeof value !== 'object' || value === null) return false
  const { country, postalCode, currency } = value as Partial<Record<keyof Preferences, unknown>>
  return (
    typeof country === 'string' &&
    country in countries &&
    typeof postalCode === 'string' &&
    typeof currency === 'string' &&
    currencies.includes(currency)
  )
}

/** The browser's own region, or the United States where it says none that we deliver to. */
function guess(): Preferences {
  const region = new Intl.Locale(navigator.language).region ?? ''
  const country = region in countries ? region : 'US'
  return { country, postalCode: '', currency: countries[country] ?? 'USD' }
}
