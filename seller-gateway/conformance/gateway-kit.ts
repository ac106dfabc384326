// The kit as the gateway runs it for a registered seller: at the rate and within the times that the seller has declared, and only to addresses
// that the gateway itself would connect to.
import type { SellerAdapter } from '../core/adapter.ts'
import { resolveChecked } from '../core/address-guard.ts'
import type { SellerEntry } from '../core/registry.ts'
import { subjectOf } from './adapter-subject.ts'
import { connectGrpcSubject } from './grpc/subject.ts'
import type { KitOptions } from './options.ts'
import { kitVersion, toReport } from './report.ts'
import type { Report } from './report.ts'
import { allChecks, runKit } from './run-kit.ts'
import type { CheckResult } from './run-kit.ts'
import type { Answer, PostalAddress, Subject } from './subject.ts'

/** Which seller to check, and how. */
export interface GatewayTarget {
  entry: SellerEntry
  /** Books that the seller named for the kit. Naming them is leave to order them, also where nothing can be cancelled. */
  testIsbn13s: readonly string[]
  /** What GetChallenge must answer. */
  challengeToken: string
  /** Only these checks, by name; all when empty. */
  checks: readonly string[]
}

// A run that takes all of the declared rate would keep readers' questions waiting.
const perSecondMost = 20
const concurrentMost = 10

/** `connect` makes the adapter of a seller that does not speak gRPC. */
export function createGatewayKit(connect: (entry: SellerEntry) => SellerAdapter) {
  return {
    version: kitVersion,
    /** The names of all checks, in their order. */
    checks: allChecks.map(({ name }) => name),
    /** Makes the checks and yields each as it ends. A seller that cannot be reached fails them; nothing is thrown for it. */
    async *run(target: GatewayTarget, signal: AbortSignal): AsyncGenerator<CheckResult, void, undefined> {
      const subject = await open(target.entry, connect).catch((error: unknown) => unreachable(target.entry, error))
      try {
        yield* runKit(subject, { ...toOptions(target), signal })
      } finally {
        await subject.close()
      }
    },
    /** What a run comes to. */
    toReport: (results: readonly CheckResult[]): Report => toReport(results, new Date()),
  }
}

// A seller ships at home, whatever else it does; which home that is, its currency says well enough. Others are asked for York.
const homes: Readonly<Record<string, Pick<KitOptions, 'destination' | 'shipTo'>>> = {
  USD: at({ lines: ['1 Test Street'], city: 'New York', region: 'NY', postalCode: '10001', country: 'US' }),
  EUR: at({ lines: ['Teststraße 1'], city: 'Berlin', region: '', postalCode: '10115', country: 'DE' }),
  JPY: at({ lines: ['1-1 Chiyoda'], city: 'Tokyo', region: '', postalCode: '100-0001', country: 'JP' }),
}

function at(address: Omit<PostalAddress, 'recipient'>) {
  const { country, postalCode } = address
  return { destination: { country, postalCode }, shipTo: { recipient: 'Quire Conformance Kit', ...address } }
}

function toOptions({ entry, testIsbn13s, challengeToken, checks }: GatewayTarget): KitOptions {
  const { currency, currencies, limits } = entry
  const { quoteTimeoutMs, orderTimeoutMs, perSecond, concurrent } = limits
  return {
    ...homes[currency],
    checks,
    currency,
    currencies,
    quoteTimeoutMs,
    orderTimeoutMs,
    isbns: testIsbn13s,
    challenge: challengeToken,
    perSecond: Math.min(perSecond, perSecondMost),
    concurrent: Math.min(concurrent, concurrentMost),
    mayLeaveOrders: true,
  }
}

async function open(entry: SellerEntry, connect: (entry: SellerEntry) => SellerAdapter): Promise<Subject> {
  const { id, connection, allowLoopback } = entry
  if (connection.protocol !== 'grpc') return subjectOf(connect(entry), { name: id, pricesFrom: 'asking' })
  const { address, tls, apiKey } = connection
  if (!tls && !allowLoopback) throw new Error('a gRPC seller must use TLS')
  return await connectGrpcSubject({
    address,
    apiKey,
    isPlaintext: !tls,
    resolve: async (host) => (await resolveChecked(host, { allowLoopback }))[0],
  })
}

function unreachable({ id }: SellerEntry, error: unknown): Subject {
  const said = error instanceof Error ? error.message : String(error)
  const fail = async (): Promise<Answer<never>> => ({
    kind: 'failed',
    failure: 'unavailable',
    retryAfterMs: undefined,
    said,
  })
  return {
    name: id,
    can: { quote: true, order: true, cancel: true, replayOrders: true, lookUp: true },
    pricesFrom: 'asking',
    grpc: null,
    quotes: fail,
    place: fail,
    find: fail,
    cancel: fail,
    placeAndLose: async () => {},
    close: async () => {},
  }
}
