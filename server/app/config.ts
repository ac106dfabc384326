// What the server and the worker read from their environment, checked at start. The only reader of process.env here;
// docs/configuration.md has every variable.
import { z } from 'zod'

const port = z.coerce.number().int().min(0).max(65_535)
const list = z.string().transform((text) =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean),
)
const flag = z.enum(['0', '1']).transform((text) => text === '1')

const Env = z.object({
  DATABASE_URL: z.string().regex(/^postgres(ql)?:\/\//, 'must be a postgres:// address'),
  REDIS_URL: z
    .string()
    .regex(/^rediss?:\/\//, 'must be a redis:// address')
    .optional(),
  QUIRE_HOST: z.string().default('127.0.0.1'),
  QUIRE_PORT: port.default(3000),
  QUIRE_PUBLIC_URL: z.url().optional(),
  QUIRE_TRUSTED_ORIGINS: list.default([]),
  QUIRE_PROXY_HEADER: z.string().toLowerCase().optional(),
  QUIRE_SIGN_INS_MAX: z.coerce.number().int().min(1).default(30),
  QUIRE_WEB_DIST: z.string().optional(),
  QUIRE_IMPORT_DIR: z.string().optional(),
  QUIRE_GATEWAY_ADDR: z.string().default('127.0.0.1:50051'),
  QUIRE_GATEWAY_KEY: z.string().min(32, 'must have at least 32 characters').optional(),
  QUIRE_GATEWAY_CA: z.string().optional(),
  QUIRE_LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent']).default('info'),
  QUIRE_POOL_MAX: z.coerce.number().int().min(1).max(200).default(16),
  QUIRE_OPS_WRITABLE: flag.default(false),
  QUIRE_CRASH_AT: z.string().optional(),
  BETTER_AUTH_SECRET: z.string().min(32, 'must have at least 32 characters'),
  STRIPE_SECRET_KEY: z.string().startsWith('sk_', 'must be a secret key (sk_…)'),
  STRIPE_API_BASE: z.url().optional(),
  QUIRE_STRIPE_WEBHOOK_SECRET: z.string().min(8),
  QUIRE_MAIL_URL: z.url({ protocol: /^https?$/ }).optional(),
  QUIRE_MAIL_KEY: z.string().min(8).default('mail_sandbox'),
  QUIRE_MAIL_FROM: z.string().min(3).default('Quire <quire@example.com>'),
})

export type Config = ReturnType<typeof readConfig>

/** Reads and checks the environment; throws one error that names every variable that is wrong. */
export function readConfig(env: Record<string, string | undefined>) {
  const parsed = Env.safeParse(env)
  if (!parsed.success) {
    const lines = parsed.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`)
    throw new Error(`The configuration is not right:\n${lines.join('\n')}\nSee docs/configuration.md.`)
  }
  const read = parsed.data
  return Object.freeze({
    databaseUrl: read.DATABASE_URL,
    /** The gate in front of scarce stock; null: without one. */
    redisUrl: read.REDIS_URL ?? null,
    host: read.QUIRE_HOST,
    port: read.QUIRE_PORT,
    publicUrl: read.QUIRE_PUBLIC_URL ?? `http://127.0.0.1:${read.QUIRE_PORT}`,
    trustedOrigins: read.QUIRE_TRUSTED_ORIGINS,
    proxyHeader: read.QUIRE_PROXY_HEADER ?? null,
    signInsMax: read.QUIRE_SIGN_INS_MAX,
    webDist: read.QUIRE_WEB_DIST ?? null,
    /** The folder of files to import; null: staff cannot import by the page. */
    importFolder: read.QUIRE_IMPORT_DIR ?? null,
    gatewayAddr: read.QUIRE_GATEWAY_ADDR,
    /** What the gateway asks of us; null when it asks nothing, on this machine. */
    gatewayKey: read.QUIRE_GATEWAY_KEY ?? null,
    /** Path of the certificates that the gateway's is issued under; null: without TLS. */
    gatewayCaFile: read.QUIRE_GATEWAY_CA ?? null,
    logLevel: read.QUIRE_LOG_LEVEL,
    poolMax: read.QUIRE_POOL_MAX,
    /** The queue dashboard may retry and delete jobs; otherwise it only shows them. */
    isOpsWritable: read.QUIRE_OPS_WRITABLE,
    /** A crash point to arm, for the crash tests. */
    crashAt: read.QUIRE_CRASH_AT ?? null,
    /** Null: no mail is sent. */
    mail: read.QUIRE_MAIL_URL
      ? { url: read.QUIRE_MAIL_URL, apiKey: read.QUIRE_MAIL_KEY, from: read.QUIRE_MAIL_FROM }
      : null,
    authSecret: read.BETTER_AUTH_SECRET,
    stripe: {
      secretKey: read.STRIPE_SECRET_KEY,
      webhookSecret: read.QUIRE_STRIPE_WEBHOOK_SECRET,
      ...(read.STRIPE_API_BASE ? { apiBase: read.STRIPE_API_BASE } : {}),
    },
  })
}
