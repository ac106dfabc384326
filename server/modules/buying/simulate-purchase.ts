// A simulated world for the pure core: sellers and a bank that keep their own books, lose answers, accept late and change their
// minds; drivers that die anywhere and run twice. One seed is one schedule; the same seed is the same schedule.
import type { Condition, PricedQuote } from '#sellers'
import { money } from '#platform/money'
import type { Money } from '#platform/money'
import { chooseOffer } from './choose-offer.ts'
import { decide } from './decide.ts'
import { safeActions } from './decide-review.ts'
import { purchaseMachine } from './machine.ts'
import type { PurchaseState } from './machine.ts'
import { liveAttempt, requested } from './purchase.ts'
import type { Attempt, Pending, Purchase, PurchaseEvent, Seen, Step } from './purchase.ts'
import { SimulatedSellers, createSimulatedBank } from './simulate-world.ts'
import type { Chance } from './simulate-world.ts'
import { toSeenOrder } from './to-seen.ts'

/** What a run left behind: the purchase, and everybody else's books. */
export interface Simulated {
  readonly seed: number
  readonly purchase: Purchase
  readonly path: readonly PurchaseState[]
  readonly liveOrders: readonly { sellerId: string; sellerMinor: bigint }[]
  readonly captured: readonly bigint[]
  readonly isHeld: boolean
  readonly held: bigint
  readonly steps: number
  readonly kinds: ReadonlySet<string>
  /** The bought quote is the cheapest eligible of its round. */
  readonly isCheapest: boolean
}

const stepsMax = 400 // far above what the core's own limits allow; reaching it is a failure to end
const crashRate = 0.08
const reviewsMax = 3 // some purchases see nobody, some see people who try one thing after the other

/** Runs one purchase to its end under the schedule of `seed`. */
export function simulatePurchase(seed: number): Simulated {
  const simulation = new Simulation(createChance(seed))
  simulation.run()
  return { seed, ...simulation.result() }
}

class Simulation {
  readonly #chance: Chance
  readonly #max: Money
  readonly #sellers: SimulatedSellers
  readonly #bank: ReturnType<typeof createSimulatedBank>
  readonly #kinds = new Set<string>()
  readonly #path: PurchaseState[] = ['REQUESTED']
  #nowMs = Date.UTC(2026, 10, 21)
  #steps = 0
  #isCheapest = true
  #purchase: Purchase

  constructor(chance: Chance) {
    this.#chance = chance
    this.#sellers = new SimulatedSellers(chance, () => this.#nowMs)
    this.#bank = createSimulatedBank(chance)
    this.#max = money(BigInt(chance.between(500, 3_000)), 'USD')
    this.#purchase = requested({ ...terms, max: this.#max })
  }

  run(): void {
    this.#apply({ type: 'started', at: this.#tick(1) })
    this.#drive()
    const reviews = this.#chance.between(0, reviewsMax)
    for (let i = 0; i < reviews && this.#purchase.state === 'NEEDS_REVIEW'; i++) {
      this.#review()
      this.#drive()
    }
    this.#nowMs += 3_600_000 // whatever is still on its way arrives
    this.#sellers.settleLate()
  }

