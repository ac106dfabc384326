// The gRPC client of quire.onboarding.v1.SellerOnboarding as the Onboarding port. A key goes into the call's metadata and nowhere else.
import { credentials, makeClientConstructor, status } from '@grpc/grpc-js'
import type { ServiceError } from '@grpc/grpc-js'
import { onboardingService } from '@quire/proto'
import type { onboarding } from '@quire/proto'
import { readDetails } from '@quire/proto/errors'
import type { Clock } from '#platform/clock'
import { deadlineOf, isServiceError, metadataOf, onAbort, unaryCaller } from '#platform/grpc'
import type { Answer, CallOptions, Failure, Onboarding, RunEvent } from './model.ts'
import { toFormFields, toProtoConnection, toProtoProfile, toRunEvent, toSellerView } from './translate.ts'

const answerBytesMax = 4 * 1024 * 1024 // a report of a hundred checks, each with what was sent and what came back

type Client = onboarding.SellerOnboardingClient

/**
 * Connects (lazily) to the gateway at `address` (`host:port`). Deadlines are absolute, by `clock`. `ca` holds the certificates, in PEM, that the
 * gateway's is issued under; null: it is on this machine, without TLS.
 */
export function connectOnboarding(
  address: string,
  { clock, ca }: { clock: Clock; ca: Buffer | null },
): Onboarding & { close(): void } {
  const client = openClient(address, ca)
  const call = unaryCaller(client, clock)

  async function ask<Res, T>(
    method: unknown,
    request: object,
    options: CallOptions & { bearer?: string },
    read: (response: Res) => T,
  ): Promise<Answer<T>> {
    const done = await call<Res>(method, request, options)
    if ('error' in done) return toFailure(done.error)
    try {
      return { kind: 'ok', value: read(done.response) }
    } catch (error) {
      return { kind: 'unknown', detail: String(error) } // it was done; what it says cannot be read
    }
  }

  return {
    register: ({ requestId, profile, connection }, options) =>
      ask(
        client.registerSeller,
        { requestId, profile: toProtoProfile(profile), connection: toProtoConnection(connection) },
        options,
        ({ seller, apiKey }: onboarding.RegisterSellerResponse__Output) => ({
          seller: toSellerView(seller),
          apiKey: apiKey || null,
        }),
      ),
    get: (key, options) =>
      ask(client.getSeller, {}, { ...options, bearer: key }, ({ seller }: onboarding.GetSellerResponse__Output) =>
        toSellerView(seller),
      ),
    update: (key, { requestId, profile, connection }, options) =>
      ask(
        client.updateSeller,
        {
          requestId,
          ...(profile && { profile: toProtoProfile(profile) }),
          ...(connection && { connection: toProtoConnection(connection) }),
        },
        { ...options, bearer: key },
        ({ seller }: onboarding.UpdateSellerResponse__Output) => toSellerView(seller),
      ),
    verify: (key, options) =>
      ask(
        client.verifyEndpoint,
        {},
        { ...options, bearer: key },
        ({ seller }: onboarding.VerifyEndpointResponse__Output) => toSellerView(seller),
      ),
    createKey: (key, requestId, options) =>
      ask(
        client.createApiKey,
        { requestId },
        { ...options, bearer: key },
        ({ apiKey }: onboarding.CreateApiKeyResponse__Output) => apiKey,
      ),
    revokeKey: (key, keyId, options) => ask(client.revokeApiKey, { keyId }, { ...options, bearer: key }, () => null),
    runConformance: (key, options) => stream(client, { ...options, bearer: key }, clock),
    close: () => client.close(),
  }
}

function openClient(address: string, ca: Buffer | null): Client {
  const Constructor = makeClientConstructor(onboardingService, 'SellerOnboarding')
  return new Constructor(address, ca ? credentials.createSsl(ca) : credentials.createInsecure(), {
    'grpc.max_receive_message_length': answerBytesMax,
    'grpc.enable_retries': 0, // pressing again is the person's decision; the request ids make it safe
    'grpc.initial_reconnect_backoff_ms': 100, // a restarted gateway is found again at once
    'grpc.max_reconnect_backoff_ms': 1_000,
  }) as unknown as Client
}

async function* stream(
  client: Client,
  options: CallOptions & { bearer: string },
  clock: Clock,
): AsyncGenerator<RunEvent | Failure> {
  const call = client.runConformance({ checks: [] }, metadataOf(options), { deadline: deadlineOf(options, clock) })
  const cancel = () => call.cancel()
  onAbort(options.signal, cancel)
  try {
    for await (const message of call as AsyncIterable<onboarding.RunConformanceResponse__Output>) {
      const event = toRunEvent(message)
      if (event) yield event
    }
  } catch (error) {
    if (!isServiceError(error)) throw error
    yield toFailure(error)
  } finally {
    options.signal?.removeEventListener('abort', cancel)
    call.cancel()
  }
}

// With these the gateway says that it did nothing. Everything else may have been done.
const definite = new Map<number, string>([
  [status.INVALID_ARGUMENT, 'INVALID'],
  [status.UNAUTHENTICATED, 'KEY_REFUSED'],
  [status.PERMISSION_DENIED, 'KEY_REFUSED'],
  [status.NOT_FOUND, 'NOT_FOUND'],
  [status.ALREADY_EXISTS, 'ALREADY_EXISTS'],
  [status.FAILED_PRECONDITION, 'FAILED_PRECONDITION'],
  [status.ABORTED, 'ABORTED'],
  [status.RESOURCE_EXHAUSTED, 'THROTTLED'],
  [status.UNIMPLEMENTED, 'ONBOARDING_OFF'],
])

// Of these the code says all there is to say, whatever the reason is called.
const named = new Set<number>([status.INVALID_ARGUMENT, status.UNAUTHENTICATED, status.RESOURCE_EXHAUSTED])

function toFailure(error: ServiceError): Failure {
  const reason = definite.get(error.code)
  if (reason === undefined) return { kind: 'unknown', detail: error.details }
  const { violations = [], metadata = {}, ...details } = readDetails(error)
  return {
    kind: 'refused',
    reason: named.has(error.code) ? reason : (details.reason ?? reason),
    detail: error.details,
    fields: toFormFields(violations),
    facts: metadata,
  }
}
