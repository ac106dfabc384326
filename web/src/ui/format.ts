// Money, dates and names by Intl, in the reader's own language.

/** An amount in integer minor units of an ISO 4217 currency. */
export interface MoneyLike {
  currency: string
  minor: number
}

/** How many digits a currency has after the point: 2 for USD, 0 for JPY, 3 for KWD. */
export function fractionDigits(currency: string): number {
  return new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2
}

export function formatMoney({ currency, minor }: MoneyLike, locale?: string): string {
  const amount = minor / 10 ** fractionDigits(currency)
  return new Intl.NumberFormat(locale, { style: 'currency', currency, currencyDisplay: 'narrowSymbol' }).format(amount)
}

/** The amount as a person would type it: no symbol, a point before the cents ("14.00"). */
export function plainAmount({ currency, minor }: MoneyLike): string {
  const digits = fractionDigits(currency)
  return (minor / 10 ** digits).toFixed(digits)
}

/** The sign beside an amount field, such as $ or CHF. */
export function currencySign(currency: string): string {
  const parts = new Intl.NumberFormat(undefined, {
    style: 'currency',
    currency,
    currencyDisplay: 'narrowSymbol',
  }).formatToParts(0)
  return parts.find((part) => part.type === 'currency')?.value ?? currency
}

export function formatDateTime(iso: string): string {
  return new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' }).format(new Date(iso))
}

export function formatDate(iso: string): string {
  return new Intl.DateTimeFormat(undefined, { dateStyle: 'medium' }).format(new Date(iso))
}

/** "Oct 3": a day within a year. */
export function formatDay(ms: number): string {
  return new Intl.DateTimeFormat(undefined, { month: 'short', day: 'numeric' }).format(ms)
}

/** "3:30 PM" */
export function formatHour(ms: number): string {
  return new Intl.DateTimeFormat(undefined, { timeStyle: 'short' }).format(ms)
}

/** To the second: in a purchase the order of things matters. */
export function formatTime(iso: string | number): string {
  return new Intl.DateTimeFormat(undefined, { timeStyle: 'medium' }).format(new Date(iso))
}

/** "3 min. ago", "yesterday". `now` is milliseconds since the epoch. */
export function formatAge(iso: string, now: number): string {
  const seconds = Math.min(0, Math.round((Date.parse(iso) - now) / 1000)) // a clock a little ahead is still "now"
  const relative = new Intl.RelativeTimeFormat(undefined, { numeric: 'auto', style: 'short' })
  if (seconds > -45) return relative.format(0, 'second')
  if (seconds > -45 * 60) return relative.format(Math.round(seconds / 60), 'minute')
  if (seconds > -22 * 3600) return relative.format(Math.round(seconds / 3600), 'hour')
  return relative.format(Math.round(seconds / 86_400), 'day')
}

export function countryName(code: string): string {
  return nameOf('region', code)
}

export function languageName(code: string): string {
  return nameOf('language', code)
}

function nameOf(type: 'region' | 'language', code: string): string {
  try {
    return new Intl.DisplayNames(undefined, { type }).of(code) ?? code
  } catch {
    return code // not a code that Intl knows the shape of
  }
}

/** "Ann", "Ann and Bob", "Ann, Bob and Cy", as the language does it. */
export function listNames(names: readonly string[]): string {
  return new Intl.ListFormat(undefined, { type: 'conjunction' }).format(names)
}
