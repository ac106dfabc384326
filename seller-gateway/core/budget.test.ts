import fc from 'fast-check'
import { expect, it } from 'vitest'
import { createBudget } from './budget.ts'

it('lets out a share of the calls, to the call', () => {
  const budget = createBudget({ share: 0.1, initial: 0, max: 10 })
  const taken = []
  for (let calls = 1; calls <= 100; calls += 1) {
    budget.earn()
    if (budget.take()) taken.push(calls)
  }
  expect(taken).toEqual([10, 20, 30, 40, 50, 60, 70, 80, 90, 100])
})

it('never lets out more than its share and what it began with, nor more than its most in one go', () => {
  const steps = fc.array(fc.constantFrom('earn', 'take'), { maxLength: 500 })
  const budgets = fc.record({
    share: fc.constantFrom(0.05, 0.1, 0.5),
    initial: fc.nat(3),
    max: fc.integer({ min: 3, max: 10 }),
  })
  fc.assert(
    fc.property(budgets, steps, (options, todo) => {
      const budget = createBudget(options)
      let earned = 0
      let taken = 0
      let inOneGo = 0
      for (const step of todo) {
        if (step === 'earn') {
          earned += 1
          inOneGo = 0
          budget.earn()
        } else if (budget.take()) {
          taken += 1
          inOneGo += 1
        }
        expect(taken).toBeLessThanOrEqual(options.initial + options.share * earned + 1e-9)
        expect(inOneGo).toBeLessThanOrEqual(options.max)
      }
    }),
  )
})
