// A seller behind a mapping, for tests: Papertrail's unless another is given.
import type { SellerAdapter } from '../core/adapter.ts'
import { connectRestMapped } from '../adapters/rest-mapped/index.ts'
import papertrail from '../mappings/papertrail.json' with { type: 'json' }
import { fakeClock } from './fake-clock.ts'
import { limits } from './fake-seller.ts'

/** The entry of a seller in euros at `baseUrl`. */
export function mappedEntry(
  baseUrl: string,
  mapping: unknown = papertrail,
  secrets: Record<string, string> = { apiKey: 'a key' },
) {
  return {
    id: 'papertrail',
    name: 'Papertrail',
    currency: 'EUR',
    currencies: ['EUR'],
    notFoundFinalAfterMs: 30_000,
    limits,
    allowLoopback: true,
    connection: { protocol: 'rest-mapped' as const, baseUrl, secrets, mapping },
  }
}

/** Its adapter, below `/shop` of the server at `url`, at ten o'clock on 21 November 2026. */
export function connectMapped(url: string, mapping?: unknown): SellerAdapter {
  const entry = mappedEntry(`${url}/shop/`, mapping)
  return connectRestMapped(entry, entry.connection, { clock: fakeClock(), onRequest: () => {} })
}
