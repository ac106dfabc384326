// Every seller of the sandbox through its own adapter, and the one that speaks gRPC over the bare wire as well: all must pass the kit.
import { afterAll, beforeAll, expect, it } from 'vitest'
import { runKit, toReport } from './index.ts'
import type { Subject } from './index.ts'
import { sandboxOptions, sandboxSellerIds, startKitSandbox } from './testing/kit-sandbox.ts'
import type { KitSandbox } from './testing/kit-sandbox.ts'

let sandbox: KitSandbox
beforeAll(async () => {
  sandbox = await startKitSandbox()
})
afterAll(() => sandbox.close())

async function pass(subject: Subject, { least }: { least: number }): Promise<void> {
  try {
    const results = await Array.fromAsync(runKit(subject, sandboxOptions))
    expect(results.filter(({ state }) => state === 'CHECK_STATE_FAILED')).toEqual([])
    const { conforms, passed } = toReport(results, new Date())
    expect(conforms).toBe(true)
    expect(passed).toBeGreaterThanOrEqual(least) // a kit that skips everything has shown nothing
  } finally {
    await subject.close()
  }
}

it.each(sandboxSellerIds)('%s passes every check that applies to it', async (id) => {
  await pass(await sandbox.connectAdapter(id), { least: id === 'foxed' ? 40 : 50 }) // Foxed cancels nothing
})

it('Fleet Street passes every check of the wire too', async () => {
  await pass(await sandbox.connect('fleet-street'), { least: 78 })
})