  #drive(): void {
    while (!purchaseMachine.isTerminal(this.#purchase.state) && this.#purchase.pending && this.#steps++ < stepsMax) {
      const { pending } = this.#purchase
      this.#nowMs = Math.max(this.#nowMs, pending.dueAt.getTime())
      this.#sellers.settleLate()
      this.#shopperActs()
      if (this.#purchase.pending === pending) this.#takeTurn(pending)
    }
  }

  /** A person comes, sooner or later, looks at both sides, and does one of the things that are safe. */
  #review(): void {
    const chance = this.#chance
    const quietMs = chance.between(0, 7_200_000)
    this.#nowMs += quietMs
    this.#sellers.settleLate()
    const live = liveAttempt(this.#purchase)
    const order = live && this.#sellers.read(live.quote.sellerId, String(live.ordinal))
    const isSilent = chance.is(0.2)
    const seen: Seen = {
      order: live && !isSilent ? toSeenOrder(this.#purchase.terms, live, { kind: 'found', value: order }) : 'UNKNOWN',
      payment: this.#bank.read(live?.charge?.minor ?? null),
      quietMs,
    }
    const safe = safeActions(this.#purchase, seen)
    const action = safe[chance.between(0, safe.length - 1)]
    if (!action) return
    this.#kinds.add(action)
    this.#apply({ type: 'reviewed', action, seen, at: this.#tick(1) })
  }

  result(): Omit<Simulated, 'seed'> {
    return {
      purchase: this.#purchase,
      path: this.#path,
      steps: this.#steps,
      kinds: this.#kinds,
      isCheapest: this.#isCheapest,
      liveOrders: this.#sellers.liveOrders(),
      captured: this.#bank.captures(),
      isHeld: this.#bank.isHeld(),
      held: this.#bank.held(),
    }
  }

  #shopperActs(): void {
    if (this.#chance.is(0.02)) this.#apply({ type: 'cancelRequested', at: this.#tick(1) })
    if (this.#purchase.state === 'ACTION_REQUIRED' && this.#chance.is(0.5)) {
      this.#bank.shopperActs()
      this.#apply({ type: 'actionTaken', at: this.#tick(10) })
    }
  }

  /** One turn: the intent is committed; the driver may die before the call, during it or before its outcome is written. */
  #takeTurn(pending: Pending): void {
    const chance = this.#chance
    const firstSentAt = pending.firstSentAt ?? new Date(this.#nowMs)
    const sending: Pending = { ...pending, tries: pending.tries + 1, isInFlight: true, firstSentAt }
    const { step } = sending
    this.#purchase = { ...this.#purchase, pending: sending }
    if (chance.is(crashRate)) {
      // A driver that was only paused may still make its call: while its lease runs, and never after it.
      if (step.kind === 'place' && chance.is(0.3))
        this.#sellers.placeLater(this.#quoteOf(step.ordinal), String(step.ordinal))
      return this.#crash()
    }
    const answer = this.#ask(step)
    if (step.kind !== 'place' && chance.is(0.05)) this.#ask(step) // a second driver makes the same call
    if (chance.is(crashRate)) return this.#crash() // after the call: the outcome is lost
    this.#purchase = { ...this.#purchase, pending: { ...sending, isInFlight: false } }
    this.#apply({ ...answer, at: this.#tick(chance.between(5, 3_000)) } as PurchaseEvent)
  }

  #apply(event: PurchaseEvent): void {
    this.#kinds.add(event.type)
    const before = this.#purchase
    const { purchase: after, transition } = decide(before, event)
    if (transition) this.#path.push(after.state)
    if (after.attempts.length > before.attempts.length) this.#isCheapest &&= isTheCheapest(after, event.at)
    this.#purchase = after
  }

  #crash(): void {
    this.#kinds.add('crash')
    this.#apply({ type: 'resumed', at: this.#tick(20_000) })
  }

  #ask(step: Step): Omit<PurchaseEvent, 'at'> {
    switch (step.kind) {
      case 'quote':
        return this.#sellers.quote()
      case 'authorize':
        return this.#bank.authorize(this.#max)
      case 'checkAction':
        return this.#bank.look(this.#max)
      case 'place':
        return this.#sellers.place(this.#quoteOf(step.ordinal), String(step.ordinal))
      case 'findOrder':
        return this.#sellers.find(this.#quoteOf(step.ordinal).sellerId, String(step.ordinal))
      case 'cancelOrder':
        return this.#sellers.cancel(this.#quoteOf(step.ordinal).sellerId, String(step.ordinal))
      case 'capture':
        return this.#bank.capture(this.#attempt(step.ordinal).charge?.minor ?? 0n)
      case 'void':
        return this.#bank.release()
    }
  }

  #quoteOf(ordinal: number): PricedQuote {
    return this.#attempt(ordinal).quote
  }

  #attempt(ordinal: number): Attempt {
    const attempt = this.#purchase.attempts.find((each) => each.ordinal === ordinal)
    if (!attempt) throw new Error(`no attempt ${ordinal}`)
    return attempt
  }

  #tick(ms: number): Date {
    return new Date((this.#nowMs += Math.round(ms)))
  }
}

const terms = {
  isbns: ['9780441172719'],
  conditions: ['NEW', 'GOOD'] satisfies Condition[],
  destination: { country: 'US' },
  shipTo: { recipient: 'A', lines: [], city: '', region: '', postalCode: '', country: 'US' },
  paymentMethod: 'pm_card_visa',
}

/** The newest attempt is for the quote that the rule chooses again from the facts alone, as a receipt does. */
function isTheCheapest({ rounds, terms, attempts }: Purchase, at: Date): boolean {
  const round = rounds.at(-1)
  const chosen = round && chooseOffer(round, terms, attempts.slice(0, -1), at).chosen
  return chosen !== undefined && chosen?.quoteId === attempts.at(-1)?.quote.quoteId
}

/** mulberry32: small, fast and good enough to vary schedules; public domain, by Tommy Ettinger. */
function createChance(seed: number): Chance {
  let state = seed >>> 0
  function next(): number {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
  return {
    is: (probability) => next() < probability,
    between: (low, high) => low + Math.floor(next() * (high - low + 1)),
  }
}
