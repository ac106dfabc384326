import { status } from '@grpc/grpc-js'
import { expect, it } from 'vitest'
import { isbn } from '../../testing/books.ts'
import { startReferenceSeller } from '../testing/reference-seller.ts'
import { ReferenceShop } from '../testing/reference-shop.ts'
import { openClient } from './connect.ts'
import { startCutProxy } from './cut-proxy.ts'
import { createProbe } from './probe.ts'

it('lets an order through and loses its answer', async () => {
  const cancelled = Promise.withResolvers<void>()
  const shop = new (class extends ReferenceShop {
    override cancel(requestId: string) {
      setImmediate(cancelled.resolve) // after the answer was handed to the connection
      return super.cancel(requestId)
    }
  })({ copies: [{ isbn13: isbn(1), condition: 'NEW', cents: 999, quantity: 1 }], key: 'k' })
  const server = await startReferenceSeller(shop)
  const upstream = { address: '127.0.0.1', family: 4 as const, port: Number(server.address.split(':')[1]) }
  const proxy = await startCutProxy(upstream)
  const client = await openClient(
    { address: server.address, isPlaintext: true, apiKey: 'k', resolve: async () => upstream },
    proxy.place,
  )
  try {
    const probe = createProbe(client, 'k')
    expect((await probe.call('GetChallenge', {})).code).toBe(status.OK)

    proxy.mute()
    const lost = probe.call('CancelOrder', { requestId: 'lost-1' })
    await cancelled.promise
    // An answer on the same connection would have come before this one, had any come at all.
    const after = probe.call('GetChallenge', {}, { deadlineMs: 200 })
    expect((await after).code).toBe(status.DEADLINE_EXCEEDED)
    proxy.cut()
    expect(await lost).toMatchObject({ code: status.UNAVAILABLE, messages: [] })
    expect([...shop.orders.keys()]).toEqual(['lost-1'])
  } finally {
    client.close()
    await proxy.close()
    server.close()
  }
})
