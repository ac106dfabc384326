import { describe, expect, it } from 'vitest'
import { fakeClock } from '../testing/fake-clock.ts'
import { awaitAnswer } from './await-answer.ts'
import { CallerGone, OrderPending, SellerFailure } from './seller-failure.ts'

const never = new AbortController().signal
const settle = () => new Promise((resolve) => setImmediate(resolve))

/** Looks that give these one after the other, then nothing for ever. */
function looks(...found: (string | Error | null)[]) {
  const counter = { calls: 0 }
  const look = async () => {
    const next = found[counter.calls] ?? null
    counter.calls += 1
    if (next instanceof Error) throw next
    return next
  }
  return Object.assign(counter, { look })
}

/** Lets time pass second by second until the answer is there. */
async function passing<T>(clock: ReturnType<typeof fakeClock>, answer: Promise<T>): Promise<T> {
  let isOver = false
  const over = () => void (isOver = true)
  answer.then(over, over)
  for (let seconds = 0; seconds < 60 && !isOver; seconds += 0.05) {
    clock.advance(50)
    await settle()
  }
  return await answer
}

describe('awaitAnswer', () => {
  it('returns an answer that is there without waiting', async () => {
    expect(await awaitAnswer(looks('yes').look, { clock: fakeClock(), signal: never, patienceMs: 0 })).toBe('yes')
  })

  it('looks again until there is one, also after a look that failed', async () => {
    const clock = fakeClock()
    const { look } = looks(null, new SellerFailure('unavailable', 'half written'), null, 'yes')
    expect(await passing(clock, awaitAnswer(look, { clock, signal: never, patienceMs: 5_000 }))).toBe('yes')
  })

  it('never calls an order "not bought" when its patience ends, whatever the last look said', async () => {
    const clock = fakeClock()
    const counter = looks(...Array<Error>(20).fill(new SellerFailure('throttled', 'slow down', { actedOn: 'no' })))
    const waiting = awaitAnswer(counter.look, { clock, signal: never, patienceMs: 5_000 })
    await expect(passing(clock, waiting)).rejects.toMatchObject({ kind: 'timeout', actedOn: 'maybe' })
    expect(counter.calls).toBe(9) // five quick ones, then one a second
  })

  it('says that it is pending, not broken', async () => {
    const clock = fakeClock()
    const waiting = awaitAnswer(looks().look, { clock, signal: never, patienceMs: 1_000 })
    await expect(passing(clock, waiting)).rejects.toBeInstanceOf(OrderPending)
  })

  it('ends with its caller', async () => {
    const gone = new AbortController()
    const waiting = awaitAnswer(looks().look, { clock: fakeClock(), signal: gone.signal, patienceMs: 1_000 })
    await settle()
    gone.abort(new CallerGone('deadline'))
    await expect(waiting).rejects.toBeInstanceOf(CallerGone)
  })

  it('passes on a fault of our own', async () => {
    const { look } = looks(new TypeError('x is not a function'))
    const wait = { clock: fakeClock(), signal: never, patienceMs: 1_000 }
    await expect(awaitAnswer(look, wait)).rejects.toBeInstanceOf(TypeError)
  })
})
