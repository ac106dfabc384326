// The world outside of the server, for tests: the sandbox's sellers and payment provider, and the gateway before the sellers.
import { loadConfig, startGateway } from '@quire/seller-gateway'
import { startSandbox } from '@quire/sandbox'

/** One order in a seller's own books. */
export interface JournalOrder {
  reference: string
  orderId: string
  isbn13: string
  state: string
  total: { currency: string; minor: number }
}

/** The provider's own books. */
export interface PaymentJournal {
  intents: {
    id: string
    status: string
    authorizedMinor: number
    capturedMinor: number
    voided: boolean
    metadata: Record<string, string>
  }[]
  events: { type: string; intentId: string; amountMinor: number }[]
  /** Cards that were saved, or were to be. */
  setups: { id: string; status: string; metadata: Record<string, string> }[]
}

/** What a test may change outside, and the books kept there. */
export interface OutsideControl {
  /** The names of all sellers in the sandbox. */
  sellers(): Promise<string[]>
  /** Sets knobs of a seller, or what it offers. */
  patchSeller(name: string, knobs: object): Promise<void>
  offer(
    seller: string,
    isbn13: string,
    offer: { price: string; shipping?: string; currency?: string; condition?: string; quantity?: number },
  ): Promise<void>
  patchPayments(knobs: object): Promise<void>
  patchMailbox(knobs: object): Promise<void>
  ordersAt(seller: string): Promise<JournalOrder[]>
  requestsAt(seller: string): Promise<{ operation: string; body: unknown }[]>
  payments(): Promise<PaymentJournal>
  /** Every mail that was sent, oldest first. */
  mails(): Promise<{ to: string[]; subject: string; text: string; html?: string }[]>
  /** Changes what a seller's or the provider's books say, and tells nobody. */
  damageOrder(seller: string, reference: string, damage: object): Promise<void>
  damageIntent(id: string, damage: object): Promise<void>
  /** Everything outside anew: offers, orders, knobs, payments. */
  reset(): Promise<void>
}

export interface Outside {
  readonly control: OutsideControl
  /** The address of a page or endpoint of the sandbox. */
  readonly sandboxUrl: string
  /** What the server's configuration says of all this. */
  readonly env: Readonly<Record<string, string>>
  close(): Promise<void>
}

/** Opens a calm sandbox (no latency, no faults but those asked for) and a gateway. Payment events go to `webhookUrl`, if anywhere. */
export async function openOutside(webhookUrl?: string): Promise<Outside> {
  const sandbox = await startSandbox({ webhookUrl })
  const gateway = await startGateway(
    loadConfig({
      QUIRE_SANDBOX_URL: sandbox.url,
      QUIRE_SANDBOX_GRPC_ADDR: sandbox.grpcAddr,
      QUIRE_GATEWAY_ADDR: '127.0.0.1:0',
      QUIRE_LOG_LEVEL: 'silent',
    }),
  )
  return {
    control: controlOf(sandbox.url),
    sandboxUrl: sandbox.url,
    env: {
      QUIRE_GATEWAY_ADDR: gateway.addr,
      QUIRE_LOG_LEVEL: 'silent',
      BETTER_AUTH_SECRET: 'only-for-tests-only-for-tests-only',
      STRIPE_SECRET_KEY: 'sk_test_sandbox',
      STRIPE_API_BASE: `${sandbox.url}/stripe`,
      QUIRE_MAIL_URL: `${sandbox.url}/mailbox`,
      QUIRE_STRIPE_WEBHOOK_SECRET: 'whsec_sandbox',
    },
    async close() {
      await gateway.close()
      await sandbox.close()
    },
  }
}

function controlOf(url: string): OutsideControl {
  async function control<T>(method: string, path: string, body?: object): Promise<T> {
    const headers = { 'content-type': 'application/json' }
    const answer = await fetch(url + path, { method, ...(body ? { headers, body: JSON.stringify(body) } : {}) })
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`)
    return (await answer.json()) as T
  }
  return {
    sellers: async () => (await control<{ name: string }[]>('GET', '/sellers')).map(({ name }) => name),
    patchSeller: async (name, knobs) => void (await control('PATCH', `/sellers/${name}`, knobs)),
    offer: async (seller, isbn13, offered) =>
      void (await control('PUT', `/sellers/${seller}/offers/${isbn13}`, offered)),
    patchPayments: async (knobs) => void (await control('PATCH', '/payments', knobs)),
    patchMailbox: async (knobs) => void (await control('PATCH', '/mailbox', knobs)),
    mails: () => control('GET', '/journal/mailbox'),
    ordersAt: (seller) => control('GET', `/journal/sellers/${seller}/orders`),
    requestsAt: (seller) => control('GET', `/journal/sellers/${seller}/requests`),
    payments: () => control('GET', '/journal/payments'),
    damageOrder: async (seller, reference, damage) =>
      void (await control('PATCH', `/journal/sellers/${seller}/orders/${reference}`, damage)),
    damageIntent: async (id, damage) => void (await control('PATCH', `/journal/payments/${id}`, damage)),
    reset: async () => void (await control('POST', '/reset', { seed: 1 })),
  }
}
