// Lantern's webhooks, as a platform receives them: on a real socket, signed, and as unreliable as they are told to be.
import { createHmac } from 'node:crypto'
import { createServer } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest'
import { startSandbox } from '../../index.ts'
import type { Sandbox } from '../../index.ts'
import { control } from '../../testing/control.ts'
import { lanternBuyer } from '../../testing/lantern-buyer.ts'

const isbn13 = '9780340839935'
let sandbox: Sandbox
const secret = 'lantern-webhook-secret'
const received: { type: string; isSigned: boolean; order: { status: string; client_reference_id: string } }[] = []
let answerStatus = 200
const platform = createServer((request, response) => void receive(request, response))

async function receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const chunks: Buffer[] = []
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk)
  const body = Buffer.concat(chunks).toString('utf8')
  const [, t, v1] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(String(request.headers['merchant-signature'])) ?? []
  const isSigned = createHmac('sha256', secret).update(`${t}.${body}`).digest('hex') === v1
  const { type, data } = JSON.parse(body)
  received.push({ type, isSigned, order: data })
  response.writeHead(answerStatus).end('{"received":true}')
}

interface Settings {
  isSwitchedOff: boolean
  error?: { field: string }
}

const settings = (change: object) => control<Settings>(sandbox, 'PATCH', '/sellers/lantern/webhooks', change)
const isSwitchedOff = async () =>
  (await control<Settings>(sandbox, 'GET', '/sellers/lantern/webhooks')).body.isSwitchedOff
const buy = async (reference: string) => {
  const total = { currency: 'USD', minor: 1200n }
  const bought = await lanternBuyer(sandbox).place(reference, { id: `lt_${isbn13}-1`, total, quantity: 1 })
  expect(bought.kind).toBe('ok')
}

beforeAll(async () => {
  sandbox = await startSandbox()
  await new Promise<void>((resolve) => platform.listen(0, '127.0.0.1', resolve))
})
afterAll(async () => {
  await sandbox.close()
  platform.closeAllConnections()
  platform.close()
})
beforeEach(async () => {
  await control(sandbox, 'POST', '/reset', { seed: 1 })
  await control(sandbox, 'PUT', `/sellers/lantern/offers/${isbn13}`, { price: '10', shipping: '2', quantity: 9 })
  received.length = 0
  answerStatus = 200
  await settings({ url: `http://127.0.0.1:${(platform.address() as AddressInfo).port}/webhooks/lantern` })
})

it('tell the whole order, signed, when it is made and when it is cancelled', async () => {
  await buy('r1')
  await vi.waitFor(() => expect(received).toHaveLength(1))
  await lanternBuyer(sandbox).cancel('r1')
  await vi.waitFor(() => expect(received).toHaveLength(2))
  expect(received).toMatchObject([
    { type: 'order_create', isSigned: true, order: { status: 'confirmed', client_reference_id: 'r1' } },
    { type: 'order_update', isSigned: true, order: { status: 'canceled', client_reference_id: 'r1' } },
  ])
})

it('come twice, badly signed or out of order when they are told to', async () => {
  await settings({ duplicateRate: 1, badSignatureRate: 1 })
  await buy('r1')
  await vi.waitFor(() => expect(received).toMatchObject([{ isSigned: false }, { isSigned: false }]))
  await settings({ duplicateRate: 0, badSignatureRate: 0, shuffleRate: 1 })
  await buy('r2')
  await settings({ shuffleRate: 0 })
  await buy('r3')
  await vi.waitFor(() => expect(received).toHaveLength(4))
  expect(received.slice(2).map(({ order }) => order.client_reference_id)).toEqual(['r3', 'r2'])
})

it('come again until they are taken', async () => {
  answerStatus = 500
  await buy('r1')
  await vi.waitFor(() => expect(received.length).toBeGreaterThan(1))
  answerStatus = 200
  const before = received.length
  await vi.waitFor(() => expect(received.length).toBeGreaterThan(before))
  expect(await isSwitchedOff()).toBe(false)
})

it('are switched off when nobody takes five in a row, until the address is set again', async () => {
  answerStatus = 500
  for (const reference of ['r1', 'r2', 'r3', 'r4']) await buy(reference)
  await vi.waitFor(() => expect(received).toHaveLength(4 * 5), { timeout: 5_000 })
  expect(await isSwitchedOff()).toBe(false)
  await buy('r5')
  await vi.waitFor(async () => expect(await isSwitchedOff()).toBe(true), { timeout: 5_000 })
  await buy('r6')
  answerStatus = 200
  expect((await settings({ duplicateRate: 0 })).body.isSwitchedOff).toBe(false)
  await buy('r7')
  await vi.waitFor(() => expect(received.at(-1)?.order.client_reference_id).toBe('r7'))
  expect(received.map(({ order }) => order.client_reference_id)).not.toContain('r6')
})

it('names the setting that is wrong', async () => {
  expect(await settings({ duplicateRate: 2 })).toMatchObject({
    status: 400,
    body: { error: { field: 'duplicateRate' } },
  })
  expect(await settings({ url: 'file:///etc/passwd' })).toMatchObject({
    status: 400,
    body: { error: { field: 'url' } },
  })
})
