// An adapter that can be taken away while it is in use: what is under way ends, what comes later is not let out.
import type { SellerAdapter } from './adapter.ts'
import { SellerSkipped } from './seller-failure.ts'

export interface ClosingAdapter extends SellerAdapter {
  /** Lets nothing out any more, and closes when the last call under way has ended. */
  retire(): void
}

/** Counts the calls of `adapter`. `close` ends it at once, `retire` when it is idle. */
export function closeWhenIdle(adapter: SellerAdapter): ClosingAdapter {
  let underWay = 0
  let isRetired = false
  let closed: Promise<void> | null = null
  const close = () => (closed ??= adapter.close())
  const end = () => close().catch(() => {}) // nobody waits for it, and nothing is left to be done

  function enter(): void {
    if (isRetired) throw new SellerSkipped('not_eligible')
    underWay += 1
  }
  function leave(): void {
    underWay -= 1
    if (isRetired && underWay === 0) void end()
  }
  async function counted<T>(call: () => Promise<T>): Promise<T> {
    enter()
    try {
      return await call()
    } finally {
      leave()
    }
  }

  return {
    ...adapter,
    async *getQuotes(ask, signal) {
      enter()
      try {
        yield* adapter.getQuotes(ask, signal)
      } finally {
        leave()
      }
    },
    placeOrder: (ask, signal) => counted(() => adapter.placeOrder(ask, signal)),
    findOrder: (reference, signal) => counted(() => adapter.findOrder(reference, signal)),
    cancelOrder: (reference, signal) => counted(() => adapter.cancelOrder(reference, signal)),
    close,
    retire() {
      isRetired = true
      if (underWay === 0) void end()
    },
  }
}
