import { status } from '@grpc/grpc-js'
import { readDetails } from '@quire/proto/errors'
import { expect, it } from 'vitest'
import { createAdmission } from './admission.ts'

it('sheds what is over the limit, and takes the next when one has left', () => {
  const admission = createAdmission(2)
  const leave = admission.enter()
  admission.enter()
  let shed: unknown
  try {
    admission.enter()
  } catch (error) {
    shed = error
  }
  expect(shed).toMatchObject({ code: status.RESOURCE_EXHAUSTED })
  expect(readDetails(shed as Parameters<typeof readDetails>[0])).toMatchObject({
    reason: 'OVERLOADED',
    retryAfterMs: 1_000,
  })
  leave()
  expect(() => admission.enter()).not.toThrow()
})
