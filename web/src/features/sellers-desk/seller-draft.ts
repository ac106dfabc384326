// What is typed into the form of a seller, and what it amounts to. The server judges; here is only what cannot be sent as it stands.
import type { SellerConnection, SellerProfile } from '../../api/shapes.ts'
import { deskTexts } from '../../texts/desk.ts'
import { fractionDigits, plainAmount } from '../../ui/format.ts'
import { locate, placeAt } from './json-positions.ts'

const t = deskTexts.form

export interface SellerDraft {
  name: string
  contactEmail: string
  currency: string
  currencies: string
  requestsPerSecond: string
  concurrentCalls: string
  quoteTimeoutMs: string
  orderTimeoutMs: string
  notFoundFinalSeconds: string
  testIsbn13s: string
  certificates: string
  zones: string
  kind: 'grpc' | 'rest'
  address: string
  plaintext: boolean
  apiKey: string
  baseUrl: string
  mapping: string
  secrets: string
}

/** What is wrong, by the path that the server uses: `profile.name`, `connection.address`. */
export type Problems = Readonly<Record<string, string>>

export interface SellerInput {
  profile: SellerProfile
  connection: SellerConnection
}

/** A small shop on an ordinary machine: what most can keep to without changing a figure. */
export const emptyDraft: SellerDraft = {
  name: '',
  contactEmail: '',
  currency: 'EUR',
  currencies: 'EUR',
  requestsPerSecond: '20',
  concurrentCalls: '8',
  quoteTimeoutMs: '1500',
  orderTimeoutMs: '6000',
  notFoundFinalSeconds: '60',
  testIsbn13s: '',
  certificates: '',
  zones: '',
  kind: 'grpc',
  address: '',
  plaintext: false,
  apiKey: '',
  baseUrl: '',
  mapping: '',
  secrets: '',
}

/** A registered seller as a draft. Secrets are not known any more. */
export function toDraft({
  profile,
  connection,
}: {
  profile: SellerProfile
  connection: SellerConnection | null
}): SellerDraft {
  const { notFoundFinalAfterMs: final } = profile
  return {
    ...emptyDraft,
    name: profile.name,
    contactEmail: profile.contactEmail,
    currency: profile.currency,
    currencies: profile.currencies.join(', '),
    requestsPerSecond: String(profile.requestsPerSecond),
    concurrentCalls: String(profile.concurrentCalls),
    quoteTimeoutMs: String(profile.quoteTimeoutMs),
    orderTimeoutMs: String(profile.orderTimeoutMs),
    notFoundFinalSeconds: final === null ? '' : String(final / 1000),
    testIsbn13s: profile.testIsbn13s.join(', '),
    certificates: profile.certificateFingerprints.join('\n'),
    zones: profile.shippingZones.map(zoneLine).join('\n'),
    ...(connection?.kind === 'grpc' && { address: connection.address, plaintext: connection.plaintext }),
    ...(connection?.kind === 'rest' && { kind: 'rest', baseUrl: connection.baseUrl, mapping: connection.mapping }),
  }
}

/** The input that a draft amounts to, or what is wrong with it, by field. Pure. */
export function toInput(draft: SellerDraft): { ok: true; input: SellerInput } | { ok: false; problems: Problems } {
  const problems: Record<string, string> = {}
  const whole = (name: 'requestsPerSecond' | 'concurrentCalls' | 'quoteTimeoutMs' | 'orderTimeoutMs') => {
    const text = draft[name].replace(/[\s,_]/g, '') // 1,500 and 1 500 are typed for 1500
    if (!/^\d{1,9}$/.test(text)) problems[`profile.${name}`] = t.wholeNumber
    return Number(text)
  }
  const profile: SellerProfile = {
    name: draft.name.trim(),
    contactEmail: draft.contactEmail.trim(),
    currency: draft.currency.trim().toUpperCase(),
    currencies: words(draft.currencies).map((code) => code.toUpperCase()),
    requestsPerSecond: whole('requestsPerSecond'),
    concurrentCalls: whole('concurrentCalls'),
    quoteTimeoutMs: whole('quoteTimeoutMs'),
    orderTimeoutMs: whole('orderTimeoutMs'),
    notFoundFinalAfterMs: finalMs(draft, problems),
    testIsbn13s: draft.testIsbn13s
      .split(/[\n,;]+/)
      .map((isbn) => isbn.replace(/[\s-]/g, ''))
      .filter(Boolean),
    certificateFingerprints: words(draft.certificates).map((print) => print.replaceAll(':', '').toLowerCase()),
    shippingZones: zonesOf(draft, problems),
  }
  const connection = connectionOf(draft, problems)
  return Object.keys(problems).length > 0 ? { ok: false, problems } : { ok: true, input: { profile, connection } }
}

