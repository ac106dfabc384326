// The bar of the stopping rule, on what was recorded: decided in half the time of waiting for everybody, for half a per cent of the price.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { regretMax } from '../../server/modules/offers/decide-stop.ts'
import { fromCsv, toCsv } from './rounds.ts'
import { everybody, fixed, rule, simulateRounds } from './simulate-rounds.ts'

const text = readFileSync(join(import.meta.dirname, 'rounds.csv'), 'utf8')
const recorded = fromCsv(text)

it('decides 99 of 100 rounds in at most half the time of waiting for everybody, and loses at most half a per cent', () => {
  const [all, ours] = simulateRounds(recorded, [everybody, rule(regretMax)], 1_000)
  expect(ours?.p99Ms).toBeLessThanOrEqual((all?.p99Ms ?? 0) / 2) // simulated time
  expect(ours?.regret).toBeLessThanOrEqual(0.005)
})

it('would show a rule that does not wait for the cheap ones', () => {
  const [hasty] = simulateRounds(recorded, [fixed(100)], 500)
  expect(hasty?.regret).toBeGreaterThan(0.005)
})

it('reads what it has written', () => {
  expect(toCsv(recorded)).toBe(text)
  expect(toCsv(fromCsv('a,b\n12:,-\n'))).toBe('a,b\n12:,-\n')
})
