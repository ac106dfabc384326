// What stands behind `npm run conformance --`. Every wrong value is a sentence that names its option.
import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { currencyExponents } from '../../proto/money.ts'
import { allChecks } from '../../seller-gateway/conformance/index.ts'
import type { KitOptions } from '../../seller-gateway/conformance/index.ts'
import { isIsbn13 } from '../../seller-gateway/core/isbn.ts'
import { onFile, Problem } from '../problem.ts'

export interface Arguments {
  wants: 'run' | 'help' | 'list'
  /** `host:port` of a seller that speaks gRPC; null for sellers of the sandbox. */
  target: string | null
  /** A sandbox seller's id, or `all`. */
  seller: string
  key: string
  isPlaintext: boolean
  certificateAuthority: Buffer | null
  kit: KitOptions
  isJson: boolean
  reportFile: string | null
}

export const helpText = `npm run conformance -- --target HOST:PORT --key KEY --isbn ISBN [--isbn ISBN …]
npm run conformance -- --seller ID|all

Checks a seller against quire.seller.v1. It orders copies of the named books only, and cancels every order.

  --target HOST:PORT   a seller that speaks gRPC, in whatever language
  --key KEY            what we send as authorization: Bearer; or --key-file FILE
  --isbn ISBN          a book it may order; several are better: one with two or three copies shows what happens after the last
  --unknown-isbn ISBN  a valid number of a book that the seller does not have
  --plaintext, --tls   without and with TLS; TLS unless the host is this machine. --ca FILE: who signed the certificate
  --seller ID          a seller of the sandbox, which is started for it; all: every one

  --currency CODE      asks for prices in it (USD).  --accept CODE: a currency it may charge in, several; all known ones unless given
  --country CODE       sends there (GB).  --postal-code TEXT
  --challenge TOKEN    what GetChallenge must answer
  --quote-timeout MS, --order-timeout MS   what the seller says that it needs (5000, 15000)
  --rate N             calls a second at most (10).  --concurrent N: calls at once at most (10)
  --time-limit SECONDS for all (300).  --expiry-wait SECONDS: for a quote to expire (5)

  --check NAME         only this check; several.  --list: their names
  --json               the last line is the report as one object
  --report FILE        the report as Markdown
`

/** Reads them. Throws Problem. */
export function readArguments(argv: readonly string[]): Arguments {
  const values = parse(argv)
  const { target = null, seller = '', ca, report = null, json } = values
  const wants = toWish(values)
  if (wants === 'run' && (target === null) === (seller === ''))
    throw new Problem(`Say either --target HOST:PORT or --seller ID.\n\n${helpText}`)
  const isEndpoint = wants === 'run' && target !== null
  return {
    wants,
    target,
    seller,
    key: isEndpoint ? readKey(values) : '',
    isPlaintext: values.plaintext || (!values.tls && isThisMachine(target ?? '')),
    certificateAuthority: ca === undefined ? null : readFile('--ca', ca),
    kit: { ...toBooks(values, isEndpoint), ...toPlace(values), ...toMoney(values), ...toLimits(values) },
    isJson: json,
    reportFile: report,
  }
}

/** Every check with its rule, one a line. */
export function listOfChecks(): string {
  return allChecks
    .map(({ name, rule, required }) => `${name.padEnd(34)} ${required ? '' : '(advice) '}${rule}\n`)
    .join('')
}

function toWish({ help, list }: Values): Arguments['wants'] {
  if (help) return 'help'
  return list ? 'list' : 'run'
}

function parse(argv: readonly string[]) {
  const text = { type: 'string' } as const
  const flag = { type: 'boolean', default: false } as const
  const several = { type: 'string', multiple: true, default: [] as string[] } as const
  const options = {
    target: text,
    seller: text,
    key: text,
    'key-file': text,
    isbn: several,
    'unknown-isbn': text,
    plaintext: flag,
    tls: flag,
    ca: text,
    currency: text,
    accept: several,
    country: text,
    'postal-code': text,
    challenge: text,
    'quote-timeout': text,
    'order-timeout': text,
    rate: text,
    concurrent: text,
    'time-limit': text,
    'expiry-wait': text,
    check: several,
    list: flag,
    json: flag,
    report: text,
    help: flag,
  } as const
  try {
    return parseArgs({ args: [...argv], options }).values
  } catch (error) {
    throw new Problem(`${error instanceof Error ? error.message : String(error)}\n\n${helpText}`)
  }
}

