// The outside world from outside: turns the sandbox's knobs and reads the books that it keeps of us.
import type { MoneyView } from '../../server/platform/money.ts'

/** The sellers that runs buy from. */
export type SellerName = 'harbor' | 'northgate' | 'fleet-street'
export const sellerNames: readonly SellerName[] = ['harbor', 'northgate', 'fleet-street']

/** An order in a seller's books. */
export interface SellerOrder {
  readonly reference: string
  readonly orderId: string
  readonly isbn13: string
  readonly state: 'ACCEPTED' | 'CANCELLED'
  readonly total: MoneyView
  readonly at: string
}

/** A request that a seller got, as it got it. */
export interface SellerRequest {
  readonly at: string
  readonly operation: string
  readonly kind: 'order' | 'read'
  readonly reference: string | null
}

/** A payment in the provider's books. `metadata.reference` is the purchase. */
export interface Intent {
  readonly id: string
  readonly currency: string
  readonly status: string
  readonly metadata: Readonly<Record<string, string>>
  readonly authorizedMinor: number
  readonly capturedMinor: number
  readonly voided: boolean
  readonly refundedMinor: number
}

export interface Movement {
  readonly type: 'authorize' | 'capture' | 'void' | 'refund'
  readonly intentId: string
  readonly amountMinor: number
  readonly at: string
  readonly idempotencyKey: string | null
}

/** Some of the knobs of a seller (sandbox/README.md has all). */
export interface SellerKnobs {
  readonly latencyMs?: { p50: number; p99: number }
  readonly failRate?: number
  readonly loseAnswerRate?: number
  readonly lateAcceptRate?: number
  readonly lateAcceptAfterMs?: number
  readonly priceMoveRate?: number
  readonly soldOutRate?: number
}

export interface PaymentKnobs {
  readonly latencyMs?: { p50: number; p99: number }
  readonly declineRate?: number
  readonly failRate?: number
  readonly actThenTimeoutRate?: number
  readonly busyRate?: number
  readonly throttleRate?: number
  readonly webhookDelayMs?: number
  readonly webhookDuplicates?: number
  readonly webhookShuffle?: boolean
}

/** How often the provider has misbehaved, by knob. */
export interface PaymentMishaps {
  readonly failed: number
  readonly actedThenTimedOut: number
  readonly busy: number
  readonly throttled: number
  readonly webhookDuplicates: number
}

export interface Offer {
  readonly price: MoneyView
  readonly shipping?: MoneyView
  readonly quantity: number
}

export interface SandboxControl {
  /** The names of all sellers, those that a run does not buy from too. */
  listSellers(): Promise<string[]>
  turnSeller(seller: SellerName, knobs: SellerKnobs): Promise<void>
  turnPayments(knobs: PaymentKnobs): Promise<void>
  /** From now on this is the seller's only offer of the book; quantity 0: it does not carry it. */
  putOffer(seller: string, isbn13: string, offer: Offer): Promise<void>
  listOrders(seller: string): Promise<SellerOrder[]>
  listRequests(seller: string): Promise<SellerRequest[]>
  readPayments(): Promise<{ intents: Intent[]; events: Movement[] }>
  readMishaps(): Promise<PaymentMishaps>
  /** The shopper's answer on the bank's page at `actionUrl`. */
  answerBank(actionUrl: string, isApproved: boolean): Promise<void>
  /** The bank lets a hold go by itself. */
  expireHold(intentId: string): Promise<void>
}

/** The sandbox at `url`. Every call throws when it does not answer with success: nothing kills the sandbox. */
export function controlSandbox(url: string, stripeKey: string): SandboxControl {
  async function ask<T>(method: string, path: string, body?: unknown): Promise<T> {
    const init = body === undefined ? {} : { body: JSON.stringify(body) }
    const response = await fetch(`${url}${path}`, { method, ...init })
    if (!response.ok) throw new Error(`${method} ${path} of the sandbox: ${response.status} ${await response.text()}`)
    return (await response.json()) as T
  }
  let names: Promise<string[]> | null = null // they do not change while it runs
  const listSellers = async () => (await ask<{ name: string }[]>('GET', '/sellers')).map(({ name }) => name)
  return {
    listSellers: () => (names ??= listSellers()),
    async turnSeller(seller, knobs) {
      await ask('PATCH', `/sellers/${seller}`, knobs)
    },
    async turnPayments(knobs) {
      await ask('PATCH', '/payments', knobs)
    },
    async putOffer(seller, isbn13, offer) {
      await ask('PUT', `/sellers/${seller}/offers/${isbn13}`, offer)
    },
    listOrders: (seller) => ask('GET', `/journal/sellers/${seller}/orders`),
    listRequests: (seller) => ask('GET', `/journal/sellers/${seller}/requests`),
    readPayments: () => ask('GET', '/journal/payments'),
    readMishaps: () => ask('GET', '/journal/payments/mishaps'),
    async answerBank(actionUrl, isApproved) {
      const body = new URLSearchParams({ answer: isApproved ? 'approve' : 'decline' })
      const response = await fetch(actionUrl, { method: 'POST', body, redirect: 'manual' })
      await response.body?.cancel()
    },
    async expireHold(intentId) {
      const response = await fetch(`${url}/stripe/v1/payment_intents/${intentId}/cancel`, {
        method: 'POST',
        headers: { authorization: `Bearer ${stripeKey}` },
      })
      if (!response.ok) throw new Error(`the hold could not be made to expire: ${await response.text()}`)
      await response.body?.cancel()
    },
  }
}
