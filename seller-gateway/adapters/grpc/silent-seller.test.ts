// F36: a gRPC seller that answers with metadata at once and then says nothing, which would win any race that headers decide; and one that
// answers "try again in NaN". On a real server, with the real policy.
import { Metadata, Server, ServerCredentials, status } from '@grpc/grpc-js'
import type { ServerWritableStream } from '@grpc/grpc-js'
import { sellerService } from '@quire/proto'
import type { seller } from '@quire/proto'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import type { SellerQuote } from '../../core/adapter.ts'
import { systemClock } from '../../core/clock.ts'
import { createPolicy } from '../../core/policy.ts'
import { fakeSeller, limits } from '../../testing/fake-seller.ts'
import { connectGrpc } from './index.ts'
import quote from './fixtures/quote.json' with { type: 'json' }

type QuotesCall = ServerWritableStream<seller.GetQuotesRequest__Output, seller.GetQuotesResponse>

const server = new Server()
let address: string
let calls: QuotesCall[]
let answer: (call: QuotesCall, n: number) => void

beforeAll(async () => {
  const notAsked = () => {}
  server.addService(sellerService, {
    GetQuotes: (call: QuotesCall) => answer(call, calls.push(call)),
    PlaceOrder: notAsked,
    GetOrder: notAsked,
    CancelOrder: notAsked,
  })
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, bound) =>
      error ? reject(error) : resolve(bound),
    )
  })
  address = `127.0.0.1:${port}`
})
afterAll(() => server.forceShutdown())
beforeEach(() => {
  calls = []
})

const say = (call: QuotesCall) => {
  call.write({ quote: { ...quote, isbn13: call.request.isbn13 } as seller.Quote })
  call.end()
}

/** A seller at the server, with one look-up as the gateway makes it. */
function connect() {
  const roomy = { ...limits, quoteTimeoutMs: 20_000 }
  const { entry } = fakeSeller(systemClock, {}, { currencies: ['USD', 'GBP', 'EUR', 'JPY'] })
  const policy = createPolicy(roomy, systemClock)
  const connection = {
    protocol: 'grpc' as const,
    contractVersion: 'quire.seller.v1' as const,
    address,
    tls: false,
    apiKey: 'key',
  }
  const adapter = connectGrpc(entry, connection, { clock: systemClock, onRequest: policy.charge })
  return {
    policy,
    close: () => adapter.close(),
    async ask(isbn13: string): Promise<SellerQuote[]> {
      const ask = { isbn13, destination: { country: 'US', postalCode: '' }, currency: 'USD' }
      const found: SellerQuote[] = []
      await policy.ask<SellerQuote>(new AbortController().signal, {
        open: (signal) => adapter.getQuotes(ask, signal),
        take: (one) => found.push(one) < 200,
      })
      return found
    },
  }
}

it('F36: early metadata is no answer: the silent call is hedged, and ended when the other one speaks', async () => {
  const { ask, policy, close } = connect()
  answer = (call) => {
    call.sendMetadata(new Metadata())
    say(call)
  }
  for (let n = 0; n < 20; n += 1) await ask('9780340839935') // it is known now how long it usually takes
  const silenced = Promise.withResolvers<void>()
  answer = (call, n) => {
    call.sendMetadata(new Metadata())
    if (n === 21) call.on('cancelled', silenced.resolve) // and says nothing more
    else say(call)
  }
  expect(await ask('9780340839935')).toHaveLength(1)
  await silenced.promise
  expect(calls).toHaveLength(22)
  expect(policy.stats()).toMatchObject({ lookUps: 21, hedges: 1 })
  await close()
})

it('F36: a pushback that is no number starts no storm: one retry, of ours, and no more', async () => {
  const { ask, policy, close } = connect()
  answer = (call) => {
    const trailers = new Metadata()
    trailers.set('grpc-retry-pushback-ms', 'NaN')
    call.emit('error', { code: status.UNAVAILABLE, details: 'down', metadata: trailers })
  }
  await expect(ask('9780340839935')).rejects.toMatchObject({ kind: 'unavailable' })
  expect(calls).toHaveLength(2)
  expect(policy.stats()).toMatchObject({ lookUps: 1, retries: 1, hedges: 0 })
  await close()
})
