// One HTTP answer, read whole. undici's `request` makes a stream of each body, for a reader that may be slow; an answer here is a few kilobytes,
// its reader takes all of it, and the dispatcher caps its size and its time, so the pieces are kept as they come.
import type { Dispatcher } from 'undici'

export interface CollectedAnswer {
  status: number
  /** Lower-case names. */
  headers: Readonly<Record<string, string | string[] | undefined>>
  bytes: Buffer
}

/** Sends one request and waits for the end of its answer. Rejects with what undici says, or with `signal.reason` as soon as that aborts. */
export function collectAnswer(
  dispatcher: Dispatcher,
  ask: Dispatcher.DispatchOptions,
  signal: AbortSignal,
): Promise<CollectedAnswer> {
  const { promise, resolve, reject } = Promise.withResolvers<CollectedAnswer>()
  const pieces: Buffer[] = []
  let status = 0
  let headers: CollectedAnswer['headers'] = {}
  let controller: Dispatcher.DispatchController | null = null // none while it waits for a connection

  const leave = () => {
    reject(signal.reason)
    controller?.abort(signal.reason)
  }
  signal.addEventListener('abort', leave, { once: true })
  dispatcher.dispatch(ask, {
    onRequestStart(started) {
      controller = started
      if (signal.aborted) started.abort(signal.reason)
    },
    onResponseStart(_, statusCode, fields) {
      status = statusCode // the last one counts: those below 200 only announce it
      headers = fields
    },
    onResponseData: (_, piece) => void pieces.push(piece),
    onResponseEnd() {
      signal.removeEventListener('abort', leave)
      const [first] = pieces
      resolve({ status, headers, bytes: first && pieces.length === 1 ? first : Buffer.concat(pieces) })
    },
    onResponseError(_, error) {
      signal.removeEventListener('abort', leave)
      reject(error)
    },
  })
  return promise
}
