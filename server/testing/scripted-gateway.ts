// A gateway that says what each test wants said: a real gRPC server of the real contract, with nothing behind it.
import { Server, ServerCredentials } from '@grpc/grpc-js'
import type { ServerUnaryCall, ServerWritableStream, sendUnaryData, status } from '@grpc/grpc-js'
import { afterAll, beforeAll, beforeEach } from 'vitest'
import { gatewayService } from '@quire/proto'
import type { gateway } from '@quire/proto'
import { rpcError } from '@quire/proto/errors'
import type { RpcDetails } from '@quire/proto/errors'

export type StreamCall = ServerWritableStream<gateway.StreamQuotesRequest__Output, gateway.StreamQuotesResponse>
export type Answer = (call: ServerUnaryCall<Record<string, unknown>, object>, callback: sendUnaryData<object>) => void

export interface ScriptedGateway {
  /** `host:port`, once the file's `beforeAll`s have run. */
  address: string
  /** What StreamQuotes does; ends at once by default. */
  stream: (call: StreamCall) => void
  /** What every other call does; an empty answer by default. */
  unary: Answer
}

export function useScriptedGateway(): ScriptedGateway {
  const scripted: ScriptedGateway = { address: '', stream: () => {}, unary: () => {} }
  const server = new Server()
  beforeAll(async () => {
    const answer: Answer = (call, callback) => scripted.unary(call, callback)
    server.addService(gatewayService, {
      streamQuotes: (call: StreamCall) => scripted.stream(call),
      placeOrder: answer,
      getOrder: answer,
      cancelOrder: answer,
      listSellers: answer,
    })
    const port = await new Promise<number>((resolve, reject) =>
      server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, bound) =>
        error ? reject(error) : resolve(bound),
      ),
    )
    scripted.address = `127.0.0.1:${port}`
  })
  beforeEach(() => {
    scripted.stream = (call) => call.end()
    scripted.unary = reply({})
  })
  afterAll(() => server.forceShutdown())
  return scripted
}

export function reply(answer: object): Answer {
  return (_, callback) => callback(null, answer)
}

export function fail(code: status, details: RpcDetails = {}): Answer {
  return (_, callback) => callback(rpcError(code, 'said no', details))
}
