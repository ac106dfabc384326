// What is Fleet Street's own: the contract's codes and details, the buyer's currency, quotes that expire.
import { Metadata, credentials, makeClientConstructor, status } from '@grpc/grpc-js'
import type { ServiceError } from '@grpc/grpc-js'
import { sellerService } from '@quire/proto'
import type { seller as wire } from '@quire/proto'
import { readDetails } from '@quire/proto/errors'
import { fromProtoMoney, toProtoMoney } from '@quire/proto/money'
import { fromTimestamp } from '@quire/proto/time'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { startSandbox } from '../../index.ts'
import type { Sandbox } from '../../index.ts'
import { address } from '../../testing/buyer.ts'
import { control } from '../../testing/control.ts'

const isbn13 = '9780340839935'
let sandbox: Sandbox
let client: wire.SellerServiceClient

beforeAll(async () => {
  sandbox = await startSandbox()
  const Client = makeClientConstructor(sellerService, 'SellerService')
  client = new Client(sandbox.grpcAddr, credentials.createInsecure()) as unknown as wire.SellerServiceClient
})
afterAll(async () => {
  client.close()
  await sandbox.close()
})
beforeEach(() => control(sandbox, 'POST', '/reset', { seed: 1 }))

it.each([
  ['USD', 'USD'],
  ['EUR', 'EUR'],
  ['GBP', 'GBP'],
  ['JPY', 'GBP'],
])('asked in %s it quotes in %s, complete', async (asked, given) => {
  const [quote] = await quotes({ currency: asked, destination: { country: 'US' } })
  expect(quote).toMatchObject({ isbn13, condition: 'CONDITION_NEW', shipsFrom: 'GB' })
  for (const part of [quote?.item, quote?.shipping, quote?.tax]) expect(fromProtoMoney(part!).currency).toBe(given)
  expect(fromTimestamp(quote!.expireTime!).getTime()).toBeGreaterThan(Date.now())
})

it('streams nothing for a book it does not have, or a country it does not serve', async () => {
  expect(await quotes({ destination: { country: 'AQ' } })).toEqual([])
  await control(sandbox, 'PUT', `/sellers/fleet-street/offers/${isbn13}`, { price: '1', quantity: 0 })
  expect(await quotes({})).toEqual([])
})

it('answers GetChallenge with what was put there, and only to who has its key', async () => {
  expect(await challenge()).toEqual({ token: '' })
  await control(sandbox, 'PATCH', '/sellers/fleet-street', { challenge: 'quire-abc' })
  expect(await challenge()).toEqual({ token: 'quire-abc' })
  expect((await refusal(challenge('wrong'))).code).toBe(status.UNAUTHENTICATED)
})

it('names the field that is wrong', async () => {
  const [quote] = await quotes({})
  const good = { requestId: 'r1', quoteId: quote!.quoteId, limitTotal: totalOf(quote!), shipTo: address }
  const fieldOf = async (call: Promise<unknown>) => {
    const error = await refusal(call)
    return [error.code, readDetails(error).violations?.[0]?.field]
  }
  expect(await fieldOf(quotes({ isbn13: '123' }))).toEqual([status.INVALID_ARGUMENT, 'isbn13'])
  expect(await fieldOf(quotes({ destination: null }))).toEqual([status.INVALID_ARGUMENT, 'destination.country'])
  expect(await fieldOf(place({ ...good, requestId: 'x'.repeat(65) }))).toEqual([status.INVALID_ARGUMENT, 'request_id'])
  expect(await fieldOf(place({ ...good, quoteId: 'mine' }))).toEqual([status.INVALID_ARGUMENT, 'quote_id'])
  expect(await fieldOf(place({ ...good, limitTotal: null }))).toEqual([status.INVALID_ARGUMENT, 'limit_total'])
  const francs = { currencyCode: 'CHF', units: '99', nanos: 0 }
  expect(await fieldOf(place({ ...good, limitTotal: francs }))).toEqual([status.INVALID_ARGUMENT, 'limit_total'])
  expect(await fieldOf(place({ ...good, shipTo: { ...address, city: '' } }))).toEqual([
    status.INVALID_ARGUMENT,
    'ship_to.city',
  ])
})

