import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { Running } from './child.ts'
import { createSupervisor } from './supervisor.ts'

let said: string[]
let pids: number[]
let nextPid: number

beforeEach(() => {
  vi.useFakeTimers()
  said = []
  pids = []
  nextPid = 1
})
afterEach(() => vi.useRealTimers())

function supervisor() {
  return createSupervisor({ say: (text) => said.push(text), onChange: (running) => (pids = running) })
}

/** A service that ends when it is told to; `log` keeps what happened to it. */
function service(name: string, log: string[]) {
  const controls: { end(how: string): void }[] = []
  const begin = async (): Promise<Running> => {
    log.push(`${name} began`)
    let end: (how: string) => void = () => undefined
    const ended = new Promise<string>((resolve) => (end = resolve))
    controls.push({ end })
    const stop = async () => {
      log.push(`${name} stopped`)
      end('ended with 0')
    }
    return { pid: nextPid++, ended, stop, tail: () => ['Error: no more'] }
  }
  return { begin, controls }
}

it('starts a service again, at ever longer intervals, and says why', async () => {
  const log: string[] = []
  const { begin, controls } = service('worker', log)
  const kept = supervisor()
  await kept.start({ worker: begin })
  for (const pauseMs of [1_000, 2_000, 4_000]) {
    controls.at(-1)?.end('ended with 1')
    await vi.advanceTimersByTimeAsync(pauseMs - 1)
    const before = log.length
    await vi.advanceTimersByTimeAsync(1)
    expect(log).toHaveLength(before + 1)
  }
  expect(said.filter((line) => line.includes('ended'))).toEqual([
    'worker ended with 1 (Error: no more); starting it again in 1 s',
    'worker ended with 1 (Error: no more); starting it again in 2 s',
    'worker ended with 1 (Error: no more); starting it again in 4 s',
  ])
  expect(pids).toEqual([4])
  await kept.stop()
})

it('begins with the shortest interval again after a minute of health', async () => {
  const { begin, controls } = service('worker', [])
  const kept = supervisor()
  await kept.start({ worker: begin })
  controls.at(-1)?.end('ended with 1')
  await vi.advanceTimersByTimeAsync(1_000 + 61_000)
  controls.at(-1)?.end('ended with 1')
  await vi.advanceTimersByTimeAsync(0)
  expect(said.at(-1)).toContain('in 1 s')
  await kept.stop()
})

it('tries again when a service cannot be started again', async () => {
  const { begin, controls } = service('server', [])
  let tries = 0
  const kept = supervisor()
  await kept.start({ server: () => (++tries === 2 ? Promise.reject(new Error('no port')) : begin()) })
  controls.at(-1)?.end('ended by SIGKILL')
  await vi.advanceTimersByTimeAsync(1_000)
  expect(said.at(-1)).toBe('server could not be started (no port); starting it again in 2 s')
  await vi.advanceTimersByTimeAsync(2_000)
  expect(tries).toBe(3)
  await kept.stop()
})

it('stops what was started last first, and starts nothing any more', async () => {
  const log: string[] = []
  const kept = supervisor()
  await kept.start({ database: service('database', log).begin })
  await kept.start({ server: service('server', log).begin })
  await kept.stop()
  expect(log).toEqual(['database began', 'server began', 'server stopped', 'database stopped'])
  await expect(kept.start({ worker: service('worker', log).begin })).rejects.toThrow()
  await vi.advanceTimersByTimeAsync(120_000)
  expect(log).toHaveLength(4)
})

it('passes on why a service did not start the first time, after the others have', async () => {
  const log: string[] = []
  const kept = supervisor()
  const start = kept.start({
    gateway: () => Promise.reject(new Error('no contracts')),
    server: service('server', log).begin,
  })
  await expect(start).rejects.toThrow('no contracts')
  await kept.stop()
  expect(log).toEqual(['server began', 'server stopped'])
})
