// The sellers that a bare clone trades with: the sandbox's. Their credentials are the sandbox's published ones, no secrets.
import type { SellerEntry } from './core/registry.ts'
import papertrailMapping from './mappings/papertrail.json' with { type: 'json' }

// The sandbox lets prices be set in these, whatever a seller usually charges in.
const currencies = ['USD', 'GBP', 'EUR', 'JPY']
// The sandbox books late orders after a second; half a minute is final with room to spare.
const notFoundFinalAfterMs = 30_000
const common = { currencies, notFoundFinalAfterMs, allowLoopback: true }

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
  const site = { base: url.replace(/\/$/, ''), grpcAddr, rate }
  return [
    harbor,
    northgate,
    fleetStreet,
    lantern,
    meridian,
    bargainBarn,
    foxed,
    papertrail,
    continental,
    continentalUs,
  ].map((seller) => seller(site))
}

function harbor({ base, rate }: Site): SellerEntry {
  return {
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
  }
}

function northgate({ base, rate }: Site): SellerEntry {
  return {
    ...common,
    id: 'northgate',
    name: 'Northgate Wholesale',
    currency: 'GBP',
    // A wholesaler's list prices: an answer that was good half a minute ago may be shown until the new one is there.
    mayServeStaleMs: 30_000,
    // Slow but reliable: 450 ms usually, 4 s at the 99th percentile. It publishes no rate; this is what we think fair.
    limits: { ...share, ...rate(400), quoteTimeoutMs: 6_000, orderTimeoutMs: 12_000 },
    connection: {
      protocol: 'soap-trade',
      baseUrl: `${base}/northgate/soap`,
      namespace: 'urn:northgate:trade:v1',
      accountNumber: 'QUIRE01',
      password: 'northgate-secret',
    },
  }
}

function fleetStreet({ grpcAddr, rate }: Site): SellerEntry {
  return {
    ...common,
    id: 'fleet-street',
    name: 'Fleet Street Direct',
    currency: 'USD',
    // The fast one: 15 ms usually, 60 ms at the 99th percentile.
    limits: { ...share, ...rate(1_000), quoteTimeoutMs: 1_500, orderTimeoutMs: 5_000 },
    connection: {
      protocol: 'grpc',
      address: grpcAddr,
      contractVersion: 'quire.seller.v1',
      tls: false,
      apiKey: 'fleet-street-key',
    },
  }
}

function lantern({ base, rate }: Site): SellerEntry {
  return {
    ...common,
    id: 'lantern',
    name: 'Lantern Checkout',
    currency: 'USD',
    // 60 ms a request usually, 350 ms at the 99th percentile; a quote takes two, an order three and sometimes a wait.
    limits: { ...share, ...rate(400), quoteTimeoutMs: 2_500, orderTimeoutMs: 8_000 },
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

function meridian({ base, rate }: Site): SellerEntry {
  return {
    ...common,
    id: 'meridian',
    name: 'Meridian Books',
    currency: 'EUR',
    // 90 ms usually, 400 ms at the 99th percentile; 4,000 points a second, of which a purchase takes 20 and a look-up 12.
    limits: { ...share, ...rate(200), quoteTimeoutMs: 2_000, orderTimeoutMs: 6_000 },
    connection: {
      protocol: 'graphql-cart',
      baseUrl: `${base}/meridian/api/2026-10/graphql.json`,
      tokenHeader: 'x-meridian-storefront-token',
      token: 'meridian-token',
    },
  }
}

function bargainBarn({ base, rate }: Site): SellerEntry {
  return {
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
  }
}

function foxed({ base, rate }: Site): SellerEntry {
  return {
    ...common,
    id: 'foxed',
    name: 'Foxed & Sons',
    currency: 'GBP',
    // It cannot cancel. But a signed request ends after five and a half minutes (half a minute of it for clocks); with our own tries seven are final.
    notFoundFinalAfterMs: 7 * 60_000,
    // 300 ms usually, 2.5 s at the 99th percentile. It publishes no rate; this is what we think fair.
    limits: { ...share, ...rate(200), quoteTimeoutMs: 5_000, orderTimeoutMs: 10_000 },
    connection: {
      protocol: 'signed-search',
      baseUrl: `${base}/foxed`,
      clientKey: 'foxed-client-key',
      accessKey: 'foxed-access-key',
      secret: 'foxed-secret',
      headerPrefix: 'foxed',
      quotesIn: ['GBP', 'USD'],
      pricesAreFinal: true,
    },
  }
}

function papertrail({ base, rate }: Site): SellerEntry {
  return {
    ...common,
    id: 'papertrail',
    name: 'Papertrail',
    currency: 'EUR',
    // 180 ms usually, 1.2 s at the 99th percentile. It publishes no rate; this is what we think fair.
    limits: { ...share, ...rate(400), quoteTimeoutMs: 2_500, orderTimeoutMs: 8_000 },
    connection: {
      protocol: 'rest-mapped',
      baseUrl: `${base}/papertrail`,
      secrets: { apiKey: 'papertrail-key' },
      mapping: papertrailMapping,
    },
  }
}

function continental(site: Site): SellerEntry {
  return {
    ...common,
    ...paperwork(site),
    id: 'continental',
    name: 'Continental EDI',
    currency: 'EUR',
    currencies: [...currencies, 'CHF'],
    connection: {
      ...mailbox,
      standard: 'edifact',
      baseUrl: `${site.base}/continental/mailbox`,
      currencyByCountry: { CH: 'CHF' },
      zones: [['CH'], [...europe.filter((country) => country !== 'CH'), 'DE'], overseas],
      shipsFrom: 'CH',
    },
  }
}

function continentalUs(site: Site): SellerEntry {
  const abroad = overseas.filter((country) => country !== 'US' && country !== 'CA')
  return {
    ...common,
    ...paperwork(site),
    id: 'continental-us',
    name: 'Continental EDI America',
    currency: 'USD',
    connection: {
      ...mailbox,
      standard: 'x12',
      baseUrl: `${site.base}/continental-us/mailbox`,
      currencyByCountry: {},
      zones: [['US'], ['CA'], [...europe, 'DE', ...abroad]],
      shipsFrom: 'US',
    },
  }
}

// Both houses of Continental. The name in the envelope is the same: the mailbox tells them apart.
const mailbox = {
  protocol: 'edi',
  user: 'quire',
  password: 'continental-secret',
  sender: 'QUIRE',
  recipient: 'CONTINENTAL',
  patienceMs: 9_000,
} as const

/** Quotes come from memory. Orders are documents: 8 s usually, 90 at worst, so most are not answered while anybody waits, and are asked for. */
function paperwork({ rate }: Site) {
  return {
    limits: { ...share, ...rate(100), quoteTimeoutMs: 6_000, orderTimeoutMs: 14_000 },
    // Three times the longest that a document takes to be worked on.
    notFoundFinalAfterMs: 300_000,
  }
}

/** Where the sandbox is, and a seller's rate. */
interface Site {
  base: string
  grpcAddr: string
  rate(published: number): { perSecond: number; burst: number }
}

interface SandboxAddresses {
  url: string
  grpcAddr: string
  perSecond?: number | undefined
}
