// The desk's verbs on a real PostgreSQL, with two people, before an onboarding service that says what each test wants said.
import { pino } from 'pino'
import { afterAll, beforeAll, beforeEach } from 'vitest'
import { ensureAccount } from '#accounts'
import { connectOnboarding, createVault } from '#desk'
import type { Connection, DeskDeps, Profile } from '#desk'
import { systemClock } from '#platform/clock'
import { createDb, createPool } from '#platform/db'
import { Refusal } from '#platform/errors'
import { systemIds } from '#platform/ids'
import { useScriptedOnboarding } from './scripted-onboarding.ts'
import type { ScriptedOnboarding } from './scripted-onboarding.ts'
import { useDatabase } from './world.ts'

/** The first key of a registered seller, which the desk keeps, and the second, which its people are shown. */
export const deskKey = 'qsk_k1_secretsecretsecretsecret'
export const theirKey = 'qsk_k2_othersecretothersecret'
export const formKey = '7b0f6f0e-6a51-4c58-9a4e-6c2f7a1c0d11'

export const profile: Profile = {
  name: 'Corner Books',
  contactEmail: 'desk@corner.example',
  currency: 'GBP',
  currencies: ['GBP', 'EUR'],
  requestsPerSecond: 20,
  concurrentCalls: 8,
  quoteTimeoutMs: 1_500,
  orderTimeoutMs: 6_000,
  notFoundFinalAfterMs: 60_000,
  testIsbn13s: ['9780441172719'],
  certificateFingerprints: [],
  shippingZones: [
    { countries: ['GB'], shipping: { currency: 'GBP', minor: 305 }, deliveryDaysMin: 2, deliveryDaysMax: 4 },
  ],
}
export const connection: Connection = {
  kind: 'grpc',
  address: 'books.corner.example:443',
  contractVersion: 'quire.seller.v1',
  apiKey: 'let-quire-in',
  plaintext: false,
}
/** What the gateway says of it. */
export const said = { sellerId: 'corner-books', profile: { name: 'Corner Books' }, state: 'SELLER_STATE_PENDING' }

export interface Desk {
  readonly deps: DeskDeps
  readonly gateway: ScriptedOnboarding
  /** Two accounts. */
  readonly mine: string
  readonly others: string
  /** What was logged in this test. */
  readonly lines: string[]
  /** The calls of one method in this test. */
  asked(method: string): ScriptedOnboarding['calls']
}

/** By default the gateway registers Corner Books, makes its keys and knows it. */
export function useDesk(): Desk {
  const database = useDatabase()
  const gateway = useScriptedOnboarding()
  const lines: string[] = []
  const desk = { gateway, lines, asked: (method) => gateway.calls.filter((call) => call.method === method) } as {
    -readonly [K in keyof Desk]: Desk[K]
  }
  let onboarding: ReturnType<typeof connectOnboarding>

  beforeAll(async () => {
    const db = createDb(createPool({ url: database.url, name: 'test', max: 4 }))
    const log = pino({}, { write: (line: string) => void lines.push(line) })
    onboarding = connectOnboarding(gateway.address, { clock: systemClock, ca: null })
    const vault = createVault('a secret of 32 characters or more')
    desk.deps = { db, log, onboarding, vault, clock: systemClock, ids: systemIds }
    const person = { name: 'A seller', role: 'reader', password: 'correct horse battery' } as const
    desk.mine = await ensureAccount({ db, ids: systemIds }, { ...person, email: 'mine@example.com' })
    desk.others = await ensureAccount({ db, ids: systemIds }, { ...person, email: 'others@example.com' })
  })
  beforeEach(async () => {
    await desk.deps.db.deleteFrom('deskSeller').execute()
    await desk.deps.db.deleteFrom('deskRegistration').execute()
    lines.length = 0
    gateway.answers = {
      registerSeller: () => ({ seller: said, apiKey: deskKey }),
      createApiKey: () => ({ apiKey: theirKey }),
      getSeller: () => ({ seller: said }),
    }
  })
  afterAll(async () => {
    onboarding.close()
    await desk.deps.db.destroy()
  })
  return desk
}

/** The code and the rest of what `work` refuses with; null when it does not. */
export async function refusalOf(work: Promise<unknown>): Promise<Refusal | null> {
  try {
    await work
    return null
  } catch (error) {
    if (error instanceof Refusal) return error
    throw error
  }
}
