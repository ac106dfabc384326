// One gRPC call as a promise: with a deadline, the request's id, and cancelled when the caller goes away.
import { Metadata } from '@grpc/grpc-js'
import type { ClientUnaryCall, ServiceError } from '@grpc/grpc-js'
import type { Clock } from './clock.ts'

export interface CallOptions {
  readonly timeoutMs: number
  readonly signal?: AbortSignal | undefined
  /** Goes with the call as `x-request-id`, so that a request can be followed from the browser to the seller. */
  readonly requestId?: string | undefined
  /** Sent as `authorization: Bearer`. */
  readonly bearer?: string | undefined
}

type Unary<Res> = (
  request: object,
  metadata: Metadata,
  options: { deadline: Date },
  callback: (error: ServiceError | null, response?: Res) => void,
) => ClientUnaryCall

/** What came back, or the error with its status. */
type Done<Res> = { response: Res } | { error: ServiceError }

/** Makes `client`'s calls promises that never reject. `method` is one of its methods; grpc-js types them once for each way to call them. */
export function unaryCaller(client: object, clock: Clock) {
  return function ask<Res>(method: unknown, request: object, options: CallOptions): Promise<Done<Res>> {
    return new Promise((resolve) => {
      const call = (method as Unary<Res>).bind(client) as Unary<Res>
      const active = call(request, metadataOf(options), { deadline: deadlineOf(options, clock) }, (error, response) => {
        options.signal?.removeEventListener('abort', cancel)
        resolve(error || response === undefined ? { error: error as ServiceError } : { response })
      })
      const cancel = () => active.cancel()
      onAbort(options.signal, cancel)
    })
  }
}

/** Also for a signal that has aborted already, which sends no event any more. */
export function onAbort(signal: AbortSignal | undefined, cancel: () => void): void {
  if (signal?.aborted) cancel()
  else signal?.addEventListener('abort', cancel, { once: true })
}

export function deadlineOf({ timeoutMs }: CallOptions, clock: Clock): Date {
  return new Date(clock.now().getTime() + timeoutMs)
}

export function metadataOf({ requestId, bearer }: CallOptions): Metadata {
  const metadata = new Metadata()
  if (requestId) metadata.set('x-request-id', requestId)
  if (bearer) metadata.set('authorization', `Bearer ${bearer}`)
  return metadata
}

export function isServiceError(error: unknown): error is ServiceError {
  return error instanceof Error && 'code' in error && typeof error.code === 'number'
}
