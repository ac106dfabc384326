// What `npm start` is told by the environment. Every name is explained in docs/configuration.md.
import { isAbsolute, join, resolve } from 'node:path'
import { Problem } from '../problem.ts'
import { root } from '../root.ts'

export interface StartConfig {
  /** Port of the web app and its API. */
  port: number
  gatewayAddr: string
  /** Port of the sandbox; its gRPC seller listens on the next one. */
  sandboxPort: number
  dataDir: string
  /** A PostgreSQL of the person's own; null means the embedded one. */
  databaseUrl: string | null
  /** Where the payment provider is; null means the sandbox's. */
  stripe: { secretKey: string; apiBase: string | undefined } | null
  demoPassword: string | null
}

/** Reads the environment. Throws a Problem that names the variable and what it may be. */
export function readConfig(env: NodeJS.ProcessEnv): Readonly<StartConfig> {
  const stripeKey = given(env, 'STRIPE_SECRET_KEY')
  const config = {
    port: port(env, 'QUIRE_PORT', 3000),
    gatewayAddr: address(env, 'QUIRE_GATEWAY_ADDR', '127.0.0.1:50051'),
    sandboxPort: port(env, 'QUIRE_SANDBOX_PORT', 4400),
    dataDir: folder(given(env, 'QUIRE_DATA_DIR') ?? '.data'),
    databaseUrl: database(given(env, 'DATABASE_URL')),
    stripe: stripeKey ? { secretKey: stripeKey, apiBase: given(env, 'STRIPE_API_BASE') } : null,
    demoPassword: password(given(env, 'QUIRE_DEMO_PASSWORD')),
  }
  refuseSamePort(config)
  return Object.freeze(config)
}

function given(env: NodeJS.ProcessEnv, name: string): string | undefined {
  return env[name]?.trim() || undefined
}

function port(env: NodeJS.ProcessEnv, name: string, fallback: number): number {
  const text = given(env, name)
  if (text === undefined) return fallback
  const value = Number(text)
  if (Number.isInteger(value) && value > 0 && value < 65_535) return value
  throw new Problem(`${name} is "${text}", but must be a port from 1 to 65534.`)
}

function address(env: NodeJS.ProcessEnv, name: string, fallback: string): string {
  const text = given(env, name) ?? fallback
  if (/^[^:/\s]+:\d{1,5}$/.test(text)) return text
  throw new Problem(`${name} is "${text}", but must be a host and a port, such as ${fallback}.`)
}

function folder(text: string): string {
  return isAbsolute(text) ? text : resolve(join(root, text))
}

function database(url: string | undefined): string | null {
  if (url === undefined || /^postgres(ql)?:\/\//.test(url)) return url ?? null
  throw new Problem('DATABASE_URL must begin with postgres:// and name a PostgreSQL database.')
}

function password(text: string | undefined): string | null {
  if (text === undefined || text.length >= 8) return text ?? null // as the accounts' own rule
  throw new Problem('QUIRE_DEMO_PASSWORD must have at least 8 characters.')
}

function refuseSamePort({ port: web, sandboxPort, gatewayAddr }: Omit<StartConfig, 'dataDir' | 'databaseUrl'>): void {
  const all = [web, sandboxPort, sandboxPort + 1, Number(gatewayAddr.split(':')[1])]
  if (new Set(all).size === all.length) return
  throw new Problem(
    `The web app (${web}), the gateway (${gatewayAddr}) and the sandbox (${sandboxPort} and ${sandboxPort + 1}) need ports of their own. ` +
      'Set QUIRE_PORT, QUIRE_GATEWAY_ADDR or QUIRE_SANDBOX_PORT.',
  )
}
