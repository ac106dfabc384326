import type { GatewayDeps } from './rpc/handler.ts'

// Often enough to see when a seller's limit went down, rare enough for a log.
const everyMs = 60_000

/** Logs what each seller was asked and how it is limited, once a minute in which something was asked; the returned function ends it with a last line. */
export function logStats({
  registry,
  admission,
  log,
}: Pick<GatewayDeps, 'registry' | 'admission' | 'log'>): () => void {
  let logged = 0
  const write = () => {
    const sellers = Object.fromEntries(registry.list().map(({ entry, policy }) => [entry.id, policy.stats()]))
    const { shed } = admission.stats()
    const total = Object.values(sellers).reduce((sum, { lookUps }) => sum + lookUps, shed)
    if (total !== logged) log.info({ sellers, shed }, 'since the start')
    logged = total
  }
  const timer = setInterval(write, everyMs)
  return () => {
    clearInterval(timer)
    write()
  }
}
