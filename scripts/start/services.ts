// Quire's processes, and what each is told. As in production, each is its own process with its own environment.
import { join } from 'node:path'
import type { StartConfig } from './config.ts'
import type { Secrets } from './folder.ts'
import type { Program } from './child.ts'
import { webDist } from './web.ts'

export type ProgramName = 'sandbox' | 'gateway' | 'server' | 'worker' | 'migrate' | 'catalogue' | 'ebooks' | 'accounts'

const entries: Record<ProgramName, string> = {
  sandbox: 'sandbox/main.ts',
  gateway: 'seller-gateway/main.ts',
  server: 'server/main.ts',
  worker: 'server/worker.ts',
  migrate: 'server/migrate.ts',
  catalogue: 'server/load-demo.ts',
  ebooks: 'server/load-ebooks.ts',
  accounts: 'server/seed-accounts.ts',
}

export interface Places {
  webUrl: string
  sandboxUrl: string
  databaseUrl: string
  demoPassword: string
  logDir: string
}

export function placesOf(config: StartConfig, secrets: Secrets, databaseUrl: string): Places {
  return {
    webUrl: `http://127.0.0.1:${config.port}`,
    sandboxUrl: `http://127.0.0.1:${config.sandboxPort}`,
    databaseUrl,
    demoPassword: config.demoPassword ?? secrets.demoPassword,
    logDir: join(config.dataDir, 'logs'),
  }
}

/** The programs by name. All get the same variables: each reads its own, and docs/configuration.md has one table for them. */
export function programs(config: StartConfig, secrets: Secrets, places: Places): Record<ProgramName, Program> {
  const env = { ...inherited(), ...ours(config, secrets, places) }
  const list = Object.entries(entries) as [ProgramName, string][]
  const made = list.map(([name, entry]): [ProgramName, Program] => [name, { name, entry, env, logDir: places.logDir }])
  return Object.fromEntries(made) as Record<ProgramName, Program>
}

function ours(config: StartConfig, secrets: Secrets, places: Places): Record<string, string> {
  const { webUrl, sandboxUrl, databaseUrl, demoPassword } = places
  return {
    ...(config.stripe ? {} : { STRIPE_SECRET_KEY: 'sk_test_sandbox', STRIPE_API_BASE: `${sandboxUrl}/stripe` }),
    QUIRE_PUBLIC_URL: process.env['QUIRE_PUBLIC_URL'] ?? webUrl,
    QUIRE_STRIPE_WEBHOOK_SECRET: process.env['QUIRE_STRIPE_WEBHOOK_SECRET'] ?? secrets.webhookSecret,
    BETTER_AUTH_SECRET: process.env['BETTER_AUTH_SECRET'] ?? secrets.authSecret,
    QUIRE_GATEWAY_TOKEN_KEYS: process.env['QUIRE_GATEWAY_TOKEN_KEYS'] ?? secrets.tokenKey,
    QUIRE_GATEWAY_SECRET_KEYS: process.env['QUIRE_GATEWAY_SECRET_KEYS'] ?? secrets.sellerSecretKey,
    // Ebooks, under certificates of our own unless somebody has EDRLab's.
    QUIRE_EBOOK_DIR: process.env['QUIRE_EBOOK_DIR'] ?? join(config.dataDir, 'ebooks'),
    QUIRE_CONTENT_KEYS: process.env['QUIRE_CONTENT_KEYS'] ?? secrets.contentKey,
    // This machine is the sandbox: whoever tries the onboarding here has their endpoint here.
    QUIRE_GATEWAY_ALLOW_LOOPBACK_SELLERS: process.env['QUIRE_GATEWAY_ALLOW_LOOPBACK_SELLERS'] ?? '1',
    // Mail goes to the sandbox's mailbox, unless somebody says where else.
    QUIRE_MAIL_URL: process.env['QUIRE_MAIL_URL'] ?? `${sandboxUrl}/mailbox`,
    QUIRE_DEMO_PASSWORD: demoPassword,
    DATABASE_URL: databaseUrl,
    QUIRE_PORT: String(config.port),
    QUIRE_GATEWAY_ADDR: config.gatewayAddr,
    QUIRE_SANDBOX_PORT: String(config.sandboxPort),
    QUIRE_SANDBOX_URL: sandboxUrl,
    QUIRE_WEBHOOK_URL: `${webUrl}/webhooks/stripe`,
    QUIRE_WEB_DIST: webDist,
    QUIRE_IMPORT_DIR: process.env['QUIRE_IMPORT_DIR'] ?? join(config.dataDir, 'imports'),
  }
}

/** What the person's environment says, without npm's own variables and what made this very process what it is. */
function inherited(): Record<string, string> {
  const unwanted = /^(npm_|NODE_CHANNEL_|NODE_OPTIONS$|INIT_CWD$)/
  const entries = Object.entries(process.env).filter(([name]) => !unwanted.test(name))
  return Object.fromEntries(entries.map(([name, value]) => [name, value ?? '']))
}
