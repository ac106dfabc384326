// The sellers that a bare clone trades with: the sandbox's. Their credentials are the sandbox's published ones, no secrets.
import type { SellerEntry } from './core/registry.ts'

// The sandbox lets prices be set in these, whatever a seller usually charges in.
const currencies = ['USD', 'GBP', 'EUR', 'JPY']
// The sandbox books late orders after a second; half a minute is final with room to spare.
const notFoundFinalAfterMs = 30_000

// A crowd on the site at once: 128 books asked for at the same time, and a line of four times that; its deadlines keep it moving.
const share = { concurrent: 128, queued: 512 }

// The countries of the zones in their contracts.
const europe = ['GB', 'IE', 'FR', 'ES', 'IT', 'NL', 'BE', 'LU', 'AT', 'CH', 'PT', 'DK', 'SE', 'NO', 'FI', 'PL', 'CZ']
const overseas = ['US', 'CA', 'AU', 'NZ', 'JP', 'IN']

/**
 * The sandbox's sellers at its addresses: `url` for HTTP, `grpcAddr` (host:port) for gRPC. `perSecond` takes the place of each
 * seller's published rate.
 */
export function sandboxSellers({ url, grpcAddr, perSecond }: SandboxAddresses): SellerEntry[] {
  const rate = (published: number) => ({ perSecond: perSecond ?? published, burst: perSecond ?? published })
  const common = { currencies, notFoundFinalAfterMs, allowLoopback: true }
  const base = url.replace(/\/$/, '')
  return [
    {
      ...common,
      id: 'harbor',
      name: 'Harbor Marketplace',
      currency: 'USD',
      // 120 ms usually, 900 ms at the 99th percentile; published rate 200 a second.
      limits: { ...share, ...rate(200), quoteTimeoutMs: 2_500, orderTimeoutMs: 8_000 },
      connection: {
        protocol: 'rest-checkout',
        baseUrl: `${base}/harbor`,
        clientId: 'harbor-client',
        clientSecret: 'harbor-secret',
        scope: 'https://harbor.example/oauth/buy',
        marketplaceHeader: 'x-harbor-marketplace',
        marketplaces: { home: 'HARBOR_US', byCountry: { GB: 'HARBOR_GB' } },
      },
    },
    {
      ...common,
      id: 'northgate',
      name: 'Northgate Wholesale',
      currency: 'GBP',
      // Slow but reliable: 450 ms usually, 4 s at the 99th percentile. It publishes no rate; this is what we think fair.
      limits: { ...share, ...rate(400), quoteTimeoutMs: 6_000, orderTimeoutMs: 12_000 },
      connection: {
        protocol: 'soap-trade',
        baseUrl: `${base}/northgate/soap`,
        namespace: 'urn:northgate:trade:v1',
        accountNumber: 'QUIRE01',
        password: 'northgate-secret',
      },
    },
    {
      ...common,
      id: 'fleet-street',
      name: 'Fleet Street Direct',
      currency: 'USD',
      // The fast one: 15 ms usually, 60 ms at the 99th percentile.
      limits: { ...share, ...rate(1_000), quoteTimeoutMs: 1_500, orderTimeoutMs: 5_000 },
      connection: { protocol: 'grpc', address: grpcAddr, tls: false, apiKey: 'fleet-street-key' },
    },
    ...listSellers({ common, rate, base }),
  ]
}

interface Shared {
  common: Pick<SellerEntry, 'currencies' | 'notFoundFinalAfterMs' | 'allowLoopback'>
  rate: (published: number) => { perSecond: number; burst: number }
  /** The sandbox, without a slash at the end. */
  base: string
}

/** The sellers that publish a price list and take orders as files or documents. */
function listSellers({ common, rate, base }: Shared): SellerEntry[] {
  return [
    {
      ...common,
      id: 'bargain-barn',
      name: 'Bargain Barn',
      currency: 'EUR',
      // Quotes come from memory; only the first one waits for the list. Orders lie on a desk: 1.5 s usually, 8 s at the 99th percentile.
      limits: { ...share, ...rate(100), quoteTimeoutMs: 6_000, orderTimeoutMs: 14_000 },
      connection: {
        protocol: 'price-list',
        baseUrl: `${base}/bargain-barn`,
        user: 'quire',
        password: 'bargain-barn-secret',
        zones: [['DE'], europe, overseas],
        listLifeMs: 6 * 3_600_000,
        patienceMs: 9_000,
        shipsFrom: 'DE',
      },
    },
    {
      ...common,
      ...paperwork(rate),
      id: 'continental',
      name: 'Continental EDI',
      currency: 'EUR',
      currencies: [...currencies, 'CHF'],
      connection: {
        ...continental,
        standard: 'edifact',
        baseUrl: `${base}/continental/mailbox`,
        currencyByCountry: { CH: 'CHF' },
        zones: [['CH'], [...europe.filter((country) => country !== 'CH'), 'DE'], overseas],
        shipsFrom: 'CH',
      },
    },
    {
      ...common,
      ...paperwork(rate),
      id: 'continental-us',
      name: 'Continental EDI America',
      currency: 'USD',
      connection: {
        ...continental,
        standard: 'x12',
        baseUrl: `${base}/continental-us/mailbox`,
        currencyByCountry: {},
        zones: [
          ['US'],
          ['CA'],
          [...europe, 'DE', ...overseas.filter((country) => country !== 'US' && country !== 'CA')],
        ],
        shipsFrom: 'US',
      },
    },
  ]
}

// Both houses of Continental. The name in the envelope is the same: the mailbox tells them apart.
const continental = {
  protocol: 'edi',
  user: 'quire',
  password: 'continental-secret',
  sender: 'QUIRE',
  recipient: 'CONTINENTAL',
  patienceMs: 9_000,
} as const

/** Quotes come from memory. Orders are documents: 8 s usually, 90 at worst, so most are not answered while anybody waits, and are asked for. */
function paperwork(rate: Shared['rate']) {
  return {
    limits: { ...share, ...rate(100), quoteTimeoutMs: 6_000, orderTimeoutMs: 14_000 },
    // Three times the longest that a document takes to be worked on.
    notFoundFinalAfterMs: 300_000,
  }
}

interface SandboxAddresses {
  url: string
  grpcAddr: string
  perSecond?: number | undefined
}
