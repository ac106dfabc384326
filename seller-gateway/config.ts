// Configuration. The only reader of the environment; everything is checked here, once, and frozen.
import { randomBytes } from 'node:crypto'
import { currencyExponents } from '@quire/proto/money'
import { z } from 'zod'
import type { FxTable } from './core/fx.ts'
import { findRate, parseRate } from './core/fx.ts'
import type { SellerEntry } from './core/registry.ts'
import { sandboxSellers } from './default-sellers.ts'
import type { OnboardingConfig } from './onboarding/open.ts'

/** The gateway's certificate, and whose client certificates it believes. */
export interface TlsFiles {
  certFile: string
  keyFile: string
  clientCaFile: string | null
}

export interface GatewayConfig {
  /** `host:port`; port 0 takes a free one. */
  listenAddr: string
  /** `host:port` where sellers' webhooks are taken; null: nowhere, and then nothing but time is lost. */
  webhookAddr: string | null
  logLevel: 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'silent'
  /** Keys of order tokens, newest first. */
  tokenKeys: readonly string[]
  /** True when the key was made up for this process: tokens then end with it. */
  isTokenKeyTemporary: boolean
  fx: FxTable
  /** How long a seller's answer is shown again; 0 for never. */
  quoteCacheMs: number
  sellers: readonly SellerEntry[]
  /** What opens SellerGateway; null: everybody who can reach it, which is for loopback only. */
  gatewayKey: string | null
  /** Paths of PEM files; null: no TLS. */
  tls: TlsFiles | null
  /** Null: sellers cannot register themselves here. */
  onboarding: OnboardingConfig | null
}

const decimal = z.string().refine((text) => {
  try {
    return parseRate(text) > 0n
  } catch {
    return false
  }
}, 'must be a positive decimal in quotes')

const Rates = z.strictObject({
  base: z.string(),
  time: z.iso.datetime().transform((text) => new Date(text)),
  rates: z.record(z.string(), decimal),
})

/** Reference rates of the European Central Bank's kind, dated; production sets QUIRE_FX_RATES from its own source. */
const defaultRates: FxTable = {
  base: 'USD',
  time: new Date('2026-11-20T15:00:00Z'),
  rates: {
    EUR: '0.8612',
    GBP: '0.7594',
    CHF: '0.8043',
    CAD: '1.3987',
    AUD: '1.5311',
    NZD: '1.7604',
    SEK: '9.4380',
    NOK: '10.0920',
    DKK: '6.4310',
    PLN: '3.6480',
    CZK: '20.8150',
    INR: '88.5500',
    JPY: '154.8500',
    KRW: '1461.2000',
    KWD: '0.3068',
    BHD: '0.3760',
  },
}

const address = z.string().regex(/^.+:\d{1,5}$/, 'must be host:port')

const keys = z
  .string()
  .transform((text) => text.split(',').map((key) => key.trim()))
  .pipe(z.array(z.string().min(32, 'each key needs at least 32 characters')).min(1).max(4))

const Env = z.object({
  QUIRE_GATEWAY_ADDR: address.default('127.0.0.1:50051'),
  QUIRE_GATEWAY_WEBHOOK_ADDR: address.optional(),
  QUIRE_LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent']).default('info'),
  /** Comma-separated, newest first; each at least 32 characters. */
  QUIRE_GATEWAY_TOKEN_KEYS: keys.optional(),
  QUIRE_GATEWAY_KEY: z
    .string()
    .regex(/^[\x21-\x7e]{32,}$/, 'needs at least 32 visible ASCII characters')
    .optional(),
  QUIRE_GATEWAY_TLS_CERT: z.string().optional(),
  QUIRE_GATEWAY_TLS_KEY: z.string().optional(),
  QUIRE_GATEWAY_CLIENT_CA: z.string().optional(),
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, 'must be a postgres:// address')
    .optional(),
  /** Comma-separated, newest first; each at least 32 characters. */
  QUIRE_GATEWAY_SECRET_KEYS: keys.optional(),
  QUIRE_GATEWAY_REGISTRATIONS_MAX: z.coerce.number().int().min(1).default(20),
  QUIRE_GATEWAY_ALLOW_LOOPBACK_SELLERS: z
    .enum(['0', '1'])
    .default('0')
    .transform((text) => text === '1'),
  /** Prices walk by a few per cent an hour; half a minute takes the load of a popular page and hides no change that matters. */
  QUIRE_QUOTE_CACHE_SECONDS: z.coerce.number().min(0).max(3_600).default(30),
  QUIRE_SANDBOX_URL: z.url({ protocol: /^https?$/ }).default('http://127.0.0.1:4400'),
  QUIRE_SANDBOX_GRPC_ADDR: address.optional(),
  /** Overrides every sandbox seller's published rate; benchmarks measure the gateway, not a seller's patience. */
  QUIRE_SANDBOX_PER_SECOND: z.coerce.number().int().positive().optional(),
  QUIRE_FX_RATES: z
    .string()
    .transform((text, context) => {
      try {
        return JSON.parse(text) as unknown
      } catch {
        context.addIssue('is not JSON')
        return z.NEVER
      }
    })
    .pipe(Rates)
    .optional(),
})