it('refuses a quote that has expired', async () => {
  const [quote] = await quotes({})
  const [prefix, offer, currency] = quote!.quoteId.split('.')
  const quoteId = [prefix, offer, currency, (Date.now() - 1).toString(36)].join('.')
  const error = await refusal(place({ requestId: 'r1', quoteId, limitTotal: totalOf(quote!), shipTo: address }))
  expect([error.code, readDetails(error).reason]).toEqual([status.FAILED_PRECONDITION, 'QUOTE_EXPIRED'])
})

it('wants its key', async () => {
  const error = await refusal(quotes({}, 'wrong'))
  expect([error.code, readDetails(error).reason]).toEqual([status.UNAUTHENTICATED, 'BAD_CREDENTIALS'])
})

it('says when to come back', async () => {
  await control(sandbox, 'PATCH', '/sellers/fleet-street', { ratePerSecond: 1 })
  const answers = await Promise.allSettled(Array.from({ length: 5 }, () => quotes({})))
  const refused = answers.find((answer) => answer.status === 'rejected')
  expect([refused?.reason.code, readDetails(refused?.reason).retryAfterMs]).toEqual([status.RESOURCE_EXHAUSTED, 1000])
})

it('uses the codes of the contract for what was reused and what is not there', async () => {
  const [quote] = await quotes({})
  const order = { requestId: 'r1', quoteId: quote!.quoteId, limitTotal: totalOf(quote!), shipTo: address }
  await place(order)
  const reused = await refusal(place({ ...order, shipTo: { ...address, recipient: 'Another' } }))
  expect([reused.code, readDetails(reused).reason]).toEqual([status.ALREADY_EXISTS, 'REQUEST_ID_REUSED'])
  const missing = await refusal(
    new Promise((_, reject) => client.getOrder({ requestId: 'r2' }, withKey(), (e) => reject(e))),
  )
  expect(missing.code).toBe(status.NOT_FOUND)
})

function quotes(request: Partial<wire.GetQuotesRequest>, key?: string): Promise<wire.Quote__Output[]> {
  return new Promise((resolve, reject) => {
    const found: wire.Quote__Output[] = []
    const stream = client.getQuotes(
      { isbn13, destination: { country: 'GB' }, currency: 'GBP', ...request },
      withKey(key),
    )
    stream.on('data', ({ quote }: wire.GetQuotesResponse__Output) => quote && found.push(quote))
    stream.on('error', reject)
    stream.on('end', () => resolve(found))
  })
}

function place(request: wire.PlaceOrderRequest): Promise<wire.PlaceOrderResponse__Output> {
  return new Promise((resolve, reject) => {
    client.placeOrder(request, withKey(), (error, answer) => (answer ? resolve(answer) : reject(error)))
  })
}

function challenge(key?: string): Promise<wire.GetChallengeResponse__Output> {
  return new Promise((resolve, reject) => {
    client.getChallenge({}, withKey(key), (error, answer) => (answer ? resolve(answer) : reject(error)))
  })
}

function totalOf({ item, shipping, tax }: wire.Quote__Output) {
  const parts = [item, shipping, tax].map((part) => fromProtoMoney(part!))
  return toProtoMoney({ currency: parts[0]!.currency, minor: parts.reduce((sum, { minor }) => sum + minor, 0n) })
}

function withKey(key = 'fleet-street-key'): Metadata {
  const metadata = new Metadata()
  metadata.set('authorization', `Bearer ${key}`)
  return metadata
}

async function refusal(call: Promise<unknown>): Promise<ServiceError> {
  try {
    await call
  } catch (error) {
    return error as ServiceError
  }
  throw new Error('it was not refused')
}
