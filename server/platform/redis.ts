// Redis as something that may be missing: atomic scripts with a short time limit and a breaker. Nothing here is the truth about anything; a
// caller whose script was not run, or may have been, goes on without.
import { createClient } from '@redis/client'
import { ConsecutiveBreaker, TimeoutStrategy, circuitBreaker, handleAll, timeout, wrap } from 'cockatiel'
import type { Log } from './log.ts'

export interface Redis {
  /**
   * Runs a Lua script, which is atomic. Rejects at once while Redis is away, and after a quarter of a second when it does not answer; it may
   * have been run all the same.
   */
  run(script: string, keys: readonly string[], args: readonly string[]): Promise<unknown>
  /** Resolves once it is connected for the first time. */
  connected(): Promise<void>
  close(): void
}

/** A script takes a tenth of a millisecond; the rest is for this process, whose timers and sockets wait for the same busy loop. */
const answerMs = 250
/** So many failures in a row, and nobody waits for it any more … */
const failuresMax = 3
/** … but one call, this often: a Redis that is back is used again at once. */
const halfOpenAfterMs = 1_000
const connectMs = 1_000
const reconnectMs = { step: 100, max: 2_000 }
/** Without a sign of life for longer than this the connection is given up: a machine that vanished does not say goodbye. */
const silence = { pingMs: 1_000, deadAfterMs: 3_000 }
/** More than this waiting for an answer means that it does not come. */
const waitingMax = 2_000

/** Connects in the background and for ever again; says once in the log when it goes, and once when it is back. */
export function connectRedis(url: string, log: Log): Redis {
  const client = createClient({
    url,
    disableOfflineQueue: true,
    commandsQueueMaxLength: waitingMax,
    pingInterval: silence.pingMs,
    socket: {
      connectTimeout: connectMs,
      socketTimeout: silence.deadAfterMs,
      reconnectStrategy: (tries) => Math.min(tries * reconnectMs.step, reconnectMs.max),
    },
  })
  let isAway = false
  client.on('error', (error: unknown) => {
    if (!isAway) log.warn({ err: error }, 'redis is away; going on without it')
    isAway = true
  })
  client.on('ready', () => {
    if (isAway) log.info('redis is back')
    isAway = false
  })
  const connecting = client.connect().then(
    () => {},
    () => {}, // closed before it was there; every failure before that is told by the event
  )
  const breaker = circuitBreaker(handleAll, {
    halfOpenAfter: halfOpenAfterMs,
    breaker: new ConsecutiveBreaker(failuresMax),
  })
  const policy = wrap(breaker, timeout(answerMs, TimeoutStrategy.Aggressive))
  return {
    run: (script, keys, args) => policy.execute(() => client.eval(script, { keys: [...keys], arguments: [...args] })),
    connected: () => connecting,
    close: () => client.destroy(),
  }
}
