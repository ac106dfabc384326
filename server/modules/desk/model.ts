// What the desk speaks of: a seller as its own people see it, what they may change, and how asking the gateway can end.
import { z } from 'zod'
import type { Clock } from '#platform/clock'
import type { Db } from '#platform/db'
import { defineRefusals } from '#platform/errors'
import type { Ids } from '#platform/ids'
import type { Log } from '#platform/log'
import { exponentOf } from '#platform/money'

/** An account acts for so many sellers at most: its list asks the gateway once for each. */
export const sellersMax = 20

const currency = z.string().refine(isKnownCurrency, 'must be the code of a currency that Quire trades in, such as EUR')
const count = (max: number) => z.int('must be a whole number').min(1, 'must be at least 1').max(max)

const ShippingZone = z.strictObject({
  countries: z.array(z.string().regex(/^[A-Z]{2}$/, 'must be two-letter country codes such as DE')).max(250),
  shipping: z.strictObject({ currency, minor: z.int().min(0) }),
  deliveryDaysMin: z.int().min(0).max(365),
  deliveryDaysMax: z.int().min(0).max(365),
})

/** What a seller says of itself. The gateway judges it; here are only the bounds that keep a request small. */
export const Profile = z.strictObject({
  name: z.string().trim().min(2, 'must have 2 characters at least').max(60, 'must have 60 characters at most'),
  contactEmail: z.string().trim().max(200),
  currency,
  currencies: z.array(currency).max(30),
  requestsPerSecond: count(100_000),
  concurrentCalls: count(10_000),
  quoteTimeoutMs: z
    .int('must be a whole number')
    .min(100, 'must be 100 at least')
    .max(10_000, 'must be 10,000 at most'),
  orderTimeoutMs: z
    .int('must be a whole number')
    .min(500, 'must be 500 at least')
    .max(30_000, 'must be 30,000 at most'),
  /** After this long "not found" means "not made"; null when it never does. */
  notFoundFinalAfterMs: z.int().min(0).max(900_000, 'must be 15 minutes at most').nullable(),
  testIsbn13s: z.array(z.string().max(20)).min(1, 'must name one book at least').max(5, 'must name five books at most'),
  certificateFingerprints: z.array(z.string().max(200)).max(3, 'must name three certificates at most'),
  shippingZones: z.array(ShippingZone).max(50),
})
export type Profile = z.infer<typeof Profile>

/** How a seller is reached. A secret left empty in a change stays as it is. */
export const Connection = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('grpc'),
    address: z.string().trim().min(1, 'must be host:port').max(300),
    contractVersion: z.string().max(60),
    apiKey: z.string().max(1_000),
    plaintext: z.boolean(),
  }),
  z.strictObject({
    kind: z.literal('rest'),
    baseUrl: z.string().trim().min(1, 'must be an https:// address').max(500),
    mapping: z.string().max(30_000, 'must have 30,000 characters at most'),
    secrets: z.record(z.string().max(60), z.string().max(2_000)),
  }),
])
export type Connection = z.infer<typeof Connection>

const states = ['PENDING', 'TESTING', 'LIVE', 'SUSPENDED', 'UNSPECIFIED'] as const
const checkStates = ['PASSED', 'FAILED', 'SKIPPED', 'UNSPECIFIED'] as const

export const CheckView = z.strictObject({
  check: z.string(),
  rule: z.string(),
  required: z.boolean(),
  state: z.enum(checkStates),
  sent: z.string(),
  expected: z.string(),
  received: z.string(),
  detail: z.string(),
  elapsedMs: z.number(),
})
export type CheckView = z.infer<typeof CheckView>

const ReportView = z.strictObject({
  kitVersion: z.string(),
  endedAt: z.string(),
  passed: z.int(),
  failed: z.int(),
  skipped: z.int(),
  conforms: z.boolean(),
  results: z.array(CheckView),
})
export type ReportView = z.infer<typeof ReportView>

const StandingView = z.strictObject({
  keptBasisPoints: z.int(),
  placed: z.int(),
  kept: z.int(),
  soldOut: z.int(),
  priceRaised: z.int(),
  cancelled: z.int(),
  notAsQuoted: z.int(),
  failureBasisPoints: z.int(),
})

const ApiKeyView = z.strictObject({
  keyId: z.string(),
  createdAt: z.string().nullable(),
  lastUsedAt: z.string().nullable(),
})

/** A seller as its own people see it. Secrets are never in it; the profile is what the gateway holds, whatever its bounds. */
export const SellerView = z.strictObject({
  sellerId: z.string(),
  profile: z.custom<Profile>(),
  connection: z.custom<Connection>().nullable(),
  state: z.enum(states),
  stateReason: z.string(),
  challenge: z.strictObject({ token: z.string(), verifiedAt: z.string().nullable() }),
  keys: z.array(ApiKeyView),
  standing: StandingView.nullable(),
  report: ReportView.nullable(),
  createdAt: z.string().nullable(),
})
export type SellerView = z.infer<typeof SellerView>

