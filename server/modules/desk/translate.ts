// Pure: the onboarding contract ↔ what the desk speaks of. An enum value from a newer gateway reads as "not stated".
import type { onboarding } from '@quire/proto'
import { fromProtoMoney, toProtoMoney } from '@quire/proto/money'
import { fromDuration, fromTimestamp, toDuration } from '@quire/proto/time'
import type { CheckView, Connection, Profile, ReportView, RunEvent, SellerView } from './model.ts'

type Instant = Parameters<typeof fromTimestamp>[0]
type Span = Parameters<typeof fromDuration>[0]

export function toProtoProfile(profile: Profile): onboarding.Profile {
  const { quoteTimeoutMs, orderTimeoutMs, notFoundFinalAfterMs, shippingZones, ...same } = profile
  return {
    ...same,
    quoteTimeout: toDuration(quoteTimeoutMs),
    orderTimeout: toDuration(orderTimeoutMs),
    ...(notFoundFinalAfterMs !== null && { notFoundFinalAfter: toDuration(notFoundFinalAfterMs) }),
    shippingZones: shippingZones.map(({ shipping, ...zone }) => ({
      ...zone,
      shipping: toProtoMoney({ currency: shipping.currency, minor: BigInt(shipping.minor) }),
    })),
  }
}

export function toProtoConnection({ kind, ...connection }: Connection): onboarding.Connection {
  return { [kind]: connection }
}

/** Throws a RangeError when the answer holds no seller. */
export function toSellerView(seller: onboarding.Seller__Output | null): SellerView {
  if (!seller?.profile) throw new RangeError('the answer holds no seller')
  const { sellerId, stateReason, challenge, standing, lastReport } = seller
  return {
    sellerId,
    profile: toProfile(seller.profile),
    connection: toConnection(seller.connection),
    state: known(['PENDING', 'TESTING', 'LIVE', 'SUSPENDED'] as const, seller.state, 'SELLER_STATE_'),
    stateReason,
    challenge: { token: challenge?.token ?? '', verifiedAt: iso(challenge?.verifyTime) },
    keys: seller.apiKeys.map(({ keyId, createTime, lastUseTime }) => ({
      keyId,
      createdAt: iso(createTime),
      lastUsedAt: iso(lastUseTime),
    })),
    standing: standing && toStanding(standing),
    report: lastReport && toReport(lastReport),
    createdAt: iso(seller.createTime),
  }
}

function toProfile(profile: onboarding.Profile__Output): Profile {
  const { quoteTimeout, orderTimeout, notFoundFinalAfter, shippingZones, ...same } = profile
  return {
    ...same,
    quoteTimeoutMs: ms(quoteTimeout),
    orderTimeoutMs: ms(orderTimeout),
    notFoundFinalAfterMs: notFoundFinalAfter ? ms(notFoundFinalAfter) : null,
    shippingZones: shippingZones.flatMap(({ shipping, ...zone }) => {
      if (!shipping) return []
      const { currency, minor } = fromProtoMoney(shipping)
      return [{ ...zone, shipping: { currency, minor: Number(minor) } }]
    }),
  }
}

function toConnection(connection: onboarding.Connection__Output | null): Connection | null {
  if (connection?.grpc) return { kind: 'grpc', ...connection.grpc }
  if (connection?.rest) return { kind: 'rest', ...connection.rest }
  return null
}

function toStanding(standing: onboarding.Standing__Output): NonNullable<SellerView['standing']> {
  const { keptBasisPoints, failureBasisPoints, placed, kept, soldOut, priceRaised, cancelled, notAsQuoted } = standing
  return {
    keptBasisPoints,
    failureBasisPoints,
    placed: Number(placed),
    kept: Number(kept),
    soldOut: Number(soldOut),
    priceRaised: Number(priceRaised),
    cancelled: Number(cancelled),
    notAsQuoted: Number(notAsQuoted),
  }
}

function toReport({ endTime, ...report }: onboarding.ConformanceReport__Output): ReportView {
  return { ...report, endedAt: iso(endTime) ?? '', results: report.results.map(toCheck) }
}

function toCheck({ elapsed, state, ...result }: onboarding.CheckResult__Output): CheckView {
  return {
    ...result,
    state: known(['PASSED', 'FAILED', 'SKIPPED'] as const, state, 'CHECK_STATE_'),
    elapsedMs: ms(elapsed),
  }
}

/** Null for a kind of event that this server does not know yet. */
export function toRunEvent({ result, report }: onboarding.RunConformanceResponse__Output): RunEvent | null {
  if (result) return { type: 'result', result: toCheck(result) }
  return report ? { type: 'report', report: toReport(report) } : null
}

/**
 * The gateway's violations by the paths of the form: `profile.contact_email` → `profile.contactEmail`, `profile.currencies[1]` →
 * `profile.currencies.1`, `connection.rest.mapping.quotes.item` → the same below `connection.mapping`.
 */
export function toFormFields(
  violations: readonly { field: string; description: string }[],
): Readonly<Record<string, string>> {
  return Object.fromEntries(violations.map(({ field, description }) => [toFormField(field), description]))
}

function toFormField(field: string): string {
  const path = field.replace(/^connection\.(grpc|rest)\b/, 'connection')
  const [, own = '', within = ''] = /^(connection\.(?:mapping|secrets)\b)?(.*)$/s.exec(path) ?? []
  if (own) return own + within // what follows are the seller's own names, as it wrote them
  return within
    .replace(/\[(\d+)\]/g, '.$1')
    .replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())
    .replace(/(Timeout|After)\b/, '$1Ms')
}

function known<T extends string>(names: readonly T[], value: string, prefix: string): T | 'UNSPECIFIED' {
  return names.find((name) => value === prefix + name) ?? 'UNSPECIFIED'
}

function iso(instant: Instant | null | undefined): string | null {
  return instant ? fromTimestamp(instant).toISOString() : null
}

function ms(span: Span | null): number {
  return span ? Math.round(fromDuration(span)) : 0
}
