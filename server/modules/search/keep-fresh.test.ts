import { expect, it } from 'vitest'
import { keepFresh } from './keep-fresh.ts'

/** Something that counts how often it was read, takes `tookMs` of a clock of its own, and can fail. */
function useCopy(tookMs: number) {
  const state = { nowMs: 0, reads: 0, isBroken: false }
  const clock = { now: () => new Date(state.nowMs), sleep: async () => {} }
  const copy = keepFresh(async () => {
    await Promise.resolve()
    state.nowMs += tookMs
    if (state.isBroken) throw new Error('no connection')
    return ++state.reads
  }, clock)
  return { copy, state }
}

it('is read once for all who come at once', async () => {
  const { copy, state } = useCopy(1)
  expect(await Promise.all([copy(), copy(), copy()])).toEqual([1, 1, 1])
  expect(state.reads).toBe(1)
})

it('is read anew when it is old, the later the longer that takes', async () => {
  const { copy, state } = useCopy(10)
  await copy()
  state.nowMs += 2_999
  expect(await copy()).toBe(1)
  state.nowMs += 1
  expect(await copy()).toBe(2)
})

it('keeps nobody waiting for what takes long', async () => {
  const { copy, state } = useCopy(1_000)
  await copy()
  state.nowMs += 300_000
  expect(await copy()).toBe(1)
  await Promise.resolve()
  await new Promise(setImmediate)
  expect(await copy()).toBe(2)
})

it('stays as it was while it cannot be read, and fails when it never was', async () => {
  const { copy, state } = useCopy(5)
  state.isBroken = true
  await expect(copy()).rejects.toThrow('no connection')
  state.isBroken = false
  expect(await copy()).toBe(1)
  state.nowMs += 10_000
  state.isBroken = true
  expect(await copy()).toBe(1)
  state.isBroken = false
  expect(await copy()).toBe(2)
})
