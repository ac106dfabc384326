// Preloaded into a process that is measured: writes down from when to when each of its HTTP calls was under way, a line a call, as undici tells it
// (https://undici.nodejs.org/#/docs/api/DiagnosticsChannel). Times are milliseconds of the machine's clock, so that processes compare.
import { subscribe } from 'node:diagnostics_channel'
import { openSync, writeSync } from 'node:fs'

const file = new URL(import.meta.url).searchParams.get('file')
if (!file) throw new Error('it is imported as record-calls.ts?file=…')
const log = openSync(file, 'a')
const begun = new WeakMap<object, number>()
const now = () => performance.timeOrigin + performance.now()

subscribe('undici:request:create', (message) => void begun.set(requestOf(message), now()))
subscribe('undici:request:trailers', (message) => end(requestOf(message)))
subscribe('undici:request:error', (message) => end(requestOf(message)))

function end(request: object): void {
  const from = begun.get(request)
  if (from === undefined) return
  begun.delete(request)
  writeSync(log, `${from} ${now()}\n`)
}

function requestOf(message: unknown): object {
  return (message as { request: object }).request
}
