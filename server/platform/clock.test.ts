import { expect, it } from 'vitest'
import { systemClock } from './clock.ts'

it('sleeps, and wakes at once when its signal aborts', async () => {
  await systemClock.sleep(1)
  const stop = new AbortController()
  const asleep = systemClock.sleep(600_000, stop.signal)
  stop.abort('enough')
  await expect(asleep).rejects.toMatchObject({ name: 'AbortError', cause: 'enough' })
  await expect(systemClock.sleep(600_000, AbortSignal.abort('before'))).rejects.toMatchObject({ cause: 'before' })
})
