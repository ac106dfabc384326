// A registered seller → the contract's message. No secret has a way in here.
import type { onboarding } from '@quire/proto'
import { toProtoMoney } from '@quire/proto/money'
import { toDuration, toTimestamp } from '@quire/proto/time'
import type { Connection, Profile, StoredSeller } from '../onboarding/model.ts'
import { listKeys } from '../store/keys.ts'
import type { StoredKey } from '../store/keys.ts'
import { findReport } from '../store/reports.ts'
import { findSeller } from '../store/sellers.ts'
import type { OnboardingDeps } from './onboarding-deps.ts'

/** The seller as it is now. Throws when there is none: whoever asks has been identified. */
export async function viewSeller(
  { db, standingOf }: Pick<OnboardingDeps, 'db' | 'standingOf'>,
  sellerId: string,
): Promise<onboarding.Seller> {
  const [seller, keys, report, standing] = await Promise.all([
    findSeller(db, sellerId),
    listKeys(db, sellerId),
    findReport(db, sellerId),
    standingOf(sellerId),
  ])
  if (!seller) throw new Error(`there is no seller ${sellerId}`)
  return {
    sellerId,
    profile: toProtoProfile(seller.profile),
    connection: toProtoConnection(seller.connection),
    state: `SELLER_STATE_${seller.state}`,
    stateReason: seller.stateReason,
    challenge: toChallenge(seller),
    apiKeys: keys.map(toProtoKey),
    standing,
    lastReport: report,
    createTime: toTimestamp(seller.createdAt),
  }
}

export function toProtoKey({ keyId, createdAt, lastUsedAt }: StoredKey): onboarding.ApiKey {
  return { keyId, createTime: toTimestamp(createdAt), lastUseTime: lastUsedAt && toTimestamp(lastUsedAt) }
}

function toChallenge({ challengeToken, verifiedAt }: StoredSeller): onboarding.Challenge {
  return { token: challengeToken, verifyTime: verifiedAt && toTimestamp(verifiedAt) }
}

function toProtoConnection(connection: Connection): onboarding.Connection {
  if (connection.protocol === 'rest') {
    const { baseUrl, mapping } = connection
    return { rest: { baseUrl, mapping } }
  }
  const { address, contractVersion, plaintext } = connection
  return { grpc: { address, contractVersion, plaintext } }
}

function toProtoProfile(profile: Profile): onboarding.Profile {
  const { quoteTimeoutMs, orderTimeoutMs, notFoundFinalAfterMs, shippingZones, ...same } = profile
  return {
    ...same,
    quoteTimeout: toDuration(quoteTimeoutMs),
    orderTimeout: toDuration(orderTimeoutMs),
    notFoundFinalAfter: notFoundFinalAfterMs === null ? null : toDuration(notFoundFinalAfterMs),
    shippingZones: shippingZones.map(({ countries, shipping, deliveryDays }) => ({
      countries,
      shipping: toProtoMoney(shipping),
      deliveryDaysMin: deliveryDays.min,
      deliveryDaysMax: deliveryDays.max,
    })),
  }
}