/** Reads the configuration. Throws an Error whose message names every wrong variable. */
export function loadConfig(env: Record<string, string | undefined>): GatewayConfig {
  const given = Object.entries(env).filter(([, value]) => value !== '') // an empty variable is not set
  const parsed = Env.safeParse(Object.fromEntries(given))
  if (!parsed.success)
    throw new Error(parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('\n'))
  const { data } = parsed
  const fx = data.QUIRE_FX_RATES ?? defaultRates
  const sellers = sandboxSellers({
    url: data.QUIRE_SANDBOX_URL,
    grpcAddr: data.QUIRE_SANDBOX_GRPC_ADDR ?? nextPort(data.QUIRE_SANDBOX_URL),
    perSecond: data.QUIRE_SANDBOX_PER_SECOND,
  })
  checkRates(fx, sellers)
  checkDoor(data)
  return Object.freeze({
    listenAddr: data.QUIRE_GATEWAY_ADDR,
    webhookAddr: data.QUIRE_GATEWAY_WEBHOOK_ADDR ?? null,
    logLevel: data.QUIRE_LOG_LEVEL,
    tokenKeys: data.QUIRE_GATEWAY_TOKEN_KEYS ?? [randomBytes(32).toString('base64url')],
    isTokenKeyTemporary: data.QUIRE_GATEWAY_TOKEN_KEYS === undefined,
    fx,
    quoteCacheMs: data.QUIRE_QUOTE_CACHE_SECONDS * 1000,
    sellers,
    gatewayKey: data.QUIRE_GATEWAY_KEY ?? null,
    tls: tlsOf(data),
    onboarding: onboardingOf(data),
  })
}

type Read = z.infer<typeof Env>

/** What listens beyond this machine lets nobody in without a key: whoever can place orders spends money. */
function checkDoor({ QUIRE_GATEWAY_ADDR: addr, QUIRE_GATEWAY_KEY: key }: Read): void {
  const host = addr.slice(0, addr.lastIndexOf(':'))
  if (key !== undefined || /^(127(\.\d{1,3}){3}|\[::1\]|localhost)$/.test(host)) return
  throw new Error(
    `QUIRE_GATEWAY_KEY: must be set when the gateway listens on ${host}, beyond this machine: without it, anybody there could place orders`,
  )
}

function tlsOf(data: Read): TlsFiles | null {
  const {
    QUIRE_GATEWAY_TLS_CERT: certFile,
    QUIRE_GATEWAY_TLS_KEY: keyFile,
    QUIRE_GATEWAY_CLIENT_CA: clientCaFile,
  } = data
  if (certFile !== undefined && keyFile !== undefined) return { certFile, keyFile, clientCaFile: clientCaFile ?? null }
  if (certFile !== undefined || keyFile !== undefined)
    throw new Error('QUIRE_GATEWAY_TLS_CERT and QUIRE_GATEWAY_TLS_KEY: set both, or neither')
  if (clientCaFile !== undefined)
    throw new Error('QUIRE_GATEWAY_CLIENT_CA: needs QUIRE_GATEWAY_TLS_CERT and QUIRE_GATEWAY_TLS_KEY')
  return null
}

function onboardingOf(data: Read): OnboardingConfig | null {
  const { DATABASE_URL: databaseUrl, QUIRE_GATEWAY_SECRET_KEYS: secretKeys } = data
  if (databaseUrl === undefined) return null
  if (secretKeys === undefined)
    throw new Error(
      'QUIRE_GATEWAY_SECRET_KEYS: must be set with DATABASE_URL: it seals the credentials of sellers that register',
    )
  return {
    databaseUrl,
    secretKeys,
    allowLoopback: data.QUIRE_GATEWAY_ALLOW_LOOPBACK_SELLERS,
    registrationsMax: data.QUIRE_GATEWAY_REGISTRATIONS_MAX,
  }
}

/** The sandbox's gRPC seller listens one port above its HTTP. */
function nextPort(url: string): string {
  const { hostname, port, protocol } = new URL(url)
  return `${hostname}:${Number(port || (protocol === 'https:' ? 443 : 80)) + 1}`
}

function checkRates(fx: FxTable, sellers: readonly SellerEntry[]): void {
  const unknown = [fx.base, ...Object.keys(fx.rates)].find((currency) => !Object.hasOwn(currencyExponents, currency))
  if (unknown !== undefined) throw new Error(`QUIRE_FX_RATES: ${unknown} is not a currency that Quire trades in`)
  for (const { id, currencies } of sellers)
    for (const currency of currencies)
      if (!findRate(fx, currency, fx.base))
        throw new Error(`QUIRE_FX_RATES: no rate for ${currency}, which ${id} charges in`)
}
