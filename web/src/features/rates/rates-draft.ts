// The rates as they are typed → what is saved, or what is wrong where. Pure. Fields have the server's names, so that what it says is wrong finds its place.
import type { Rates } from '../../api/shapes.ts'
import { ratesTexts } from '../../texts/rates.ts'
import { fractionDigits, plainAmount } from '../../ui/format.ts'

type ShippingRate = Rates['shipping'][number]
type TaxRate = Rates['tax'][number]

/** A row as it is typed. `id` is of the page alone: rows come and go. */
export type ShippingDraft = Record<keyof ShippingRate, string> & { id: number }
export type TaxDraft = Record<Exclude<keyof TaxRate, 'isShippingTaxed'>, string> & {
  id: number
  isShippingTaxed: boolean
}

export interface RatesDraft {
  shipping: ShippingDraft[]
  tax: TaxDraft[]
}

/** Sentences by field, such as `shipping.2.firstMinor`. */
export type RatesProblems = Record<string, string>

const t = ratesTexts.errors
const partsPerPercent = 10_000

let lastId = 0
const nextId = () => ++lastId

export function toDraft({ shipping, tax }: Pick<Rates, 'shipping' | 'tax'>): RatesDraft {
  return {
    shipping: shipping.map((rate) => {
      const amount = (minor: number) => plainAmount({ currency: rate.currency, minor })
      return {
        id: nextId(),
        country: rate.country,
        currency: rate.currency,
        firstMinor: amount(rate.firstMinor),
        furtherMinor: amount(rate.furtherMinor),
        freeFromMinor: rate.freeFromMinor === null ? '' : amount(rate.freeFromMinor),
        daysMin: String(rate.daysMin),
        daysMax: String(rate.daysMax),
      }
    }),
    tax: tax.map(({ partsPerMillion, ...rate }) => ({
      id: nextId(),
      ...rate,
      partsPerMillion: String(partsPerMillion / partsPerPercent),
    })),
  }
}

export function emptyShipping(): ShippingDraft {
  const nothing = { country: '', currency: '', firstMinor: '', furtherMinor: '', freeFromMinor: '' }
  return { id: nextId(), ...nothing, daysMin: '', daysMax: '' }
}

export function emptyTax(): TaxDraft {
  return { id: nextId(), country: '', postalPrefix: '', name: '', partsPerMillion: '', isShippingTaxed: true }
}

/** What is saved, or what cannot be read. What can be read and may not be is the server's to say. */
export function readDraft(
  draft: RatesDraft,
): { ok: true; rates: Pick<Rates, 'shipping' | 'tax'> } | { ok: false; problems: RatesProblems } {
  const problems: RatesProblems = {}
  const noting = (field: string) => (problem: string) => {
    problems[field] = problem
    return 0
  }
  const rates = {
    shipping: draft.shipping.map((row, i) => readShipping(row, (name) => noting(`shipping.${i}.${name}`))),
    tax: draft.tax.map((row, i) => readTax(row, (name) => noting(`tax.${i}.${name}`))),
  }
  return Object.keys(problems).length > 0 ? { ok: false, problems } : { ok: true, rates }
}

type Noting = (name: string) => (problem: string) => number

function readShipping(row: ShippingDraft, noting: Noting): ShippingRate {
  const country = row.country.trim().toUpperCase()
  const currency = row.currency.trim().toUpperCase()
  const amount = (name: 'firstMinor' | 'furtherMinor' | 'freeFromMinor') =>
    readAmount(row[name], currency, noting(name))
  const days = (name: 'daysMin' | 'daysMax') =>
    /^\s*\d{1,3}\s*$/.test(row[name]) ? Number(row[name]) : noting(name)(t.days)
  return {
    country,
    currency,
    firstMinor: amount('firstMinor'),
    furtherMinor: amount('furtherMinor'),
    freeFromMinor: row.freeFromMinor.trim() === '' ? null : amount('freeFromMinor'),
    daysMin: days('daysMin'),
    daysMax: days('daysMax'),
  }
}

function readTax(row: TaxDraft, noting: Noting): TaxRate {
  const [, whole = '', fraction = ''] = /^\s*(\d{1,3})(?:[.,](\d{1,4}))?\s*%?\s*$/.exec(row.partsPerMillion) ?? []
  return {
    country: row.country.trim().toUpperCase(),
    postalPrefix: row.postalPrefix.trim().toUpperCase(),
    name: row.name.trim(),
    partsPerMillion: whole === '' ? noting('partsPerMillion')(t.percent) : Number(whole + fraction.padEnd(4, '0')),
    isShippingTaxed: row.isShippingTaxed,
  }
}

function readAmount(text: string, currency: string, note: (problem: string) => number): number {
  if (!/^[A-Z]{3}$/.test(currency)) return 0 // the currency's own field says so: the server refuses it
  const digits = fractionDigits(currency)
  const [, whole = '', fraction = ''] = /^\s*(\d{1,6})(?:[.,](\d+))?\s*$/.exec(text) ?? []
  if (whole === '' || fraction.length > digits) return note(t.amount(digits))
  return Number(whole + fraction.padEnd(digits, '0'))
}
