// The sandbox's configuration: what the environment may say, and the defaults.
import { z } from 'zod'

const Port = z.coerce.number().int().min(0).max(65_535)
const Flag = z.enum(['0', '1']).transform((text) => text === '1')

const Environment = z.object({
  /** HTTP: sellers, payments, control. 0 takes any free port. */
  QUIRE_SANDBOX_PORT: Port.default(4400),
  /** gRPC; by default the port after the HTTP one. */
  QUIRE_SANDBOX_GRPC_PORT: Port.optional(),
  /** The same seed gives the same world. */
  QUIRE_SANDBOX_SEED: z.coerce.number().int().default(1),
  /** 2 is twice as fast as designed, 0.5 half as fast. */
  QUIRE_SANDBOX_SPEED: z.coerce.number().positive().default(1),
  /** 1: no latency and no faults until a knob asks for them. */
  QUIRE_SANDBOX_CALM: Flag.default(false),
  /** Where payment events go; none are sent when it is not set. */
  QUIRE_WEBHOOK_URL: z.url({ protocol: /^https?$/ }).optional(),
  QUIRE_STRIPE_WEBHOOK_SECRET: z.string().min(1).default('whsec_sandbox'),
  QUIRE_STRIPE_SECRET_KEY: z.string().min(1).default('sk_test_sandbox'),
  /** What the mailbox asks of whoever sends. */
  QUIRE_MAIL_KEY: z.string().min(8).default('mail_sandbox'),
  QUIRE_HARBOR_CLIENT_ID: z.string().min(1).default('harbor-client'),
  QUIRE_HARBOR_CLIENT_SECRET: z.string().min(1).default('harbor-secret'),
  QUIRE_NORTHGATE_ACCOUNT: z.string().min(1).default('QUIRE01'),
  QUIRE_NORTHGATE_PASSWORD: z.string().min(1).default('northgate-secret'),
  QUIRE_FLEET_STREET_KEY: z.string().min(1).default('fleet-street-key'),
  QUIRE_LANTERN_KEY: z.string().min(1).default('lantern-key'),
  /** Where Lantern's order events go; none are sent when it is not set. */
  QUIRE_LANTERN_WEBHOOK_URL: z.url({ protocol: /^https?$/ }).optional(),
  QUIRE_LANTERN_WEBHOOK_SECRET: z.string().min(1).default('lantern-webhook-secret'),
  QUIRE_MERIDIAN_TOKEN: z.string().min(1).default('meridian-token'),
  QUIRE_BARGAIN_BARN_PASSWORD: z.string().min(1).default('bargain-barn-secret'),
  QUIRE_FOXED_CLIENT_KEY: z.string().min(1).default('foxed-client-key'),
  QUIRE_FOXED_ACCESS_KEY: z.string().min(1).default('foxed-access-key'),
  QUIRE_FOXED_SECRET: z.string().min(1).default('foxed-secret'),
  QUIRE_PAPERTRAIL_KEY: z.string().min(1).default('papertrail-key'),
  QUIRE_CONTINENTAL_PASSWORD: z.string().min(1).default('continental-secret'),
})

export interface SandboxConfig {
  port: number
  /** Undefined: the port after `port`, or any free one when `port` is 0. */
  grpcPort?: number | undefined
  seed: number
  /** Divides every latency as designed; latencies set over control are taken as they are. */
  speed: number
  /** Start, and come back from a reset, with no latency and no faults. */
  calm: boolean
  webhookUrl?: string | undefined
  webhookSecret: string
  stripeKey: string
  mailKey: string
  harbor: { clientId: string; clientSecret: string }
  northgate: { accountNumber: string; password: string }
  fleetStreet: { key: string }
  lantern: { key: string; webhookUrl?: string | undefined; webhookSecret: string }
  meridian: { token: string }
  bargainBarn: { user: string; password: string }
  foxed: { clientKey: string; accessKey: string; secret: string }
  papertrail: { key: string }
  continental: { user: string; password: string }
}

/** Reads the configuration from environment variables. Throws a ZodError naming the wrong one. */
export function readConfig(env: Record<string, string | undefined>): SandboxConfig {
  const set = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== '')) // empty is not set
  const e = Environment.parse(set)
  return {
    port: e.QUIRE_SANDBOX_PORT,
    grpcPort: e.QUIRE_SANDBOX_GRPC_PORT,
    seed: e.QUIRE_SANDBOX_SEED,
    speed: e.QUIRE_SANDBOX_SPEED,
    calm: e.QUIRE_SANDBOX_CALM,
    webhookUrl: e.QUIRE_WEBHOOK_URL,
    webhookSecret: e.QUIRE_STRIPE_WEBHOOK_SECRET,
    stripeKey: e.QUIRE_STRIPE_SECRET_KEY,
    mailKey: e.QUIRE_MAIL_KEY,
    harbor: { clientId: e.QUIRE_HARBOR_CLIENT_ID, clientSecret: e.QUIRE_HARBOR_CLIENT_SECRET },
    northgate: { accountNumber: e.QUIRE_NORTHGATE_ACCOUNT, password: e.QUIRE_NORTHGATE_PASSWORD },
    fleetStreet: { key: e.QUIRE_FLEET_STREET_KEY },
    lantern: {
      key: e.QUIRE_LANTERN_KEY,
      webhookUrl: e.QUIRE_LANTERN_WEBHOOK_URL,
      webhookSecret: e.QUIRE_LANTERN_WEBHOOK_SECRET,
    },
    meridian: { token: e.QUIRE_MERIDIAN_TOKEN },
    bargainBarn: { user: 'quire', password: e.QUIRE_BARGAIN_BARN_PASSWORD },
    foxed: {
      clientKey: e.QUIRE_FOXED_CLIENT_KEY,
      accessKey: e.QUIRE_FOXED_ACCESS_KEY,
      secret: e.QUIRE_FOXED_SECRET,
    },
    papertrail: { key: e.QUIRE_PAPERTRAIL_KEY },
    continental: { user: 'quire', password: e.QUIRE_CONTINENTAL_PASSWORD },
  }
}

/** What a test starts with: any free ports, calm, seed 1. */
export const testConfig: SandboxConfig = { ...readConfig({}), port: 0, calm: true }
