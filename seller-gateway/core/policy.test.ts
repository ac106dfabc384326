import { describe, expect, it } from 'vitest'
import { fakeClock } from '../testing/fake-clock.ts'
import { limits } from '../testing/fake-seller.ts'
import { systemClock } from './clock.ts'
import { createPolicy } from './policy.ts'
import type { SellerPolicy } from './policy.ts'
import { CallerGone, OrderPending, OrderRefused, SellerFailure, SellerSkipped } from './seller-failure.ts'

const never = new AbortController().signal
const down = () => Promise.reject(new SellerFailure('unavailable', 'down'))

/** Every kind of call in one shape; a look-up's answer is one value. */
function runAs(
  policy: SellerPolicy,
  kind: 'quotes' | 'lookUp' | 'place',
  signal: AbortSignal,
  call: Call,
): Promise<unknown> {
  if (kind !== 'quotes') return policy.run(kind, signal, call)
  return policy.ask(signal, {
    async *open(inner) {
      yield await call(inner)
    },
    take: () => true,
  })
}
type Call = (signal: AbortSignal) => Promise<unknown>

function counted(call: () => Promise<unknown>) {
  const counter = { calls: 0, run: () => ((counter.calls += 1), call()) }
  return counter
}

describe('policy', () => {
  it.each([
    ['quotes', 2],
    ['lookUp', 2],
    ['place', 1],
  ] as const)('repeats %s: %i calls when the seller is down', async (kind, expected) => {
    const call = counted(down)
    await expect(runAs(createPolicy(limits, systemClock), kind, never, call.run)).rejects.toMatchObject({
      kind: 'unavailable',
    })
    expect(call.calls).toBe(expected)
  })

  it.each([
    new SellerFailure('timeout', ''),
    new SellerFailure('throttled', '', { retryAfterMs: 1_000 }),
    new SellerFailure('bad_data', ''),
    new SellerFailure('unavailable', '', { isFinal: true }),
    new OrderRefused('SOLD_OUT', ''),
  ])('does not repeat a look-up after $name $kind', async (error) => {
    const call = counted(() => Promise.reject(error))
    await expect(runAs(createPolicy(limits, systemClock), 'quotes', never, call.run)).rejects.toBe(error)
    expect(call.calls).toBe(1)
  })

  it('stops asking a seller that is down, orders included, and asks again later', async () => {
    const policy = createPolicy(limits, fakeClock())
    for (let n = 0; n < 5; n += 1) await policy.run('place', never, down).catch(() => {})
    expect(policy.skipReason()).toMatchObject({ reason: 'breaker_open' })
    const call = counted(async () => 'never')
    await expect(policy.run('place', never, call.run)).rejects.toMatchObject({ reason: 'breaker_open' })
    expect(call.calls).toBe(0)
  })

  it.each([
    new SellerFailure('bad_data', ''),
    new SellerFailure('rejected', ''),
    new OrderPending('it has not decided yet'),
    new OrderRefused('SOLD_OUT', ''),
    new CallerGone('cancelled'),
  ])('goes on asking a seller that answers: $name', async (error) => {
    const policy = createPolicy(limits, fakeClock())
    for (let n = 0; n < 10; n += 1) await policy.run('place', never, () => Promise.reject(error)).catch(() => {})
    expect(policy.skipReason()).toBeNull()
  })

  it('ends a call that ignores its signal, as the seller’s timeout', async () => {
    const policy = createPolicy({ ...limits, orderTimeoutMs: 20 }, fakeClock())
    const failure = await policy.run('place', never, () => new Promise(() => {})).catch((error: unknown) => error)
    expect(failure).toMatchObject({ kind: 'timeout', actedOn: 'maybe' })
  })

  it("ends a call with the caller's reason when the caller leaves", async () => {
    const leaving = new AbortController()
    const running = createPolicy(limits, fakeClock()).run('place', leaving.signal, () => new Promise(() => {}))
    const reason = new CallerGone('cancelled')
    leaving.abort(reason)
    await expect(running).rejects.toBe(reason)
  })

  it('gives the adapter a signal that ends with the caller', async () => {
    const leaving = new AbortController()
    let given: AbortSignal | undefined
    const running = runAs(createPolicy(limits, fakeClock()), 'quotes', leaving.signal, (signal) => {
      given = signal
      return new Promise(() => {})
    })
    running.catch(() => {})
    expect(given?.aborted).toBe(false)
    leaving.abort(new CallerGone('cancelled'))
    expect(given?.aborted).toBe(true)
  })

  it('lets out no more calls than agreed, and turns the rest away', async () => {
    const policy = createPolicy(limits, fakeClock())
    const { promise, resolve } = Promise.withResolvers<void>()
    const call = counted(() => promise)
    const running = Array.from({ length: 8 }, () => runAs(policy, 'quotes', never, call.run))
    expect(call.calls).toBe(4)
    expect(policy.skipReason()).toMatchObject({ reason: 'busy' })
    await expect(runAs(policy, 'quotes', never, call.run)).rejects.toMatchObject({ reason: 'busy' })
    resolve()
    await Promise.all(running)
    expect(call.calls).toBe(8)
  })

  it('keeps a place for orders while browsing fills every other', async () => {
    const policy = createPolicy(limits, fakeClock())
    for (let n = 0; n < 8; n += 1) void runAs(policy, 'quotes', never, () => new Promise(() => {})).catch(() => {})
    await expect(policy.run('place', never, async () => 'placed')).resolves.toBe('placed')
  })

  it('never sends an order that waited in line until its caller had left', async () => {
    const policy = createPolicy(limits, fakeClock())
    const first = Promise.withResolvers<void>()
    for (let n = 0; n < 64; n += 1) void policy.run('place', never, () => first.promise)
    const leaving = new AbortController()
    const call = counted(async () => 'sent')
    const waiting = policy.run('place', leaving.signal, call.run)
    leaving.abort(new CallerGone('deadline'))
    first.resolve()
    await expect(waiting).rejects.toThrow()
    expect(call.calls).toBe(0)
  })

  it('does not try again for a caller that has left', async () => {
    const leaving = new AbortController()
    const call = counted(() => {
      setImmediate(() => leaving.abort(new CallerGone('cancelled'))) // before the second try, which waits a while
      return down()
    })
    const running = createPolicy(limits, systemClock).run('lookUp', leaving.signal, call.run)
    await expect(running).rejects.toThrow(CallerGone)
    expect(call.calls).toBe(1)
  })

  it('pauses for as long as the seller asks', async () => {
    const clock = fakeClock()
    const policy = createPolicy(limits, clock)
    const throttled = new SellerFailure('throttled', '', { retryAfterMs: 3_000 })
    await runAs(policy, 'quotes', never, () => Promise.reject(throttled)).catch(() => {})
    clock.advance(2_999)
    expect(policy.skipReason()).toMatchObject({ reason: 'rate_limited', retryAfterMs: 1 })
    await expect(policy.run('place', never, async () => '')).rejects.toBeInstanceOf(SellerSkipped)
    clock.advance(1)
    expect(policy.skipReason()).toBeNull()
  })
})