type Values = ReturnType<typeof parse>

function toBooks(
  values: Values,
  isEndpoint: boolean,
): Pick<KitOptions, 'isbns' | 'unknownIsbn' | 'checks' | 'challenge'> {
  const { isbn, check, challenge } = values
  if (isEndpoint && isbn.length === 0) throw new Problem('Name a book that the kit may order: --isbn 9780340839935')
  const unknownIsbn = values['unknown-isbn']
  for (const one of [...isbn, ...(unknownIsbn === undefined ? [] : [unknownIsbn])])
    if (!isIsbn13(one)) throw new Problem(`${one} is not an ISBN-13: 13 digits with a check digit.`)
  const strange = check.find((name) => !allChecks.some((one) => one.name === name))
  if (strange !== undefined) throw new Problem(`There is no check ${strange}. --list names them.`)
  return {
    isbns: isbn,
    checks: check,
    ...(unknownIsbn !== undefined && { unknownIsbn }),
    ...(challenge !== undefined && { challenge }),
  }
}

function toPlace(values: Values): Pick<KitOptions, 'destination' | 'shipTo'> {
  const { country = 'GB' } = values
  if (!/^[A-Z]{2}$/.test(country)) throw new Problem('--country is two capital letters, as in GB.')
  const postalCode = values['postal-code'] ?? (country === 'GB' ? 'YO1 7AA' : '10001')
  const city = country === 'GB' ? 'York' : 'Town'
  const recipient = 'Quire Conformance Kit'
  return {
    destination: { country, postalCode },
    shipTo: { recipient, lines: ['1 Test Street'], city, region: '', postalCode, country },
  }
}

function toMoney({ currency = 'USD', accept }: Values): Pick<KitOptions, 'currency' | 'currencies'> {
  const accepted = accept.map((code) => currencyOf('--accept', code))
  return {
    currency: currencyOf('--currency', currency),
    currencies: accepted.length > 0 ? accepted : everyCurrency,
  }
}

function toLimits(values: Values): Partial<KitOptions> {
  return {
    ...number('quoteTimeoutMs', values, 'quote-timeout', { least: 100, most: 60_000 }),
    ...number('orderTimeoutMs', values, 'order-timeout', { least: 100, most: 60_000 }),
    ...number('perSecond', values, 'rate', { least: 1, most: 10_000 }),
    ...number('concurrent', values, 'concurrent', { least: 1, most: 100 }),
    ...number('timeLimitMs', values, 'time-limit', { least: 1, most: 3_600, scale: 1_000 }),
    ...number('expiryWaitMs', values, 'expiry-wait', { least: 0, most: 3_600, scale: 1_000 }),
  }
}

const everyCurrency = Object.keys(currencyExponents)

function currencyOf(option: string, code: string): string {
  if (!everyCurrency.includes(code)) throw new Problem(`${option} is one of ${everyCurrency.join(', ')}, not ${code}.`)
  return code
}

function number<Name extends keyof KitOptions>(
  name: Name,
  values: Values,
  option: 'quote-timeout' | 'order-timeout' | 'rate' | 'concurrent' | 'time-limit' | 'expiry-wait',
  { least, most, scale = 1 }: { least: number; most: number; scale?: number },
): { [K in Name]?: number } {
  const text = values[option]
  if (text === undefined) return {}
  const value = Number(text)
  if (!Number.isInteger(value) || value < least || value > most)
    throw new Problem(`--${option} is a whole number from ${least} to ${most}, not ${text}.`)
  return { [name]: value * scale } as { [K in Name]?: number }
}

function readKey(values: Values): string {
  const file = values['key-file']
  const key = file === undefined ? (values.key ?? '') : readFile('--key-file', file).toString('utf8').trim()
  if (key === '') throw new Problem('Say what the seller knows us by: --key KEY, or --key-file FILE.')
  return key
}

function readFile(option: string, path: string): Buffer {
  try {
    return onFile(path, () => readFileSync(path))
  } catch {
    throw new Problem(`${option}: ${path} cannot be read.`)
  }
}

function isThisMachine(address: string): boolean {
  return /^(localhost|127\.\d+\.\d+\.\d+|\[::1\]):/.test(address)
}
