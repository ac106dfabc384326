// The promises of SPEC.md over thousands of seeded schedules. A failing seed is in the message; run it alone with
// SIMULATION_SEED=n.
import { expect, it } from 'vitest'
import { purchaseMachine } from './machine.ts'
import { simulatePurchase } from './simulate-purchase.ts'
import type { Simulated } from './simulate-purchase.ts'

const schedules = 20_000

it('keeps every promise over twenty thousand schedules', () => {
  const only = process.env['SIMULATION_SEED']
  const seeds = only ? [Number(only)] : Array.from({ length: schedules }, (_, i) => i + 1)
  const ends = new Map<string, number>()
  const kinds = new Set<string>()
  const broken: string[] = []
  for (const seed of seeds) {
    const run = simulatePurchase(seed)
    ends.set(run.purchase.state, (ends.get(run.purchase.state) ?? 0) + 1)
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
    expect(ends.get(end), end).toBeGreaterThan(schedules / 500)
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
  ])
    expect(kinds, kind).toContain(kind)
}, 120_000)

it('gives the same run for the same seed', () => {
  expect(simulatePurchase(77)).toEqual(simulatePurchase(77))
})

function brokenPromises(run: Simulated): string[] {
  const { purchase, liveOrders, captured, isHeld } = run
  const { state, terms } = purchase
  const isBought = state === 'PURCHASED'
  const isAsked = state === 'NEEDS_REVIEW'
  const [charge = 0n] = captured
  const confirmed = purchase.attempts.filter((attempt) => attempt.state === 'CONFIRMED')
  const promises: [string, boolean][] = [
    ['it ends', purchaseMachine.isTerminal(state)],
    ['one live order at most', liveOrders.length <= 1],
    ['one capture at most', captured.length <= 1],
    ['nothing above the maximum', charge <= terms.max.minor && run.held <= terms.max.minor],
    ['bought means one order and one charge', !isBought || (liveOrders.length === 1 && captured.length === 1)],
    [
      'the charge is what the seller confirmed',
      !isBought || (confirmed.length === 1 && confirmed[0]?.charge?.minor === charge),
    ],
    ['the seller charges no more than the shopper pays', !isBought || (liveOrders[0]?.sellerMinor ?? 0n) <= charge],
    ['not bought means no order', isBought || isAsked || liveOrders.length === 0],
    ['not bought means no charge', isBought || isAsked || captured.length === 0],
    ['no hold outlives its purchase', isAsked || !isHeld],
    ['a person is told why', !isAsked || purchase.reason !== null],
    ['always the cheapest eligible', run.isCheapest],
    ['no review of a finished purchase', !isAsked || captured.length === 0],
    ['the way is in the table', followsTable(run)],
  ]
  return promises.filter(([, isKept]) => !isKept).map(([name]) => name)
}

function followsTable({ path }: Simulated): boolean {
  return path.every(
    (state, i) => i === 0 || Object.values<string>(purchaseMachine.states[path[i - 1] ?? 'REQUESTED']).includes(state),
  )
}
