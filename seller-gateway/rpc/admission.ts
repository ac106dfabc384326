import { status } from '@grpc/grpc-js'
import { rpcError } from '@quire/proto/errors'

/** Keeps the number of calls under way below a limit: what is over it is shed early, with a word on when to come back. */
export interface Admission {
  /** Takes a place and returns what gives it back. Throws RESOURCE_EXHAUSTED with RetryInfo when there is none. */
  enter(): () => void
}

/** Admits `callsMax` calls at once. */
export function createAdmission(callsMax: number): Admission {
  let underWay = 0
  return {
    enter() {
      if (underWay >= callsMax)
        throw rpcError(status.RESOURCE_EXHAUSTED, 'too many calls at once', {
          reason: 'OVERLOADED',
          retryAfterMs: 1_000,
        })
      underWay += 1
      return () => void (underWay -= 1)
    },
  }
}
