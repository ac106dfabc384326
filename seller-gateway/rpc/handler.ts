// What every RPC shares, written once: the signal that ends with the caller, the deadline, the request id, the log line, the errors.
import { randomUUID } from 'node:crypto'
import type { ServerUnaryCall, ServerWritableStream, handleServerStreamingCall, handleUnaryCall } from '@grpc/grpc-js'
import type { Logger } from 'pino'
import type { Clock } from '../core/clock.ts'
import type { FxTable } from '../core/fx.ts'
import type { Lookups } from '../core/lookups.ts'
import type { OrderTokens } from '../core/order-token.ts'
import type { Registry } from '../core/registry.ts'
import { CallerGone } from '../core/seller-failure.ts'
import type { Standings } from '../core/standing/standings.ts'
import type { Admission } from './admission.ts'
import { toRpcError } from './errors.ts'

/** What the RPCs work with. */
export interface GatewayDeps {
  registry: Registry
  lookups: Lookups
  tokens: OrderTokens
  standings: Standings
  fx: FxTable
  clock: Clock
  admission: Admission
  log: Logger
}

/** One call, as a handler sees it. */
export interface Call {
  /** Aborted with CallerGone when the caller cancels or its deadline is there: for a unary call so early that the answer still arrives. */
  signal: AbortSignal
  /** When the answer must be out, in the clock's milliseconds; a little before the caller's own deadline. */
  deadlineAt: number
  log: Logger
}

// A caller that sets no deadline gets one: nothing here may wait for ever.
const defaultDeadlineMs = 15_000
const deadlineMaxMs = 60_000
// The last message must still arrive in time.
const marginMaxMs = 150

/** Wraps a unary handler. */
export function unary<Req, Res>(
  name: string,
  deps: GatewayDeps,
  handle: (deps: GatewayDeps, request: Req, call: Call) => Promise<Res>,
): handleUnaryCall<Req, Res> {
  return (grpcCall, callback) => {
    const run = (call: Call) => handle(deps, grpcCall.request, call)
    void withCall({ name, deps, grpcCall, endsEarly: true }, run).then(
      (answer) => callback(null, answer),
      (error: Error) => callback(error),
    )
  }
}

/** Wraps a generator into a server stream: back-pressure and cancellation included. */
export function serverStream<Req, Res>(
  name: string,
  deps: GatewayDeps,
  handle: (deps: GatewayDeps, request: Req, call: Call) => AsyncIterable<Res>,
): handleServerStreamingCall<Req, Res> {
  return (grpcCall) => {
    const send = async (call: Call) => {
      for await (const message of handle(deps, grpcCall.request, call))
        if (!grpcCall.write(message)) await untilDrained(grpcCall, call.signal)
    }
    // A stream ends its own asking at `deadlineAt`; the rest is for its last message.
    void withCall({ name, deps, grpcCall, endsEarly: false }, send).then(
      () => grpcCall.end(),
      (error: Error) => void grpcCall.emit('error', error), // grpc-js sends no status when the stream is destroyed
    )
  }
}

type AnyCall = Pick<ServerUnaryCall<unknown, unknown>, 'metadata' | 'getDeadline' | 'cancelled'> & {
  on(event: 'cancelled', listener: () => void): unknown
}

interface Wrapped {
  name: string
  deps: GatewayDeps
  grpcCall: AnyCall
  endsEarly: boolean
}

async function withCall<T>({ name, deps, grpcCall, endsEarly }: Wrapped, run: (call: Call) => Promise<T>): Promise<T> {
  const leave = deps.admission.enter()
  const startedAt = deps.clock.now()
  const log = deps.log.child({ rpc: name, requestId: requestIdOf(grpcCall) })
  const gone = new AbortController()
  const remainingMs = Math.min(deadlineOf(grpcCall) - startedAt, deadlineMaxMs)
  const deadlineAt = startedAt + remainingMs - Math.min(marginMaxMs, Math.max(0, remainingMs) * 0.1)
  grpcCall.on('cancelled', () => gone.abort(new CallerGone('cancelled')))
  const endAt = endsEarly ? deadlineAt : startedAt + remainingMs
  const cancelTimer = deps.clock.after(endAt - startedAt, () => gone.abort(new CallerGone('deadline')))
  try {
    const result = await run({ signal: gone.signal, deadlineAt, log })
    log.debug({ ms: deps.clock.now() - startedAt }, 'done')
    return result
  } catch (error) {
    throw toRpcError(error, log)
  } finally {
    cancelTimer()
    leave()
  }
}

function deadlineOf(call: AnyCall): number {
  const deadline = call.getDeadline()
  const at = deadline instanceof Date ? deadline.getTime() : deadline
  return Number.isFinite(at) ? at : Date.now() + defaultDeadlineMs
}

/** The caller's request id, if it is one that may stand in a log. */
function requestIdOf({ metadata }: AnyCall): string {
  const [given] = metadata.get('x-request-id')
  return typeof given === 'string' && /^[\w.:-]{1,128}$/.test(given) ? given : randomUUID()
}

async function untilDrained(stream: ServerWritableStream<unknown, unknown>, signal: AbortSignal): Promise<void> {
  if (signal.aborted) throw signal.reason
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  const onAbort = () => reject(signal.reason)
  stream.once('drain', resolve)
  signal.addEventListener('abort', onAbort, { once: true })
  try {
    await promise
  } finally {
    stream.off('drain', resolve)
    signal.removeEventListener('abort', onAbort)
  }
}
