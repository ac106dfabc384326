// A seller whose adapter a test writes; the policy is the real one.
import type { SellerAdapter, SellerQuote } from '../core/adapter.ts'
import type { Clock } from '../core/clock.ts'
import { createPolicy } from '../core/policy.ts'
import type { SellerLimits } from '../core/policy.ts'
import type { RegisteredSeller } from '../core/registry.ts'

export const limits: SellerLimits = {
  concurrent: 4,
  queued: 4,
  perSecond: 100,
  burst: 100,
  quoteTimeoutMs: 2_000,
  orderTimeoutMs: 2_000,
}

export function fakeSeller(
  clock: Clock,
  adapter: Partial<SellerAdapter>,
  entry: Partial<RegisteredSeller['entry']> = {},
): RegisteredSeller {
  const full = { limits, ...entry }
  return {
    policy: createPolicy(full.limits, clock),
    entry: {
      id: 'papertrail',
      name: 'Papertrail',
      currency: 'USD',
      currencies: ['USD'],
      notFoundFinalAfterMs: 30_000,
      allowLoopback: true,
      connection: {
        protocol: 'grpc',
        address: '127.0.0.1:1',
        contractVersion: 'quire.seller.v1',
        tls: false,
        apiKey: 'none',
      },
      ...full,
    },
    adapter: {
      can: { quote: true, order: true, cancel: true, replayOrders: true, lookUp: true },
      getQuotes: notExpected,
      placeOrder: notExpected,
      findOrder: notExpected,
      cancelOrder: notExpected,
      close: async () => {},
      ...adapter,
    },
  }
}

/** A quote of 12.34 dollars in all. */
export function fakeQuote(clock: Clock, change: Partial<SellerQuote> = {}): SellerQuote {
  return {
    quoteRef: 'q-1',
    isbn13: '9780340839935',
    condition: 'GOOD',
    item: { currency: 'USD', minor: 800n },
    shipping: { currency: 'USD', minor: 399n },
    tax: { currency: 'USD', minor: 35n },
    quantity: 1,
    shipsFrom: 'US',
    deliveryDays: { min: 2, max: 5 },
    expiresAt: new Date(clock.now() + 600_000),
    ...change,
  }
}

function notExpected(): never {
  throw new Error('this call was not expected')
}
