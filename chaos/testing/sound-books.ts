// Books in which everything is as promised: one purchase that was bought, and one that found no offer. Tests spoil them.
import type { Books, CheckoutDossier, Dossier } from '../books/model.ts'
import { requested } from '../../server/modules/buying/purchase.ts'
import type { Purchase, Round } from '../../server/modules/buying/purchase.ts'
import type { PricedQuote } from '../../server/modules/sellers/model.ts'

const isbn13 = '9780441172719'
const at = new Date('2026-11-22T12:00:00Z')
const later = (ms: number) => new Date(at.getTime() + ms)
const usd = (minor: number) => ({ currency: 'USD', minor: BigInt(minor) })

function quote(sellerId: string, minor: number): PricedQuote {
  return {
    quoteId: `${sellerId}-${minor}`,
    sellerId,
    sellerName: sellerId,
    isbn13,
    condition: 'NEW',
    item: usd(minor),
    shipping: usd(0),
    tax: usd(0),
    total: usd(minor),
    sellerTotal: usd(minor),
    fx: null,
    quantity: 1,
    shipsFrom: null,
    deliveryDays: null,
    fetchedAt: at,
    expiresAt: later(600_000),
    source: 'LIVE',
    orderToken: 'token',
    isAutoBuyEligible: true,
  }
}

function purchaseOf(maxMinor: number): Purchase {
  const settlement = { canLookUp: true, canCancel: true, notFoundFinalAfterMs: 30_000 }
  const round: Round = {
    at,
    quotes: [quote('harbor', 1_900), quote('fleet-street', 1_500)],
    coverage: { asked: 2, answered: 2, failed: 0, skipped: 0 },
    unanswered: [],
    settlements: { harbor: settlement, 'fleet-street': settlement },
  }
  const start = requested({
    isbns: [isbn13],
    conditions: ['NEW'],
    max: usd(maxMinor),
    destination: { country: 'US' },
    shipTo: { recipient: '', lines: [], city: '', region: '', postalCode: '', country: 'US' },
    paymentMethod: 'pm_card_visa',
  })
  const lowestFound = { sellerId: 'fleet-street', sellerName: 'fleet-street', total: usd(1_500) }
  return { ...start, rounds: [round], lowestFound }
}

function eventsOf(purchaseId: string, path: readonly (readonly [event: string, to: string])[]): Dossier['events'] {
  return path.map(([event, toState], i) => ({
    purchaseId,
    seq: i + 1,
    fromState: (path[i - 1]?.[1] ?? null) as Dossier['state'] | null,
    toState: toState as Dossier['state'],
    event,
    at: later(i),
  }))
}

function bought(): Dossier {
  const id = 'bought'
  const chosen = quote('fleet-street', 1_500)
  const settlement = { canLookUp: true, canCancel: true, notFoundFinalAfterMs: 30_000 }
  const attempt = { ordinal: 1, quote: chosen, state: 'CONFIRMED', at, settlement, charge: usd(1_500) } as const
  const effect = (key: string, kind: Dossier['effects'][number]['kind'], reference: string | null) => ({
    key,
    purchaseId: id,
    kind,
    reference,
    at,
  })
  const moved = (type: 'authorize' | 'capture', amountMinor: number) => ({
    type,
    intentId: 'pi_1',
    amountMinor,
    at: later(5).toISOString(),
    idempotencyKey: `key-${type}`,
  })
  return {
    id,
    key: 'key-bought',
    state: 'PURCHASED',
    receipt: { quotes: [{ quoteId: chosen.quoteId, verdict: 'CHOSEN' }] } as unknown as Dossier['receipt'],
    currency: 'USD',
    maxMinor: 2_500n,
    spentMinor: 1_500n,
    nextActionAt: null,
    createdAt: at,
    purchase: { ...purchaseOf(2_500), state: 'PURCHASED', hold: 'captured', attempts: [attempt] },
    events: eventsOf(id, [
      ['requested', 'REQUESTED'],
      ['quotesAsked', 'QUOTING'],
      ['offerChosen', 'AUTHORIZING'],
      ['held', 'PLACING'],
      ['orderConfirmed', 'CAPTURING'],
      ['captured', 'PURCHASED'],
    ]),
    attempts: [
      {
        id: 'attempt-1',
        purchaseId: id,
        ordinal: 1,
        sellerId: 'fleet-street',
        state: 'CONFIRMED',
        reason: null,
        sellerOrderId: 'FS-1',
      },
    ],
    effects: [
      effect('key-authorize', 'authorize', id),
      effect('attempt-1', 'place', 'attempt-1'),
      effect('key-capture', 'capture', null),
    ],
    payment: {
      id: 'pay-1',
      reference: id,
      state: 'CAPTURED',
      currency: 'USD',
      authorizedMinor: 2_500n,
      capturedMinor: 1_500n,
    },
    order: {
      purchaseId: id,
      state: 'PROCESSING',
      sellerId: 'fleet-street',
      sellerOrderId: 'FS-1',
      sellerReference: 'attempt-1',
      totalMinor: 1_500n,
    },
    sellerOrders: [
      {
        seller: 'fleet-street',
        reference: 'attempt-1',
        orderId: 'FS-1',
        isbn13,
        state: 'ACCEPTED',
        total: { currency: 'USD', minor: 1_500 },
        at: later(6).toISOString(),
      },
    ],
    sellerRequests: [
      {
        seller: 'fleet-street',
        at: later(5).toISOString(),
        operation: 'PlaceOrder',
        kind: 'order',
        reference: 'attempt-1',
      },
    ],
    intents: [
      {
        id: 'pi_1',
        currency: 'USD',
        status: 'succeeded',
        metadata: { reference: id },
        authorizedMinor: 2_500,
        capturedMinor: 1_500,
        voided: false,
        refundedMinor: 0,
      },
    ],
    movements: [moved('authorize', 2_500), moved('capture', 1_500)],
    heard: {
      purchaseId: id,
      key: 'key-bought',
      states: ['QUOTING', 'PLACING', 'PURCHASED'],
      paidMinor: 1_500,
      replay: { purchaseId: id, isSameAnswer: true, otherRefusal: 'buying.key_reused' },
      ...calmly,
    },
  }
}

