// A gateway with a database, an integrator's client, and a seller that can be registered, for tests.
import { randomUUID } from 'node:crypto'
import { Client, Metadata, credentials } from '@grpc/grpc-js'
import type { ChannelCredentials, ServiceError } from '@grpc/grpc-js'
import { onboardingService } from '@quire/proto'
import type { gateway, onboarding } from '@quire/proto'
import { readDetails } from '@quire/proto/errors'
import type { RpcDetails } from '@quire/proto/errors'
import { loadConfig, startGateway } from '../index.ts'
import type { ConformanceKit } from '../onboarding/kit.ts'
import { openDatabase } from '../store/database.ts'
import { london, shipTo } from './books.ts'
import { fakeKit } from './fake-kit.ts'
import { startOwnSeller } from './own-seller.ts'
import { connectClient } from './world.ts'

/** What a call came to: its answer, or its code with what the error says. */
export type Told<T> = { answer: T; error?: never } | { answer?: never; error: ServiceError & RpcDetails }

export const secretKey = 'a key for sealing that is long enough to be one'

/** A gateway on `databaseUrl` whose configured sellers are not there. */
export function startOnboardingGateway(
  databaseUrl: string,
  { env = {}, kit = null }: { env?: Record<string, string>; kit?: ConformanceKit | null } = {},
) {
  const config = loadConfig({
    QUIRE_GATEWAY_ADDR: '127.0.0.1:0',
    QUIRE_SANDBOX_URL: 'http://127.0.0.1:1',
    QUIRE_SANDBOX_GRPC_ADDR: '127.0.0.1:1',
    QUIRE_GATEWAY_TOKEN_KEYS: 'a key for tests that is long enough to be one',
    QUIRE_GATEWAY_SECRET_KEYS: secretKey,
    QUIRE_GATEWAY_ALLOW_LOOPBACK_SELLERS: '1',
    QUIRE_GATEWAY_REGISTRATIONS_MAX: '1000',
    QUIRE_QUOTE_CACHE_SECONDS: '300',
    QUIRE_LOG_LEVEL: 'silent',
    DATABASE_URL: databaseUrl,
    ...env,
  })
  return startGateway(config, kit)
}

type Method<Req, Res> = {
  path: string
  requestSerialize: (value: Req) => Buffer
  responseDeserialize: (bytes: Buffer) => Res
}

/** An integrator's client; with `apiKey` it speaks for a seller. */
export function connectOnboarding(
  addr: string,
  apiKey = '',
  secure: ChannelCredentials = credentials.createInsecure(),
  options = {},
) {
  const client = new Client(addr, secure, options)
  const metadata = () => {
    const made = new Metadata()
    if (apiKey !== '') made.set('authorization', `Bearer ${apiKey}`)
    return made
  }
  const limit = () => ({ deadline: Date.now() + 20_000 })
  const told = (error: ServiceError) => ({ error: Object.assign(error, readDetails(error)) })

  function unary<Req, Res>({ path, requestSerialize, responseDeserialize }: Method<Req, Res>) {
    return (request: Req): Promise<Told<Res>> =>
      new Promise((resolve) => {
        client.makeUnaryRequest(
          path,
          requestSerialize,
          responseDeserialize,
          request,
          metadata(),
          limit(),
          (error, answer) => resolve(error ? told(error) : { answer: answer as Res }),
        )
      })
  }

  return {
    register: unary(onboardingService.RegisterSeller),
    get: unary(onboardingService.GetSeller),
    update: unary(onboardingService.UpdateSeller),
    verify: unary(onboardingService.VerifyEndpoint),
    createKey: unary(onboardingService.CreateApiKey),
    revokeKey: unary(onboardingService.RevokeApiKey),
    report: unary(onboardingService.ReportOrderStatus),
    /** All events of a run, or its error. */
    async conform(checks: string[] = []): Promise<Told<onboarding.RunConformanceResponse__Output[]>> {
      const { path, requestSerialize, responseDeserialize } = onboardingService.RunConformance
      const stream = client.makeServerStreamRequest(
        path,
        requestSerialize,
        responseDeserialize,
        { checks },
        metadata(),
        limit(),
      )
      const events: onboarding.RunConformanceResponse__Output[] = []
      try {
        for await (const event of stream) events.push(event as onboarding.RunConformanceResponse__Output)
      } catch (error) {
        return told(error as ServiceError)
      }
      return { answer: events }
    },
    push(offers: Iterable<onboarding.Offer>): Promise<Told<onboarding.PushOffersResponse__Output>> {
      const { path, requestSerialize, responseDeserialize } = onboardingService.PushOffers
      return new Promise((resolve) => {
        const stream = client.makeClientStreamRequest(
          path,
          requestSerialize,
          responseDeserialize,
          metadata(),
          limit(),
          (error, answer) => resolve(error ? told(error) : { answer: answer as onboarding.PushOffersResponse__Output }),
        )
        for (const offer of offers) stream.write({ offer })
        stream.end()
      })
    },
    close: () => client.close(),
  }
}

