import { expect, expectTypeOf, it } from 'vitest'
import { ok } from './outcome.ts'
import type { Outcome } from './outcome.ts'

it('has four ways to end, and only one of them carries a value', () => {
  const outcome: Outcome<number, 'SOLD_OUT'> = ok(1)
  expect(outcome).toEqual({ kind: 'ok', value: 1 })
  expectTypeOf<Outcome<number>['kind']>().toEqualTypeOf<'ok' | 'refused' | 'retryable' | 'unknown'>()
  expectTypeOf<Extract<Outcome<number>, { value: number }>['kind']>().toEqualTypeOf<'ok'>()
  expectTypeOf<Extract<Outcome<number, 'SOLD_OUT'>, { kind: 'refused' }>['reason']>().toEqualTypeOf<'SOLD_OUT'>()
})
