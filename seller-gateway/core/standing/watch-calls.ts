import type { SellerPolicy } from '../policy.ts'

/** The same policy, telling `onEnd` how each call ended: the error, or null. */
export function watchCalls(policy: SellerPolicy, onEnd: (error: unknown) => void): SellerPolicy {
  return {
    ...policy,
    async run(kind, signal, call) {
      try {
        const answer = await policy.run(kind, signal, call)
        onEnd(null)
        return answer
      } catch (error) {
        onEnd(error)
        throw error
      }
    },
  }
}
