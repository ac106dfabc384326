// A simulated world for the pure core: sellers and a bank that keep their own books, lose answers, accept late and change their
// minds; drivers that die anywhere and run twice. One seed is one schedule; the same seed is the same schedule.
import type { Condition, PricedQuote } from '#sellers'
import { money } from '#platform/money'
import { chooseOffer } from './choose-offer.ts'
import { decide } from './decide.ts'
import { purchaseMachine } from './machine.ts'
import type { PurchaseState } from './machine.ts'
import { requested } from './purchase.ts'
import type { Pending, Purchase, PurchaseEvent, Step } from './purchase.ts'
import { createSimulatedBank, createSimulatedSellers } from './simulate-world.ts'
import type { Chance } from './simulate-world.ts'

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

/** Runs one purchase to its end under the schedule of `seed`. */
export function simulatePurchase(seed: number): Simulated {
  const chance = createChance(seed)
  let now = Date.UTC(2026, 10, 21)
  const tick = (ms: number) => new Date((now += Math.round(ms)))
  const sellers = createSimulatedSellers(chance, () => now)
  const bank = createSimulatedBank(chance)
  const max = money(BigInt(chance.between(500, 3_000)), 'USD')
  const kinds = new Set<string>()
  const path: PurchaseState[] = ['REQUESTED']
  let purchase = requested({
    isbns: ['9780441172719'],
    conditions: ['NEW', 'GOOD'] satisfies Condition[],
    max,
    destination: { country: 'US' },
    shipTo: { recipient: 'A', lines: [], city: '', region: '', postalCode: '', country: 'US' },
    paymentMethod: 'pm_card_visa',
  })
  let isCheapest = true

  function apply(event: PurchaseEvent): void {
    kinds.add(event.type)
    const before = purchase
    const { purchase: after, transition } = decide(before, event)
    if (transition) path.push(after.state)
    const [added] = after.attempts.slice(before.attempts.length)
    if (added) isCheapest &&= isTheCheapest(after, event.at)
    purchase = after
  }

  apply({ type: 'started', at: tick(1) })
  let steps = 0
  while (!purchaseMachine.isTerminal(purchase.state) && steps++ < stepsMax) {
    const { pending } = purchase
    if (!pending) break
    now = Math.max(now, pending.dueAt.getTime())
    sellers.settleLate()
    if (chance.is(0.02)) apply({ type: 'cancelRequested', at: tick(1) })
    if (purchase.state === 'ACTION_REQUIRED' && chance.is(0.5)) {
      bank.shopperActs()
      apply({ type: 'actionTaken', at: tick(10) })
    }
    if (purchase.pending !== pending) continue
    takeTurn(pending)
  }

  /** One turn: the intent is committed; the driver may die before the call, during it or before its outcome is written. */
  function takeTurn(pending: Pending): void {
    const sending: Pending = {
      ...pending,
      tries: pending.tries + 1,
      isInFlight: true,
      firstSentAt: pending.firstSentAt ?? new Date(now),
    }
    purchase = { ...purchase, pending: sending }
    if (chance.is(crashRate)) {
      // A driver that was only paused may still make its call: while its lease runs, and never after it.
      if (sending.step.kind === 'place' && chance.is(0.3))
        sellers.placeLater(attemptQuote(sending.step.ordinal), String(sending.step.ordinal))
      return crash()
    }
    const answer = ask(sending.step)
    if (sending.step.kind !== 'place' && chance.is(0.05)) ask(sending.step) // a second driver makes the same call
    if (chance.is(crashRate)) return crash() // after the call: the outcome is lost
    purchase = { ...purchase, pending: { ...sending, isInFlight: false } }
    apply({ ...answer, at: tick(chance.between(5, 3_000)) } as PurchaseEvent)
  }

  function crash(): void {
    kinds.add('crash')
    apply({ type: 'resumed', at: tick(20_000) })
  }

  function ask(step: Step): Omit<PurchaseEvent, 'at'> {
    switch (step.kind) {
      case 'quote':
        return sellers.quote()
      case 'authorize':
        return bank.authorize(max)
      case 'checkAction':
        return bank.look(max)
      case 'place':
        return sellers.place(attemptQuote(step.ordinal), String(step.ordinal))
      case 'findOrder':
        return sellers.find(attemptQuote(step.ordinal).sellerId, String(step.ordinal))
      case 'cancelOrder':
        return sellers.cancel(attemptQuote(step.ordinal).sellerId, String(step.ordinal))
      case 'capture':
        return bank.capture(purchase.attempts.find(({ ordinal }) => ordinal === step.ordinal)?.charge?.minor ?? 0n)
      case 'void':
        return bank.release()
    }
  }

  function attemptQuote(ordinal: number): PricedQuote {
    const quote = purchase.attempts.find((attempt) => attempt.ordinal === ordinal)?.quote
    if (!quote) throw new Error(`no attempt ${ordinal}`)
    return quote
  }

  now += 3_600_000 // whatever is still on its way arrives
  sellers.settleLate()
  return {
    seed,
    purchase,
    path,
    steps,
    kinds,
    isCheapest,
    liveOrders: sellers.liveOrders(),
    captured: bank.captures(),
    isHeld: bank.isHeld(),
    held: bank.held(),
  }
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
