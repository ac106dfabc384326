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
  OPENSEARCH_URL: z.url({ protocol: /^https?$/, error: 'must be an http:// or https:// address' }).optional(),
  // What OpenSearch allows in the name of an index, less what means something in a request.
  QUIRE_SEARCH_ALIAS: z
    .string()
    .regex(/^[a-z][a-z0-9-]{0,40}$/, 'must begin with a letter and hold only a-z, 0-9 and hyphens')
    .default('quire-books'),
  QUIRE_EMBEDDINGS_URL: z.url({ protocol: /^https?$/, error: 'must be an http:// or https:// address' }).optional(),
  QUIRE_EMBEDDINGS_MODEL: z.string().min(1).optional(),
  QUIRE_EMBEDDINGS_KEY: z.string().min(1).optional(),
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
  QUIRE_EBOOK_DIR: z.string().optional(),
  QUIRE_CONTENT_KEYS: list
    .refine((keys) => keys.every((key) => key.length >= 32), 'must have at least 32 characters each')
    .optional(),
  QUIRE_LCP_CERTIFICATE: z.string().optional(),
  QUIRE_LCP_PRIVATE_KEY: z.string().optional(),
  QUIRE_LCP_PROFILE: z.url().optional(),
  QUIRE_LCP_USER_KEY: z.string().optional(),
  BETTER_AUTH_SECRET: z.string().min(32, 'must have at least 32 characters'),
  STRIPE_SECRET_KEY: z.string().startsWith('sk_', 'must be a secret key (sk_…)'),
  STRIPE_API_BASE: z.url().optional(),
  QUIRE_STRIPE_WEBHOOK_SECRET: z.string().min(8),
  QUIRE_MAIL_URL: z.url({ protocol: /^https?$/ }).optional(),
  QUIRE_MAIL_KEY: z.string().min(8).default('mail_sandbox'),
  QUIRE_MAIL_FROM: z.string().min(3).default('Quire <quire@example.com>'),
})

/** Variables that make no sense without another. */
const needs: readonly [name: keyof z.infer<typeof Env>, needed: keyof z.infer<typeof Env>][] = [
  ['QUIRE_EBOOK_DIR', 'QUIRE_CONTENT_KEYS'],
  ['QUIRE_CONTENT_KEYS', 'QUIRE_EBOOK_DIR'],
  ['QUIRE_EMBEDDINGS_URL', 'QUIRE_EMBEDDINGS_MODEL'],
  ['QUIRE_EMBEDDINGS_MODEL', 'QUIRE_EMBEDDINGS_URL'],
  ['QUIRE_EMBEDDINGS_KEY', 'QUIRE_EMBEDDINGS_URL'],
  ['QUIRE_LCP_CERTIFICATE', 'QUIRE_LCP_PRIVATE_KEY'],
  ['QUIRE_LCP_PRIVATE_KEY', 'QUIRE_LCP_CERTIFICATE'],
  ['QUIRE_LCP_CERTIFICATE', 'QUIRE_EBOOK_DIR'],
  ['QUIRE_LCP_PROFILE', 'QUIRE_LCP_CERTIFICATE'],
]
const Checked = Env.superRefine((read, found) => {
  for (const [name, needed] of needs)
    if (read[name] && !read[needed])
      found.addIssue({ code: 'custom', path: [needed], message: `must be set, since ${name} is` })
})

export type Config = ReturnType<typeof readConfig>

/** Reads and checks the environment; throws one error that names every variable that is wrong. */
export function readConfig(env: Record<string, string | undefined>) {
  const parsed = Checked.safeParse(env)
  if (!parsed.success) {
    const lines = parsed.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`)
    throw new Error(`The configuration is not right:\n${lines.join('\n')}\nSee docs/configuration.md.`)
  }
  const read = parsed.data
  return Object.freeze({
    databaseUrl: read.DATABASE_URL,
    /** The gate in front of scarce stock; null: without one. */
    redisUrl: read.REDIS_URL ?? null,
    /** The second search engine; null: PostgreSQL alone searches. */
    openSearch: read.OPENSEARCH_URL ? { url: read.OPENSEARCH_URL, alias: read.QUIRE_SEARCH_ALIAS } : null,
    /** The embedding model for searches by meaning; null: by words alone. */
    embeddings: readEmbeddings(read),
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
    mail: readMail(read),
    /** Null: no ebooks. */
    ebooks: readEbooks(read),
    authSecret: read.BETTER_AUTH_SECRET,
    stripe: {
      secretKey: read.STRIPE_SECRET_KEY,
      webhookSecret: read.QUIRE_STRIPE_WEBHOOK_SECRET,
      ...(read.STRIPE_API_BASE ? { apiBase: read.STRIPE_API_BASE } : {}),
    },
  })
}

function readMail({ QUIRE_MAIL_URL: url, QUIRE_MAIL_KEY: apiKey, QUIRE_MAIL_FROM: from }: z.infer<typeof Env>) {
  return url ? { url, apiKey, from } : null
}

function readEmbeddings(read: z.infer<typeof Env>) {
  const { QUIRE_EMBEDDINGS_URL: url, QUIRE_EMBEDDINGS_MODEL: model, QUIRE_EMBEDDINGS_KEY: apiKey = null } = read
  return url !== undefined && model !== undefined ? { url, model, apiKey } : null
}

/** Where protected ebooks lie and what they are protected with. */
function readEbooks(read: z.infer<typeof Env>) {
  const { QUIRE_EBOOK_DIR: folder, QUIRE_CONTENT_KEYS: secrets = [] } = read
  const { QUIRE_LCP_CERTIFICATE: certificateFile, QUIRE_LCP_PRIVATE_KEY: keyFile } = read
  if (folder === undefined || secrets.length === 0) return null
  return {
    folder,
    /** What content keys are wrapped under, newest first. */
    secrets,
    /** Null: certificates of our own, which only readers under test trust. */
    certificate: certificateFile && keyFile ? { certificateFile, keyFile } : null,
    /** Null: the basic profile. */
    profile: read.QUIRE_LCP_PROFILE ?? null,
    /** Path of a module that makes the user key; null: the passphrase's SHA-256 is it. */
    userKeyModule: read.QUIRE_LCP_USER_KEY ?? null,
  }
}