/** What is wrong with a field and with the parts of a list in it; undefined when nothing is. */
export function problemOf(problems: Problems, field: string): string | undefined {
  const found = Object.entries(problems).flatMap(([path, problem]) => {
    if (path === field) return asSentence(problem)
    const [, index] = (path.startsWith(`${field}.`) && /^(\d+)/.exec(path.slice(field.length + 1))) || []
    return index === undefined ? [] : t.nth(Number(index) + 1, asSentence(problem))
  })
  return found.length > 0 ? found.join(' ') : undefined
}

/** The server says what a field must be, to stand after its name; at the field itself it stands alone. */
function asSentence(problem: string): string {
  const text = problem.charAt(0).toUpperCase() + problem.slice(1)
  return /[.!?]$/.test(text) ? text : `${text}.`
}

function connectionOf(draft: SellerDraft, problems: Record<string, string>): SellerConnection {
  if (draft.kind === 'grpc') {
    const { plaintext, apiKey } = draft
    return { kind: 'grpc', address: draft.address.trim(), contractVersion: 'quire.seller.v1', apiKey, plaintext }
  }
  const { problem } = locate(draft.mapping)
  if (problem) {
    const { line, column } = placeAt(draft.mapping, problem.offset)
    problems['connection.mapping'] =
      draft.mapping.trim() === '' ? t.mappingEmpty : t.mappingSyntax(line, column, problem.expected)
  }
  return { kind: 'rest', baseUrl: draft.baseUrl.trim(), mapping: draft.mapping, secrets: secretsOf(draft, problems) }
}

function secretsOf({ secrets }: SellerDraft, problems: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    linesOf(secrets).flatMap(({ text, line }) => {
      const [, name, value] = /^([^=\s]+)\s*=\s*(.+)$/.exec(text) ?? []
      if (name !== undefined && value !== undefined) return [[name, value] as const]
      problems['connection.secrets'] ??= t.secretsWrong(line)
      return []
    }),
  )
}

function finalMs({ notFoundFinalSeconds }: SellerDraft, problems: Record<string, string>): number | null {
  const text = notFoundFinalSeconds.trim()
  if (text === '') return null
  if (!/^\d{1,6}$/.test(text)) problems['profile.notFoundFinalAfterMs'] = t.wholeNumber
  return Number(text) * 1000
}

/** `DE AT 4.90 2-4` a line: countries, shipping of one book in the seller's own currency, days. */
function zonesOf(
  { zones, currency: typed }: SellerDraft,
  problems: Record<string, string>,
): SellerProfile['shippingZones'] {
  const currency = typed.trim().toUpperCase()
  return linesOf(zones).flatMap(({ text, line }) => {
    const [, countries = '', amount = '', from, to] =
      /^((?:[A-Za-z]{2}[\s,]+)+)(\d{1,5}(?:[.,]\d{1,3})?)\s+(\d{1,2})(?:\s*[-–]\s*(\d{1,2}))?$/.exec(text) ?? []
    const minor = minorOf(amount.replace(',', '.'), currency)
    if (from === undefined || minor === null) {
      problems['profile.shippingZones'] ??= t.zonesWrong(line)
      return []
    }
    const days = { deliveryDaysMin: Number(from), deliveryDaysMax: Number(to ?? from) }
    return [{ countries: words(countries.toUpperCase()), shipping: { currency, minor }, ...days }]
  })
}

function zoneLine(zone: SellerProfile['shippingZones'][number]): string {
  const { deliveryDaysMin: from, deliveryDaysMax: to } = zone
  return `${zone.countries.join(' ')} ${plainAmount(zone.shipping)} ${from === to ? from : `${from}-${to}`}`
}

/** Null when the amount has more digits than the currency, or the currency is none. */
function minorOf(amount: string, currency: string): number | null {
  if (!/^[A-Z]{3}$/.test(currency)) return null
  const digits = fractionDigits(currency)
  const [whole = '', part = ''] = amount.split('.')
  return part.length > digits ? null : Number(whole + part.padEnd(digits, '0'))
}

function words(text: string): string[] {
  return text.split(/[\s,;]+/).filter(Boolean)
}

function linesOf(text: string): { text: string; line: number }[] {
  return text
    .split('\n')
    .map((line, index) => ({ text: line.trim(), line: index + 1 }))
    .filter((line) => line.text !== '')
}
