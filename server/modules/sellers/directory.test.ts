import { beforeEach, expect, it, vi } from 'vitest'
import type { Clock } from '#platform/clock'
import { createDirectory } from './directory.ts'
import type { Directory } from './directory.ts'
import type { Seller, Sellers } from './model.ts'

const seller = (id: string): Seller => ({
  id,
  name: id,
  protocol: 'grpc',
  currency: 'USD',
  canCancel: true,
  canLookUp: true,
  replaysOrders: true,
  notFoundFinalAfterMs: null,
  isAutoBuyEligible: true,
})

let nowMs: number
let calls: PromiseWithResolvers<readonly Seller[]>[]
let directory: Directory

beforeEach(() => {
  nowMs = 0
  calls = []
  const clock: Clock = { now: () => new Date(nowMs), sleep: async () => {} }
  const list: Sellers['list'] = () => {
    const call = Promise.withResolvers<readonly Seller[]>()
    calls.push(call)
    return call.promise
  }
  directory = createDirectory({ list } as Sellers, clock)
})

it('asks once for any number of readers', async () => {
  const readers = [directory.list(), directory.list(), directory.find('harbor'), directory.find('nobody')]
  expect(calls).toHaveLength(1)
  calls[0]?.resolve([seller('harbor')])
  expect(await Promise.all(readers)).toEqual([[seller('harbor')], [seller('harbor')], seller('harbor'), null])
  await directory.list()
  expect(calls).toHaveLength(1)
})

it('asks again after a minute', async () => {
  await answered(directory.list(), [seller('harbor')])
  nowMs = 59_999
  await directory.list()
  expect(calls).toHaveLength(1)
  nowMs = 60_000
  expect(await answered(directory.list(), [seller('northgate')])).toEqual([seller('northgate')])
  expect(calls).toHaveLength(2)
})

it('asks again at once for a seller that it does not know yet', async () => {
  await answered(directory.list(), [seller('harbor')])
  expect(await directory.listKnowing(['harbor'])).toEqual([seller('harbor')])
  expect(calls).toHaveLength(1)
  const asked = directory.listKnowing(['harbor', 'new-here'])
  await vi.waitUntil(() => calls.length === 2)
  expect(await answered(asked, [seller('harbor'), seller('new-here')])).toHaveLength(2)
  await directory.listKnowing(['new-here'])
  expect(calls).toHaveLength(2)
})

it('keeps the last good list while the gateway cannot be reached, and asks again', async () => {
  await answered(directory.list(), [seller('harbor')])
  nowMs = 3_600_000
  const asked = directory.list()
  calls.at(-1)?.reject(new Error('unreachable'))
  expect(await asked).toEqual([seller('harbor')])
  expect(await answered(directory.list(), [seller('northgate')])).toEqual([seller('northgate')])
})

it('says that it knows nothing while it knows nothing, to every reader, and asks again', async () => {
  const readers = [directory.list(), directory.find('harbor')]
  calls.at(-1)?.reject(new Error('unreachable'))
  for (const reader of readers) await expect(reader).rejects.toThrow('unreachable')
  expect(await answered(directory.find('harbor'), [seller('harbor')])).toEqual(seller('harbor'))
})

function answered<T>(asked: Promise<T>, list: readonly Seller[]): Promise<T> {
  calls.at(-1)?.resolve(list)
  return asked
}
