// Preloaded into a process whose clock is set wrong (F17): `Date` is as far off as the file says, milliseconds in text, and the file is read again at
// every SIGUSR2. Timers and performance.now() go on as they do when somebody sets a machine's clock.
import { readFileSync } from 'node:fs'

/** The environment variable that names the file. */
export const skewFileVariable = 'CHAOS_SKEW_FILE'

const file = process.env[skewFileVariable]
if (file !== undefined) {
  let skewMs = readSkew(file)
  process.on('SIGUSR2', () => (skewMs = readSkew(file)))
  const RealDate = Date
  const now = () => RealDate.now() + skewMs
  globalThis.Date = new Proxy(RealDate, {
    get: (target, key, receiver) => (key === 'now' ? now : (Reflect.get(target, key, receiver) as unknown)),
    apply: () => new RealDate(now()).toString(),
    construct: (target, args: unknown[], newTarget) =>
      Reflect.construct(target, args.length === 0 ? [now()] : args, newTarget) as Date,
  })
}

function readSkew(path: string): number {
  const ms = Number(readFileSync(path, 'utf8'))
  if (!Number.isFinite(ms)) throw new Error(`${path} does not hold milliseconds`)
  return ms
}
