// Where a process is killed, and the purchase that gets it there. Data: a new step of the saga is a new line here.
import type { PurchaseState } from '../../server/modules/buying/machine.ts'
import type { Step } from '../../server/modules/buying/purchase.ts'
import type { PaymentKnobs, SellerKnobs, SellerName } from '../stack/sandbox.ts'
import type { Prices } from '../stack/shelf.ts'

/** A step that is reached in the same way, and the four places around its call where the process dies. */
export interface CrashCase {
  readonly kind: Step['kind']
  /** Who makes the call: what is due at once is done by the server that was asked, what is due later by a worker. */
  readonly role: 'server' | 'worker'
  /** How sellers and provider have to be for a purchase to get to this step. */
  readonly knobs?: { readonly sellers?: Partial<Record<SellerName, SellerKnobs>>; readonly payments?: PaymentKnobs }
  readonly prices: Prices
  readonly maxMinor: number
  readonly paymentMethod?: string
  readonly bankAnswer?: 'approve' | 'decline'
  /** The bank lets the hold go by itself while the seller is thinking. */
  readonly losesHold?: true
  /** Its step comes no sooner than this after its order: its purchases are begun first of all. */
  readonly restsForMs?: number
  /** How such a purchase ends, crash or no crash. */
  readonly endsIn: PurchaseState
}

export const sides = ['beforeIntent', 'beforeCall', 'afterCall', 'afterCommit'] as const

// As in the catalogue of faults (README.md): before the intent is committed; after it and before the call; after the call and before its
// outcome; after that.
const faults = { beforeIntent: 'F01', beforeCall: 'F02', afterCall: 'F03', afterCommit: 'F04' } as const

/** As `QUIRE_CRASH_AT` takes it. */
export function pointOf(side: (typeof sides)[number], kind: Step['kind']): string {
  return `buying.${side}:${kind}`
}

export function faultOf(point: string): string {
  const side = sides.find((each) => point.includes(`.${each}:`))
  return side ? faults[side] : point
}

const cheap: Prices = { 'fleet-street': 1_500, northgate: 1_900, harbor: 2_100 }

// First those that take longest to mend: an order whose fate is unknown is settled half a minute later.
export const crashCases: readonly CrashCase[] = [
  { kind: 'place', role: 'server', prices: cheap, maxMinor: 2_500, endsIn: 'PURCHASED' },
  { kind: 'capture', role: 'server', prices: cheap, maxMinor: 2_500, endsIn: 'PURCHASED' },
  { kind: 'authorize', role: 'server', prices: cheap, maxMinor: 2_500, endsIn: 'PURCHASED' },
  { kind: 'quote', role: 'server', prices: cheap, maxMinor: 2_500, endsIn: 'PURCHASED' },
  {
    kind: 'void', // the only seller within the maximum has just sold its last copy
    role: 'server',
    knobs: { sellers: { harbor: { soldOutRate: 1 } } },
    prices: { harbor: 1_500, northgate: 3_000 },
    maxMinor: 2_500,
    endsIn: 'NO_OFFER',
  },
  {
    kind: 'cancelOrder', // an error now, the order booked long after everybody has looked: only the tombstone keeps it out
    role: 'worker',
    knobs: { sellers: { northgate: { lateAcceptRate: 1, lateAcceptAfterMs: 110_000 } } },
    prices: { northgate: 1_500, 'fleet-street': 1_900 },
    maxMinor: 2_500,
    restsForMs: 31_000,
    endsIn: 'PURCHASED',
  },
  {
    kind: 'cancelOrder', // the seller has the order, and there is no hold any more to pay it from
    role: 'worker',
    knobs: { sellers: { harbor: { latencyMs: { p50: 1_500, p99: 1_500 } } } },
    prices: { harbor: 1_500, northgate: 3_000 },
    maxMinor: 2_500,
    losesHold: true,
    endsIn: 'DECLINED',
  },
  {
    kind: 'checkAction',
    role: 'worker',
    prices: cheap,
    maxMinor: 2_500,
    paymentMethod: 'pm_card_authenticationRequired',
    bankAnswer: 'approve',
    endsIn: 'PURCHASED',
  },
  {
    kind: 'findOrder', // the order is booked, the answer lost
    role: 'worker',
    knobs: { sellers: { harbor: { loseAnswerRate: 1 } } },
    prices: { harbor: 1_500, 'fleet-street': 1_900 },
    maxMinor: 2_500,
    endsIn: 'PURCHASED',
  },
]