function withoutOffer(): Dossier {
  const id = 'without-offer'
  return {
    ...bought(),
    id,
    key: 'key-without-offer',
    state: 'NO_OFFER',
    receipt: null,
    maxMinor: 900n,
    spentMinor: null,
    purchase: { ...purchaseOf(900), state: 'NO_OFFER' },
    events: eventsOf(id, [
      ['requested', 'REQUESTED'],
      ['quotesAsked', 'QUOTING'],
      ['noOffer', 'NO_OFFER'],
    ]),
    attempts: [],
    effects: [],
    payment: null,
    order: null,
    sellerOrders: [],
    sellerRequests: [],
    intents: [],
    movements: [],
    heard: {
      purchaseId: id,
      key: 'key-without-offer',
      states: ['QUOTING', 'NO_OFFER'],
      paidMinor: null,
      replay: null,
      ...calmly,
    },
  }
}

const ownCopy = `${isbn13}:NEW`

/** A checkout of the one copy that is gone. */
function paid(): CheckoutDossier {
  const id = 'paid'
  const intent = { id: 'pi_paid', currency: 'USD', status: 'succeeded', metadata: { reference: id } }
  const amounts = { authorizedMinor: 1_599, capturedMinor: 1_599, voided: false, refundedMinor: 0 }
  const moved = (type: 'authorize' | 'capture') => {
    return { type, intentId: 'pi_paid', amountMinor: 1_599, idempotencyKey: null, at: at.toISOString() }
  }
  return {
    ...declined(),
    id,
    state: 'PAID',
    orderState: 'PAID',
    reservationState: 'CONSUMED',
    out: { [ownCopy]: 1 },
    intents: [{ ...intent, ...amounts }],
    movements: [moved('authorize'), moved('capture')],
    heard: { checkoutId: id, refusal: null, states: ['AUTHORIZING', 'PAID'], replayedAs: id },
  }
}

function declined(): CheckoutDossier {
  const id = 'declined'
  return {
    id,
    state: 'DECLINED',
    totalMinor: 1_599n,
    nextActionAt: null,
    reason: 'card_declined',
    orderState: 'CANCELLED',
    reservationState: 'RELEASED',
    copies: { [ownCopy]: 1 },
    out: {},
    intents: [],
    movements: [],
    heard: { checkoutId: id, refusal: null, states: ['AUTHORIZING', 'DECLINED'], replayedAs: id },
  }
}

/** Fresh ones each time. */
export function soundBooks(): Books {
  const line = (effectKey: string, account: string, minor: number) => ({
    journalId: `journal of ${effectKey}`,
    effectKey,
    reference: 'bought',
    account,
    currency: 'USD',
    minor: BigInt(minor),
  })
  return {
    dossiers: [bought(), withoutOffer()],
    checkouts: [paid(), declined()],
    stock: [{ item: ownCopy, onHand: 2, reserved: 0, moved: 2, held: 0, received: 3 }],
    phantomCheckouts: [],
    postings: [
      line('authorize:pay-1', 'hold:customer', -2_500),
      line('authorize:pay-1', 'hold:processor', 2_500),
      line('capture:pay-1', 'hold:customer', 2_500),
      line('capture:pay-1', 'hold:processor', -2_500),
      line('capture:pay-1', 'charge:customer', -1_500),
      line('capture:pay-1', 'payable:seller:fleet-street', 1_500),
    ],
    deadJobs: 0,
    phantoms: [],
    strays: { orders: [], requests: [], intents: [] },
  }
}

/** A shopper who asked once and waited. */
const calmly = { others: [], meddled: 'buying.key_reused', cancels: 0 }
