import { status } from '@grpc/grpc-js'
import type { gateway } from '@quire/proto'
import { rpcError } from '@quire/proto/errors'
import { toDuration } from '@quire/proto/time'
import { fanOut } from '../core/fan-out.ts'
import type { Ask, FanOutEvent } from '../core/fan-out.ts'
import { findRate } from '../core/fx.ts'
import type { FetchedQuote } from '../core/lookup.ts'
import type { RegisteredSeller } from '../core/registry.ts'
import { SellerFailure } from '../core/seller-failure.ts'
import type { FailureKind, SkipReason } from '../core/seller-failure.ts'
import type { Call, GatewayDeps } from './handler.ts'
import type { Gather } from './outgoing.ts'
import { parseQuoteAsk } from './parse.ts'
import { toProtoQuote } from './to-proto.ts'
import type { OutgoingQuote } from './to-proto.ts'

/** Asks every eligible seller at once and streams what happens. NOT_FOUND when the request names no seller that quotes. */
export async function* streamQuotes(
  deps: GatewayDeps,
  request: gateway.StreamQuotesRequest__Output,
  call: Call,
): AsyncGenerator<gateway.StreamQuotesResponse> {
  const ask = parseQuoteAsk(request, deps.fx)
  const sellers = deps.registry.listQuoting(request.sellerIds)
  if (sellers.length === 0) throw rpcError(status.NOT_FOUND, 'no such seller quotes', { reason: 'NO_SUCH_SELLER' })

  const asks = sellers.map((seller): Ask<OutgoingQuote> => ({
    sellerId: seller.entry.id,
    timeoutMs: seller.entry.limits.quoteTimeoutMs,
    open: (signal) => {
      const found = deps.lookups.follow(seller, { ...ask, liveOnly: request.liveOnly }, signal)
      return priceAll(deps, { seller, found, currency: ask.currency })
    },
  }))
  const nameOf = (sellerId: string) => deps.registry.find(sellerId)?.entry.name ?? sellerId
  let best: OutgoingQuote | null = null
  for await (const event of fanOut(asks, { signal: call.signal, deadlineAt: call.deadlineAt, clock: deps.clock })) {
    if (event.type === 'quote') best = cheaper(best, event.value)
    if (event.type === 'failed')
      call.log.warn({ seller: event.sellerId, kind: event.kind, err: event.cause }, 'no quotes')
    yield toResponse(event, { nameOf, bestQuoteId: best?.quoteId ?? '' })
  }
}

/** Events that happen together in one message, for callers that read those. */
export function gatherEvents({
  batched,
}: gateway.StreamQuotesRequest__Output): Gather<gateway.StreamQuotesResponse> | null {
  return batched ? (batch) => ({ batch }) : null
}

/** Prices each quote as it comes; `found` was opened already, so that a seller that may not be asked is known at once. */
async function* priceAll(
  { fx, tokens, standings }: GatewayDeps,
  { seller, found, currency }: { seller: RegisteredSeller; found: AsyncIterable<FetchedQuote>; currency: string },
): AsyncGenerator<OutgoingQuote> {
  const standing = standings.shareOf(seller.entry.id)
  for await (const one of found) {
    const rate = findRate(fx, one.quote.item.currency, currency)
    if (!rate) throw new SellerFailure('bad_data', `there is no rate for ${one.quote.item.currency}`)
    yield toProtoQuote(one, { seller, rate, tokens, standing })
  }
}

/** The cheaper of two; the first of two that cost the same. A quote without a total is never the best. */
function cheaper(best: OutgoingQuote | null, other: OutgoingQuote): OutgoingQuote | null {
  if (other.landedMinor === null) return best
  return best === null || best.landedMinor === null || other.landedMinor < best.landedMinor ? other : best
}

const kinds: Record<FailureKind, gateway.FailureKind> = {
  auth: 'FAILURE_KIND_AUTH',
  throttled: 'FAILURE_KIND_THROTTLED',
  unavailable: 'FAILURE_KIND_UNAVAILABLE',
  timeout: 'FAILURE_KIND_TIMEOUT',
  bad_data: 'FAILURE_KIND_BAD_DATA',
  rejected: 'FAILURE_KIND_REJECTED',
}

const skipReasons: Record<SkipReason, gateway.SkipReason> = {
  breaker_open: 'SKIP_REASON_BREAKER_OPEN',
  rate_limited: 'SKIP_REASON_RATE_LIMITED',
  busy: 'SKIP_REASON_BUSY',
  not_eligible: 'SKIP_REASON_NOT_ELIGIBLE',
}

function toResponse(
  event: FanOutEvent<OutgoingQuote>,
  { nameOf, bestQuoteId }: { nameOf: (sellerId: string) => string; bestQuoteId: string },
): gateway.StreamQuotesResponse {
  if (event.type === 'summary') {
    const { asked, answered, failed, skipped, elapsedMs } = event
    return { summary: { asked, answered, failed, skipped, bestQuoteId, elapsed: toDuration(elapsedMs) } }
  }
  const who = { sellerId: event.sellerId, sellerName: nameOf(event.sellerId) }
  switch (event.type) {
    case 'started':
      return { started: who }
    case 'quote':
      return { quote: event.value.message }
    case 'failed': {
      const { kind, detail, elapsedMs } = event
      return { failed: { ...who, kind: kinds[kind], detail, elapsed: toDuration(elapsedMs) } }
    }
    case 'skipped':
      return { skipped: { ...who, reason: skipReasons[event.reason] } }
    case 'done':
      return { done: { ...who, quoteCount: event.count, elapsed: toDuration(event.elapsedMs) } }
  }
}
