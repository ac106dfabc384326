// The sellers that a bare clone trades with: the sandbox's. Their credentials are the sandbox's published ones, no secrets.
import type { SellerEntry } from './core/registry.ts'
import papertrailMapping from './mappings/papertrail.json' with { type: 'json' }

// The sandbox lets prices be set in these, whatever a seller usually charges in.
const currencies = ['USD', 'GBP', 'EUR', 'JPY']
// The sandbox books late orders after a second; half a minute is final with room to spare.
const notFoundFinalAfterMs = 30_000

// A crowd on the site at once: 128 books asked for at the same time, and a line of four times that; its deadlines keep it moving.
const share = { concurrent: 128, queued: 512 }

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
    lantern(common, rate(400), base),
    papertrail(common, rate(400), base),
  ]
}

type Common = Pick<SellerEntry, 'currencies' | 'notFoundFinalAfterMs' | 'allowLoopback'>
type Rate = Pick<SellerEntry['limits'], 'perSecond' | 'burst'>

function lantern(common: Common, rate: Rate, base: string): SellerEntry {
  return {
    ...common,
    id: 'lantern',
    name: 'Lantern Checkout',
    currency: 'USD',
    // 60 ms a request usually, 350 ms at the 99th percentile; a quote takes two, an order three and sometimes a wait. It publishes no rate;
    // this is what we think fair.
    limits: { ...share, ...rate, quoteTimeoutMs: 2_500, orderTimeoutMs: 8_000 },
    connection: {
      protocol: 'agentic-checkout',
      baseUrl: `${base}/lantern`,
      apiKey: 'lantern-key',
      pricesIn: ['USD', 'JPY'],
      payment: { handlerId: 'lantern_credit', merchantId: 'lantern' },
      skip: { option: 'Format', values: ['ebook'] },
      webhookSecret: 'lantern-webhook-secret',
    },
  }
}

function papertrail(common: Common, rate: Rate, base: string): SellerEntry {
  return {
    ...common,
    id: 'papertrail',
    name: 'Papertrail',
    currency: 'EUR',
    // 180 ms usually, 1.2 s at the 99th percentile. It publishes no rate; this is what we think fair.
    limits: { ...share, ...rate, quoteTimeoutMs: 2_500, orderTimeoutMs: 8_000 },
    connection: {
      protocol: 'rest-mapped',
      baseUrl: `${base}/papertrail`,
      secrets: { apiKey: 'papertrail-key' },
      mapping: papertrailMapping,
    },
  }
}

interface SandboxAddresses {
  url: string
  grpcAddr: string
  perSecond?: number | undefined
}
