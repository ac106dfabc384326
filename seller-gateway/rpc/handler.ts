// What every RPC shares, written once: who calls, the signal that ends with the caller, the deadline, the request id, the log line, the errors.
import { randomUUID } from 'node:crypto'
import { addAbortSignal } from 'node:stream'
import type {
  ServerUnaryCall,
  ServerWritableStream,
  handleClientStreamingCall,
  handleServerStreamingCall,
  handleUnaryCall,
} from '@grpc/grpc-js'
import type { Logger } from 'pino'
import type { Clock } from '../core/clock.ts'
import type { FxTable } from '../core/fx.ts'
import type { Lookups } from '../core/lookups.ts'
import type { OrderTokens } from '../core/order-token.ts'
import type { Registry } from '../core/registry.ts'
import { CallerGone } from '../core/seller-failure.ts'
import type { Admission } from './admission.ts'
import { toRpcError } from './errors.ts'
import type { Identify } from './identify.ts'
import type { OrderBook } from './order-book.ts'

/** What every service's RPCs need. */
export interface CallDeps<Who> {
  /** Who calls; throws UNAUTHENTICATED before anything else is done. */
  identify: Identify<Who>
  clock: Clock
  admission: Admission
  log: Logger
}

/** What the RPCs of SellerGateway work with. */
export interface GatewayDeps extends CallDeps<null> {
  registry: Registry
  lookups: Lookups
  tokens: OrderTokens
  fx: FxTable
  orderBook: OrderBook
}

/** One call, as a handler sees it. */
export interface Call<Who = null> {
  who: Who
  /** Aborted with CallerGone when the caller cancels or its deadline is there: for a unary call so early that the answer still arrives. */
  signal: AbortSignal
  /** When the answer must be out, in the clock's milliseconds; a little before the caller's own deadline. */
  deadlineAt: number
  log: Logger
}

/** How long calls of a kind may last. */
export interface Patience {
  /** A caller that sets no deadline gets one: nothing here may wait for ever. */
  defaultMs: number
  maxMs: number
}
const usual: Patience = { defaultMs: 15_000, maxMs: 60_000 }
// The last message must still arrive in time.
const marginMaxMs = 150

/** Wraps a unary handler. */
export function unary<Deps extends CallDeps<unknown>, Req, Res>(
  name: string,
  deps: Deps,
  handle: (deps: Deps, request: Req, call: Call<WhoOf<Deps>>) => Promise<Res>,
): handleUnaryCall<Req, Res> {
  return (grpcCall, callback) => {
    const run = (call: Call<WhoOf<Deps>>) => handle(deps, grpcCall.request, call)
    void withCall({ name, deps, grpcCall, endsEarly: true, patience: usual }, run).then(
      (answer) => callback(null, answer),
      (error: Error) => callback(error),
    )
  }
}

/** Wraps a generator into a server stream: back-pressure and cancellation included. */
export function serverStream<Deps extends CallDeps<unknown>, Req, Res>(
  name: string,
  deps: Deps,
  handle: (deps: Deps, request: Req, call: Call<WhoOf<Deps>>) => AsyncIterable<Res>,
  patience = usual,
): handleServerStreamingCall<Req, Res> {
  return (grpcCall) => {
    const send = async (call: Call<WhoOf<Deps>>) => {
      for await (const message of handle(deps, grpcCall.request, call))
        if (!grpcCall.write(message)) await untilDrained(grpcCall, call.signal)
    }
    // A stream ends its own asking at `deadlineAt`; the rest is for its last message.
    void withCall({ name, deps, grpcCall, endsEarly: false, patience }, send).then(
      () => grpcCall.end(),
      (error: Error) => void grpcCall.emit('error', error), // grpc-js sends no status when the stream is destroyed
    )
  }
}

/** Wraps a handler that reads a stream: the next message is taken from the wire when it asks for one. */
export function clientStream<Deps extends CallDeps<unknown>, Req, Res>(
  name: string,
  deps: Deps,
  handle: (deps: Deps, messages: AsyncIterable<Req>, call: Call<WhoOf<Deps>>) => Promise<Res>,
  patience = usual,
): handleClientStreamingCall<Req, Res> {
  return (grpcCall, callback) => {
    const run = async (call: Call<WhoOf<Deps>>) => {
      addAbortSignal(call.signal, grpcCall)
      try {
        return await handle(deps, grpcCall as AsyncIterable<Req>, call)
      } catch (error) {
        throw call.signal.aborted ? call.signal.reason : error
      }
    }
    void withCall({ name, deps, grpcCall, endsEarly: true, patience }, run).then(
      (answer) => callback(null, answer),
      (error: Error) => callback(error),
    )
  }
}

type WhoOf<Deps extends CallDeps<unknown>> = Awaited<ReturnType<Deps['identify']>>

type AnyCall = Pick<
  ServerUnaryCall<unknown, unknown>,
  'metadata' | 'getDeadline' | 'getPeer' | 'getAuthContext' | 'cancelled'
> & {
  on(event: 'cancelled', listener: () => void): unknown
}

interface Wrapped<Deps> {
  name: string
  deps: Deps
  grpcCall: AnyCall
  endsEarly: boolean
  patience: Patience
}

async function withCall<Deps extends CallDeps<unknown>, T>(
  { name, deps, grpcCall, endsEarly, patience }: Wrapped<Deps>,
  run: (call: Call<WhoOf<Deps>>) => Promise<T>,
): Promise<T> {
  const leave = deps.admission.enter()
  const startedAt = deps.clock.now()
  const log = deps.log.child({ rpc: name, requestId: requestIdOf(grpcCall) })
  const gone = new AbortController()
  const remainingMs = Math.min(deadlineOf(grpcCall, patience) - startedAt, patience.maxMs)
  const deadlineAt = startedAt + remainingMs - Math.min(marginMaxMs, Math.max(0, remainingMs) * 0.1)
  grpcCall.on('cancelled', () => gone.abort(new CallerGone('cancelled')))
  const endAt = endsEarly ? deadlineAt : startedAt + remainingMs
  const cancelTimer = deps.clock.after(endAt - startedAt, () => gone.abort(new CallerGone('deadline')))
  try {
    const who = (await deps.identify(grpcCall)) as WhoOf<Deps>
    const result = await run({ who, signal: gone.signal, deadlineAt, log })
    log.debug({ ms: deps.clock.now() - startedAt }, 'done')
    return result
  } catch (error) {
    throw toRpcError(error, log)
  } finally {
    cancelTimer()
    leave()
  }
}

function deadlineOf(call: AnyCall, { defaultMs }: Patience): number {
  const deadline = call.getDeadline()
  const at = deadline instanceof Date ? deadline.getTime() : deadline
  return Number.isFinite(at) ? at : Date.now() + defaultMs
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