/** A seller on the desk: `deskKeyId` names the key that the desk itself works with. */
export const DeskSellerView = SellerView.extend({ deskKeyId: z.string() })
export type DeskSellerView = z.infer<typeof DeskSellerView>

/** One line of the desk. `trouble` says why only the name is known. */
export const DeskLineView = z.strictObject({
  sellerId: z.string(),
  name: z.string(),
  trouble: z.enum(['key_refused', 'unreachable']).nullable(),
  state: z.enum(states).nullable(),
  stateReason: z.string().nullable(),
  hasFailedTests: z.boolean(),
  standing: StandingView.nullable(),
})
export type DeskLineView = z.infer<typeof DeskLineView>

/** What a run of the kit tells. `ended` is its end without a report, with the reason as a sentence. */
export type RunEvent =
  | { type: 'result'; result: CheckView }
  | { type: 'report'; report: ReportView }
  | { type: 'ended'; sentence: string }

/** How a call to the gateway ended. `unknown`: it may have been done. */
export type Answer<T> = { kind: 'ok'; value: T } | Failure
export type Failure =
  | {
      kind: 'refused'
      /** The gateway's stable reason, or the gRPC code's name where it gives none. */
      reason: string
      /** The gateway's sentence. */
      detail: string
      /** Wrong fields by their path in the form. */
      fields: Readonly<Record<string, string>>
      facts: Readonly<Record<string, string>>
    }
  | { kind: 'unknown'; detail: string }

export interface CallOptions {
  readonly timeoutMs: number
  readonly requestId?: string | undefined
  readonly signal?: AbortSignal | undefined
}

/** The gateway's onboarding service. `key` is the API key of the seller that is acted for. */
export interface Onboarding {
  /** `apiKey` is null when this request was answered before: a key is shown once. */
  register(
    request: { requestId: string; profile: Profile; connection: Connection },
    options: CallOptions,
  ): Promise<Answer<{ seller: SellerView; apiKey: string | null }>>
  get(key: string, options: CallOptions): Promise<Answer<SellerView>>
  update(
    key: string,
    change: { requestId: string; profile?: Profile | undefined; connection?: Connection | undefined },
    options: CallOptions,
  ): Promise<Answer<SellerView>>
  verify(key: string, options: CallOptions): Promise<Answer<SellerView>>
  createKey(key: string, requestId: string, options: CallOptions): Promise<Answer<string>>
  revokeKey(key: string, keyId: string, options: CallOptions): Promise<Answer<null>>
  /** Yields each check as it ends and the report last; a stream that fails yields how, and ends. */
  runConformance(key: string, options: CallOptions): AsyncIterable<RunEvent | Failure>
}

/** Keeps secrets for the desk: sealed to one account and one seller. */
export interface Vault {
  seal(secret: string, owner: Owner): Buffer
  /** Null when it was sealed for somebody else, or under another secret of the server. */
  open(sealed: Buffer, owner: Owner): string | null
  /** A keyed hash, to tell whether a request is the same without keeping it. */
  fingerprint(text: string): Buffer
}

/** Whose seller. */
export interface Owner {
  readonly accountId: string
  readonly sellerId: string
}

export interface DeskDeps {
  readonly db: Db
  readonly clock: Clock
  readonly ids: Ids
  readonly log: Log
  readonly onboarding: Onboarding
  readonly vault: Vault
}

export const refuse = defineRefusals('desk', {
  not_found: { trpc: 'NOT_FOUND', say: 'This seller is not on your desk.' },
  invalid: { trpc: 'BAD_REQUEST', say: 'Something in the form is not right yet. Nothing was changed.' },
  key_reused: {
    trpc: 'CONFLICT',
    say: 'This form has registered a seller already, with other details. You find it on your desk.',
  },
  under_way: { trpc: 'CONFLICT', say: 'This registration is under way. Press again in a few seconds.' },
  unheard: {
    trpc: 'SERVICE_UNAVAILABLE',
    say: 'The seller gateway did not answer in time. Press again: what has begun is continued, never done twice.',
  },
  off: { trpc: 'PRECONDITION_FAILED', say: 'This Quire takes no new sellers: its operator has not switched that on.' },
  key_refused: {
    trpc: 'PRECONDITION_FAILED',
    say: 'The key that your desk holds for this seller does not work any more. Paste another one of its keys to go on.',
  },
  key_unknown: { trpc: 'BAD_REQUEST', say: 'No seller has this key. Check that it is whole and was not revoked.' },
  too_many_sellers: { trpc: 'CONFLICT', say: `A desk holds ${sellersMax} sellers at most.` },
  desk_key: { trpc: 'CONFLICT', say: 'Your desk itself works with this key. Without it you could do nothing here.' },
  throttled: { trpc: 'TOO_MANY_REQUESTS', say: 'That was a lot at once. Please wait a minute, then press again.' },
})

function isKnownCurrency(code: string): boolean {
  try {
    return exponentOf(code) >= 0
  } catch {
    return false
  }
}