/** A profile that is right. */
export function goodProfile(name: string, change: Partial<onboarding.Profile> = {}): onboarding.Profile {
  return {
    name,
    contactEmail: 'trouble@books.example',
    currency: 'GBP',
    currencies: ['GBP'],
    requestsPerSecond: 100,
    concurrentCalls: 8,
    quoteTimeout: { seconds: '2', nanos: 0 },
    orderTimeout: { seconds: '5', nanos: 0 },
    notFoundFinalAfter: { seconds: '30', nanos: 0 },
    testIsbn13s: ['9780340839935'],
    ...change,
  }
}

/** A connection to a gRPC seller of this machine. */
export function grpcAt(address: string, change: Partial<onboarding.GrpcConnection> = {}): onboarding.Connection {
  return {
    grpc: { address, contractVersion: 'quire.seller.v1', apiKey: 'what we show it', plaintext: true, ...change },
  }
}

/** A gateway with the fake kit, one seller's server, and what is done with them again and again. */
export async function openOnboardingWorld(databaseUrl: string) {
  const db = openDatabase(databaseUrl)
  const own = await startOwnSeller()
  const kit = fakeKit()
  const started = await startOnboardingGateway(databaseUrl, { kit })
  const anybody = connectOnboarding(started.addr)
  const shopper = connectClient(started.addr)
  const closers = [anybody.close, shopper.close, own.close]

  function speakFor(apiKey: string) {
    const client = connectOnboarding(started.addr, apiKey)
    closers.push(client.close)
    return client
  }

  /** Registers a seller at the server, under a name of its own unless one is given. */
  async function register(change: Partial<onboarding.Profile> = {}, connection = grpcAt(own.address)) {
    const profile = goodProfile(`Own Books ${randomUUID().slice(0, 8)}`, change)
    const { answer, error } = await anybody.register({ requestId: randomUUID(), profile, connection })
    if (!answer?.seller) throw error ?? new Error('no seller')
    const { seller, apiKey: key } = answer
    return { seller, id: seller.sellerId, key, client: speakFor(key) }
  }

  /** The same, and its endpoint is proven. */
  async function registerProven(change: Partial<onboarding.Profile> = {}) {
    const made = await register(change)
    own.challenge = made.seller.challenge?.token ?? ''
    const { error } = await made.client.verify({})
    if (error) throw error
    return made
  }

  /** The same, and it is live. */
  async function registerLive(change: Partial<onboarding.Profile> = {}) {
    const made = await registerProven(change)
    const { error } = await made.client.conform()
    if (error) throw error
    return made
  }

  /** What a seller offers of a book; nothing when it is not asked. */
  async function quotes(
    sellerId: string,
    isbn13: string,
    { destination = london, through = shopper } = {},
  ): Promise<gateway.Quote__Output[]> {
    const events = await through.quotes({ isbn13, destination, currency: 'GBP', sellerIds: [sellerId] }).catch(() => [])
    return events.flatMap((event) => event.quote ?? [])
  }

  /** Orders the first copy that a seller offers of a book. */
  async function buy(sellerId: string, isbn13: string) {
    const [found] = await quotes(sellerId, isbn13)
    if (!found) throw new Error('nothing is offered')
    const { orderToken, sellerTotal: limitTotal } = found
    const order = { requestId: randomUUID(), sellerId, orderToken, limitTotal, shipTo }
    return { order, result: await shopper.place(order) }
  }

  return {
    db,
    own,
    kit,
    addr: started.addr,
    anybody,
    shopper,
    speakFor,
    register,
    registerProven,
    registerLive,
    quotes,
    buy,
    stateOf: async (client: Onboarding) => (await client.get({})).answer?.seller?.state,
    async close() {
      for (const close of closers) close()
      await started.close()
      await db.destroy()
    },
  }
}

type Onboarding = ReturnType<typeof connectOnboarding>
