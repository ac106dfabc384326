// The promises of SPEC.md over thousands of seeded schedules. A failing seed is in the message; run it alone with
// SIMULATION_SEED=n. SIMULATION_SCHEDULES=n runs fewer, as mutation testing does, or more.
import { expect, it } from 'vitest'
import { purchaseMachine } from './machine.ts'
import type { PurchaseState } from './machine.ts'
import { reviewActions } from './purchase.ts'
import { simulatePurchase } from './simulate-purchase.ts'
import type { Simulated } from './simulate-purchase.ts'

const schedules = Number(process.env['SIMULATION_SCHEDULES'] ?? 20_000)

it('keeps every promise over all schedules', () => {
  const only = process.env['SIMULATION_SEED']
  const seeds = only ? [Number(only)] : Array.from({ length: schedules }, (_, i) => i + 1)
  const ended = new Map<string, number>()
  const kinds = new Set<string>()
  const broken: string[] = []
  for (const seed of seeds) {
    const run = simulatePurchase(seed)
    ended.set(run.purchase.state, (ended.get(run.purchase.state) ?? 0) + 1)
    for (const kind of run.kinds) kinds.add(kind)
    broken.push(
      ...brokenPromises(run).map(
        (promise) => `seed ${seed}: ${promise} (${run.path.join(' → ')}, ${run.purchase.reason ?? ''})`,
      ),
    )
    if (broken.length > 5) break
  }
  expect(broken).toEqual([])
  if (only) return
  // A simulation that never gets anywhere would keep every promise too.
  for (const end of ['PURCHASED', 'NO_OFFER', 'DECLINED', 'CANCELLED', 'NEEDS_REVIEW'])
    expect(ended.get(end), end).toBeGreaterThan(schedules / 500)
  for (const kind of [
    'crash',
    'orderUnknown',
    'orderNotFound',
    'orderCancelled',
    'cancelRefused',
    'captureRefused',
    'actionRequired',
    'voided',
    'resumed',
    ...reviewActions,
  ])
    expect(kinds, kind).toContain(kind)
}, 120_000)

it('gives the same run for the same seed', () => {
  expect(simulatePurchase(77)).toEqual(simulatePurchase(77))
})

function brokenPromises(run: Simulated): string[] {
  const kept = { ...always(run), ...(ends[run.purchase.state]?.(run) ?? { 'it ends': false }) }
  return Object.entries(kept).flatMap(([promise, isKept]) => (isKept ? [] : [promise]))
}

type Promises = Record<string, boolean>

/** What holds whatever the end. */
function always({ purchase, liveOrders, captured, held, isCheapest, path }: Simulated): Promises {
  const { max } = purchase.terms
  return {
    'one live order at most': liveOrders.length <= 1,
    'one capture at most': captured.length <= 1,
    'nothing above the maximum': (captured[0] ?? 0n) <= max.minor && held <= max.minor,
    'always the cheapest eligible': isCheapest,
    'the way is in the table': followsTable(path),
  }
}

/** What an end promises beside that. */
const ends: Partial<Record<PurchaseState, (run: Simulated) => Promises>> = {
  PURCHASED: ({ purchase, liveOrders, captured, isHeld }) => {
    const confirmed = purchase.attempts.filter(({ state }) => state === 'CONFIRMED')
    const [charge = 0n] = captured
    return {
      'bought means one order and one charge': liveOrders.length === 1 && captured.length === 1,
      'the charge is what the seller confirmed': confirmed.length === 1 && confirmed[0]?.charge?.minor === charge,
      'the charge is at most what was quoted': charge <= (confirmed[0]?.quote.total.minor ?? 0n),
      'the seller charges no more than the shopper pays': (liveOrders[0]?.sellerMinor ?? 0n) <= charge,
      'no hold outlives its purchase': !isHeld,
    }
  },
  NO_OFFER: endsWithoutABook,
  DECLINED: endsWithoutABook,
  CANCELLED: endsWithoutABook,
  NEEDS_REVIEW: ({ purchase, captured }) => ({
    'a person is told why': purchase.reason !== null,
    'no review of a finished purchase': captured.length === 0 || purchase.reason === 'CAPTURE_UNKNOWN',
  }),
}

function endsWithoutABook({ liveOrders, captured, isHeld }: Simulated): Promises {
  return {
    'not bought means no order': liveOrders.length === 0,
    'not bought means no charge': captured.length === 0,
    'no hold outlives its purchase': !isHeld,
  }
}

function followsTable(path: readonly PurchaseState[]): boolean {
  return path.every(
    (state, i) => i === 0 || Object.values<string>(purchaseMachine.states[path[i - 1] ?? 'REQUESTED']).includes(state),
  )
}
