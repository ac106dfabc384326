// Messages on their way to the caller of a stream. Owns what goes out together: each message costs both ends as much as a seller's whole answer
// costs to read, and a round of quotes has dozens of them, most in the same turn of the event loop.
import type { Writable } from 'node:stream'

/** Puts messages into one. */
export type Gather<Res> = (messages: Res[]) => Res

export interface Outgoing<Res> {
  /** Sends it: at once, or with what else is there before the event loop turns. */
  write(message: Res): void
  /** Sends what is still here. */
  flush(): void
}

// About as many as a busy round has at a time; a message of them is some ten kilobytes.
const gatheredMax = 32

/** Writes to `stream`; one message at a time without `gather`. Back-pressure is the stream's: wait for it after each write. */
export function createOutgoing<Res>(stream: Writable, gather: Gather<Res> | null): Outgoing<Res> {
  let gathered: Res[] = []
  let turn: NodeJS.Immediate | null = null

  function flush(): void {
    if (turn) clearImmediate(turn)
    turn = null
    if (!gather || gathered.length === 0) return
    stream.write(gather(gathered))
    gathered = []
  }

  return {
    write(message) {
      if (!gather) return void stream.write(message)
      gathered.push(message)
      if (gathered.length >= gatheredMax) flush()
      else turn ??= setImmediate(flush)
    },
    flush,
  }
}

/** Waits until `stream` takes more. Throws `signal.reason` when that aborts. */
export async function untilDrained(stream: Writable, signal: AbortSignal): Promise<void> {
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
