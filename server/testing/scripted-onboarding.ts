// An onboarding service that says what each test wants said: a real gRPC server of the real contract, with nothing behind it.
import { Server, ServerCredentials } from '@grpc/grpc-js'
import type { ServerUnaryCall, ServerWritableStream, sendUnaryData, status } from '@grpc/grpc-js'
import { afterAll, beforeAll, beforeEach } from 'vitest'
import { onboardingService } from '@quire/proto'
import type { onboarding } from '@quire/proto'
import { rpcError } from '@quire/proto/errors'
import type { RpcDetails } from '@quire/proto/errors'

const methods = [
  'registerSeller',
  'getSeller',
  'updateSeller',
  'verifyEndpoint',
  'createApiKey',
  'revokeApiKey',
] as const
type Method = (typeof methods)[number]

interface OnboardingCall {
  readonly method: Method | 'runConformance'
  readonly request: Record<string, unknown>
  readonly authorization: string | undefined
}

type Script = (call: OnboardingCall) => object | Promise<object>
export type RunStream = ServerWritableStream<
  onboarding.RunConformanceRequest__Output,
  onboarding.RunConformanceResponse
>

export interface ScriptedOnboarding {
  /** `host:port`, once the file's `beforeAll`s have run. */
  address: string
  /** What each call answers; what it throws (`failed`) is its status. A call that is not scripted is UNIMPLEMENTED. */
  answers: Partial<Record<Method, Script>>
  /** What RunConformance does; ends at once by default. */
  run: (stream: RunStream) => void
  /** Everything that was asked in this test. */
  readonly calls: OnboardingCall[]
}

export function useScriptedOnboarding(): ScriptedOnboarding {
  const scripted: ScriptedOnboarding = { address: '', answers: {}, run: (stream) => stream.end(), calls: [] }
  const server = new Server()

  function record(method: OnboardingCall['method'], call: { request: object; metadata: RunStream['metadata'] }) {
    const [authorization] = call.metadata.get('authorization')
    const seen = { method, request: { ...call.request }, authorization: authorization?.toString() }
    scripted.calls.push(seen)
    return seen
  }

  const answer = (method: Method) => (call: ServerUnaryCall<object, object>, callback: sendUnaryData<object>) => {
    const seen = record(method, call)
    const script = scripted.answers[method]
    if (!script) return callback(rpcError(12 satisfies status.UNIMPLEMENTED, 'not scripted'))
    Promise.try(script, seen).then(
      (said) => callback(null, said),
      (error: Error) => callback(error),
    )
  }

  beforeAll(async () => {
    server.addService(onboardingService, {
      ...Object.fromEntries(methods.map((method) => [method, answer(method)])),
      runConformance: (stream: RunStream) => {
        record('runConformance', stream)
        scripted.run(stream)
      },
    })
    const port = await new Promise<number>((resolve, reject) =>
      server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, bound) =>
        error ? reject(error) : resolve(bound),
      ),
    )
    scripted.address = `127.0.0.1:${port}`
  })
  beforeEach(() => {
    scripted.answers = {}
    scripted.run = (stream) => stream.end()
    scripted.calls.length = 0
  })
  afterAll(() => server.forceShutdown())
  return scripted
}

/** Throw this to fail a call. */
export function failed(code: status, details: RpcDetails & { says?: string } = {}): Error {
  const { says = 'said no', ...rest } = details
  return rpcError(code, says, rest)
}
