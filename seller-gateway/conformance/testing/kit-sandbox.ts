// The sandbox's sellers as the kit meets them: a calm sandbox of its own, with the same few books on every shelf.
import { startSandbox } from '@quire/sandbox'
import { systemClock } from '../../core/clock.ts'
import { createRegistry } from '../../core/registry.ts'
import { sandboxSellers } from '../../default-sellers.ts'
import { isbn } from '../../testing/books.ts'
import { connectGrpcSubject, subjectOf } from '../index.ts'
import type { KitOptions, Subject } from '../index.ts'

export interface KitSandbox {
  /** Fills the seller's shelf and connects to it: over the bare wire where it speaks gRPC, otherwise through its adapter. */
  connect(sellerId: string): Promise<Subject>
  /** A seller through the adapter that the gateway would use, whatever it speaks. */
  connectAdapter(sellerId: string): Promise<Subject>
  close(): Promise<void>
}

const [plenty, rare, inYen, nowhere] = [901, 902, 903, 904].map(isbn) as [string, string, string, string]
const shelf = {
  [plenty]: { price: '8.99', shipping: '2.40', currency: 'GBP', condition: 'NEW', quantity: 60 },
  [rare]: { price: '4.50', shipping: '2.40', currency: 'GBP', condition: 'NEW', quantity: 2 },
  [inYen]: { price: '1299', shipping: '450', currency: 'JPY', condition: 'NEW', quantity: 20 },
  [nowhere]: { price: '1.00', shipping: '1.00', currency: 'GBP', condition: 'NEW', quantity: 0 },
}

/** What the kit is told about each: no pace, for nobody else is there, and orders may stand where nothing can be cancelled. */
export const sandboxOptions: KitOptions = {
  isbns: [plenty, rare, inYen],
  unknownIsbn: nowhere,
  currency: 'GBP',
  currencies: ['USD', 'GBP', 'EUR', 'JPY', 'CHF'],
  perSecond: 10_000,
  mayLeaveOrders: true,
}

/** The ids of the sandbox's sellers. */
export const sandboxSellerIds: readonly string[] = sandboxSellers({
  url: 'http://127.0.0.1:1',
  grpcAddr: '127.0.0.1:1',
})
  .map(({ id }) => id)
  .toSorted()

/** Sellers that quote from a list; what they said last is as old as that. */
const listed = ['bargain-barn', 'continental', 'continental-us']

// A price list of a thousand books is made once, and not anew after each order: a run takes no longer than this.
const listLifeMs = 10 * 60_000

/** Starts it on free ports of 127.0.0.1. */
export async function startKitSandbox(): Promise<KitSandbox> {
  const sandbox = await startSandbox()
  const { url, grpcAddr } = sandbox
  const entries = sandboxSellers({ url, grpcAddr, perSecond: 100_000 })
  const registry = createRegistry(entries, systemClock)

  async function connectAdapter(sellerId: string): Promise<Subject> {
    const found = registry.find(sellerId)
    if (!found) throw new RangeError(`there is no sandbox seller ${sellerId}; there are ${sandboxSellerIds.join(', ')}`)
    await fillShelf(url, sellerId)
    const subject = subjectOf(found.adapter, {
      name: sellerId,
      pricesFrom: listed.includes(sellerId) ? 'list' : 'asking',
    })
    return { ...subject, close: async () => {} } // the adapter is the registry's
  }

  return {
    connectAdapter,
    async connect(sellerId) {
      const connection = entries.find(({ id }) => id === sellerId)?.connection
      if (connection?.protocol !== 'grpc') return await connectAdapter(sellerId)
      await fillShelf(url, sellerId)
      return await connectGrpcSubject({
        address: grpcAddr,
        isPlaintext: true,
        apiKey: connection.apiKey,
        resolve: async () => ({ address: '127.0.0.1', family: 4 }),
      })
    },
    async close() {
      await registry.close()
      await sandbox.close()
    },
  }
}

async function fillShelf(url: string, seller: string): Promise<void> {
  for (const [isbn13, offer] of Object.entries(shelf))
    await control('PUT', `${url}/sellers/${seller}/offers/${isbn13}`, offer)
  await control('PATCH', `${url}/sellers/${seller}`, { listEveryMs: listLifeMs })
}

async function control(method: string, address: string, body: unknown): Promise<void> {
  const answer = await fetch(address, { method, body: JSON.stringify(body) })
  if (!answer.ok) throw new Error(`the sandbox answered ${answer.status}: ${await answer.text()}`)
}
